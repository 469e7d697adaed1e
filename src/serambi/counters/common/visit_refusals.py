"""What a refusal of the visit day says: what is so, and what to do now."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from serambi.counters.common import words
from serambi.counters.common.dates import date_text
from serambi.counters.common.hall_words import VISIT_STATES

Facts = Mapping[str, str | int]


def _too_warm(facts: Facts) -> str:
    measured, limit = (_degrees(str(facts.get(name, 0))) for name in ("temperature_c", "limit_c"))
    return _("Suhu %(measured)s °C, di atas batas %(limit)s °C.") % {"measured": measured, "limit": limit}


def _degrees(kept: str) -> str:
    return words.number_text(Decimal(kept))


def _full(facts: Facts) -> str:
    text = _(
        "Ruang tunggu penuh: %(inside)s dari %(limit)s. Minta menunggu di luar; pindai lagi setelah ada yang keluar."
    )
    return text % {"inside": facts.get("inside", ""), "limit": facts.get("limit", "")}


def _companions(facts: Facts) -> str:
    return _("Paling banyak %(most)s pendamping. Yang lain menunggu di luar.") % {"most": facts.get("most", "")}


def _asked(facts: Facts) -> str:
    text = _(
        "Untuk orang ini disimpan waktu lain pada %(day)s, dan ia belum menjawab. Bantu menjawabnya dengan kode "
        "booking; jangan memesan yang baru."
    )
    on = facts.get("on")
    return text % {"day": date_text(date.fromisoformat(str(on))) if on else ""}


def _used_up(facts: Facts) -> str:
    text = _("Kuota prioritas hari ini sudah habis (%(most)s orang). Panggil penyelia.")
    return text % {"most": facts.get("most", "")}


def _busy(facts: Facts) -> str:
    text = _("Loket ini masih memanggil atau melayani %(ticket)s. Selesaikan atau tunda dahulu.")
    return text % {"ticket": facts.get("ticket", "")}


def _wrong_state(facts: Facts) -> str:
    state = words.word(VISIT_STATES, str(facts.get("state", "")))
    return _("Pengunjung ini sekarang: %(state)s. Langkah itu tidak dapat dilakukan.") % {"state": state}


VISIT_SENTENCES: Mapping[str, Any] = {
    # At the gate
    "visitor.companions": _companions,
    "visitor.not_measured": gettext_lazy("Suhu belum diukur. Ukur suhu tubuh, lalu isi angkanya."),
    "visitor.too_warm": _too_warm,
    "hall.full": _full,
    "hall.closed": gettext_lazy(
        "Ruang tunggu sudah ditutup hari ini, jadi tidak ada lagi yang dapat masuk. Bantu memesan hari lain."
    ),
    "hall.closed_already": gettext_lazy("Ruang tunggu sudah ditutup hari ini."),
    "hall.not_closed": gettext_lazy("Ruang tunggu tidak sedang ditutup."),
    "hall.reopening_reason": gettext_lazy("Tulis alasan membuka kembali ruang tunggu."),
    "visit.arrived_already": gettext_lazy("Kode ini sudah dipakai masuk hari ini."),
    "visit.other_day": gettext_lazy(
        "Jadwal ini bukan untuk hari ini. Yang mendesak atau berhak prioritas dapat masuk tanpa jadwal."
    ),
    "visit.asked": _asked,
    "visit.too_early": gettext_lazy("Terlalu awal. Minta kembali mendekati waktunya, supaya ruang tunggu tidak penuh."),
    "visit.kind_not_allowed": gettext_lazy("Menurut aturan hari ini, alasan itu perlu jadwal. Bantu memesan jadwal."),
    "visit.priority_used_up": _used_up,
    "visit.not_found": gettext_lazy("Tiket itu tidak ada hari ini. Periksa lagi nomornya."),
    "visit.left_already": gettext_lazy("Tiket ini sudah dicatat keluar."),
    # At a counter
    "counter.busy": _busy,
    "visit.wrong_state": _wrong_state,
    "visit.file_accepted": gettext_lazy(
        "Berkas pengunjung ini sudah diterima. Kembalikan di halaman berkasnya, dengan alasan."
    ),
    "visit.not_waiting": gettext_lazy("Pengunjung itu tidak sedang menunggu, jadi tidak dapat dipanggil."),
    "override.reason": gettext_lazy("Tulis alasan memanggil di luar urutan."),
    "override.second": gettext_lazy("Orang kedua harus petugas lain dari kantor ini, dengan kata sandinya sendiri."),
}
"""A sentence, or a function of the facts that gives one; counters.common.refusals holds them all."""
