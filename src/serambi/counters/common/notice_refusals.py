"""What a refusal to write, publish or withdraw a notice says."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Facts = Mapping[str, str | int]


def _too_far(facts: Facts) -> str:
    return _("Terbit paling lama %(most)s hari dari sekarang.") % {"most": facts.get("most", "")}


NOTICE_SENTENCES: Mapping[str, Any] = {
    "notice.not_competent": gettext_lazy("Kepala kantor hanya menulis pengumuman bagi kantornya sendiri."),
    "notice.unknown": gettext_lazy("Pengumuman itu tidak ada."),
    "notice.unfinished": gettext_lazy("Judul dan isi harus terisi dalam kedua bahasa; simpan dahulu naskahnya."),
    "notice.order_over": gettext_lazy("Aturannya dibatalkan, dicabut, atau sudah berakhir pada waktu itu."),
    "notice.ends_before": gettext_lazy("Pengumuman ini berhenti ditampilkan sebelum terbit; ubah tanggal berhentinya."),
    "notice.past": gettext_lazy("Waktu itu sudah lewat."),
    "notice.too_far": _too_far,
    "notice.unchanged": gettext_lazy("Naskah ini sama dengan versi yang terbit terakhir."),
    "notice.correction_missing": gettext_lazy("Tulis dalam kedua bahasa apa yang diperbaiki; pembaca melihatnya."),
    "notice.not_out": gettext_lazy("Tidak ada versi yang terbit atau terjadwal."),
    "notice.no_reason": gettext_lazy("Tulis alasannya dalam kedua bahasa; pembaca melihatnya."),
}
