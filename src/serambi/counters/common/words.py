"""Public words for the closed lists of the rules, and numbers as each language writes them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Protocol

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from serambi.rules.capacity import Bound
from serambi.rules.instrument import Mode
from serambi.rules.risk import Zone

NO_BREAK = "\N{NO-BREAK SPACE}"

ZONES = {
    Zone.RED: gettext_lazy("merah (risiko tinggi)"),
    Zone.ORANGE: gettext_lazy("oranye (risiko sedang)"),
    Zone.YELLOW: gettext_lazy("kuning (risiko rendah)"),
    Zone.GREEN: gettext_lazy("hijau (tidak ada kasus atau tidak terdampak)"),
}
MODES = {Mode.ALL: gettext_lazy("semua layanan"), Mode.URGENT_ONLY: gettext_lazy("hanya keperluan mendesak")}
RESTRICTIONS = {
    "psbb": gettext_lazy("PSBB (pembatasan sosial berskala besar)"),
    "ppkm-darurat": gettext_lazy("PPKM Darurat"),
    "level-1": gettext_lazy("PPKM level 1"),
    "level-2": gettext_lazy("PPKM level 2"),
    "level-3": gettext_lazy("PPKM level 3"),
    "level-4": gettext_lazy("PPKM level 4"),
}
WALK_IN = {
    "lost": gettext_lazy("paspor hilang"),
    "damaged": gettext_lazy("paspor rusak"),
    "elderly": gettext_lazy("lansia"),
    "disabled": gettext_lazy("penyandang disabilitas"),
    "under-five": gettext_lazy("balita"),
    "pregnant": gettext_lazy("ibu hamil"),
    "sick": gettext_lazy("orang sakit"),
    "urgent": gettext_lazy("keperluan mendesak"),
}
URGENCIES = {
    "medical": gettext_lazy("Berobat ke luar negeri dan tidak dapat menunggu"),
    "work-return": gettext_lazy("Pekerja migran yang sedang cuti dan harus kembali bekerja"),
    "study-date": gettext_lazy("Belajar di luar negeri dengan tanggal mulai yang pasti"),
    "duty": gettext_lazy("Tugas negara atau tugas penanganan wabah"),
    "family-emergency": gettext_lazy("Keluarga sakit keras atau meninggal di luar negeri"),
}
MEASURES = {
    "applied": gettext_lazy("Pemohon"),
    "booked": gettext_lazy("Jadwal dipesan"),
    "moved": gettext_lazy("Pindah jadwal"),
    "cancelled": gettext_lazy("Batal"),
    "displaced": gettext_lazy("Tergeser aturan"),
    "waiting": gettext_lazy("Dalam daftar tunggu pada akhir masa"),
    "admitted": gettext_lazy("Datang"),
    "served": gettext_lazy("Dilayani"),
    "no-show": gettext_lazy("Tidak hadir"),
    "accepted": gettext_lazy("Berkas diterima"),
    "issued": gettext_lazy("Dokumen terbit"),
    "promise-kept": gettext_lazy("Janji ditepati"),
    "collected": gettext_lazy("Dokumen diambil"),
}
SERVICE_GROUPS = {"passport": gettext_lazy("Paspor"), "permit": gettext_lazy("Izin tinggal")}
BOUNDS = {
    Bound.QUOTA: gettext_lazy("Kuota"),
    Bound.COUNTERS: gettext_lazy("Loket"),
    Bound.HALL: gettext_lazy("Ruang tunggu"),
    Bound.BACK_OFFICE: gettext_lazy("Penyelesaian"),
}
STATES = {
    "confirmed": gettext_lazy("Terjadwal"),
    "offered": gettext_lazy("Menunggu jawaban Anda"),
    "invited": gettext_lazy("Ada tempat: menunggu jawaban Anda"),
    "postponed": gettext_lazy("Dalam daftar tunggu"),
    "cancelled": gettext_lazy("Dibatalkan"),
    "arrived": gettext_lazy("Sudah masuk"),
    "visited": gettext_lazy("Selesai"),
    "missed": gettext_lazy("Tidak hadir"),
}
EVENTS = {
    "confirmed": gettext_lazy("Jadwal kedatangan dibuat"),
    "moved": gettext_lazy("Jadwal dipindahkan"),
    "cancelled": gettext_lazy("Jadwal dibatalkan"),
    "offered": gettext_lazy("Waktu pengganti ditawarkan"),
    "accepted": gettext_lazy("Waktu yang disimpan diterima"),
    "declined": gettext_lazy("Waktu yang disimpan ditolak"),
    "expired": gettext_lazy("Waktu yang disimpan dilepas, karena tidak dijawab"),
    "postponed": gettext_lazy("Masuk ke daftar tunggu"),
    "joined_line": gettext_lazy("Masuk ke daftar tunggu"),
    "invited": gettext_lazy("Diundang dari daftar tunggu"),
    "restored": gettext_lazy("Jadwal semula berlaku lagi"),
    "urgency_rejected": gettext_lazy("Alasan mendesak tidak diterima; masuk daftar tunggu"),
    "waits_outside": gettext_lazy("Datang; ruang tunggu penuh, menunggu di luar"),
    "arrived": gettext_lazy("Masuk ke ruang tunggu"),
    "visited": gettext_lazy("Kunjungan selesai"),
    "missed": gettext_lazy("Tidak hadir; tempatnya dilepas"),
}


class TwoLanguages(Protocol):
    """Any text of the rules that is kept in both languages."""

    @property
    def id(self) -> str: ...

    @property
    def en(self) -> str: ...


def in_language(text: TwoLanguages) -> str:
    return text.en if is_english() else text.id


def is_english() -> bool:
    return (get_language() or "id").startswith("en")


def number_text(number: Decimal | int) -> str:
    """37.5 as "37,5" in Indonesian and "37.5" in English; whole numbers without a fraction, thousands grouped."""
    plain = f"{number:,f}" if isinstance(number, Decimal) else f"{number:,}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
    return plain if is_english() else plain.translate(str.maketrans(",.", ".,"))


def percent_text(share: Decimal) -> str:
    """0.25 as "25 %" in Indonesian and "25%" in English."""
    percent = number_text(share * 100)
    return f"{percent}%" if is_english() else f"{percent}{NO_BREAK}%"


def signed_percent_text(percent: Decimal) -> str:
    """Percent with its sign: −91 as "−91 %" / "−91%", 12.5 as "+12,5 %"."""
    sign = "\N{MINUS SIGN}" if percent < 0 else "+" if percent else ""
    return sign + percent_text(abs(percent) / 100)


def rupiah_text(amount: int) -> str:
    """350000 as "Rp350.000" in Indonesian and "Rp 350,000" in English."""
    return f"Rp{NO_BREAK}{number_text(amount)}" if is_english() else f"Rp{number_text(amount)}"


def listed(texts: list[str]) -> str:
    """Several words as one: "a, b dan c"."""
    if len(texts) < 2:
        return "".join(texts)
    return _("%(first)s dan %(last)s") % {"first": ", ".join(texts[:-1]), "last": texts[-1]}


def word(words: dict[str, Callable[[], str]] | dict, key: str) -> str:
    """The word of a list; a key that is not in it stands for itself."""
    return str(words.get(key, key))
