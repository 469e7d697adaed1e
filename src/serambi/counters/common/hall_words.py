"""Words of the visit day: stages, classes and states of visitors, counters, and the minutes of an estimate."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from serambi.counters.common import words
from serambi.records.queries.queue import OwnPlace
from serambi.rules.queueing import Band, Stage, VisitClass
from serambi.rules.waiting import WaitEstimate

STAGES = {
    Stage.DOCUMENTS: gettext_lazy("Pemeriksaan berkas"),
    Stage.INTERVIEW: gettext_lazy("Foto dan wawancara"),
    Stage.PAYMENT: gettext_lazy("Pengantar pembayaran"),
}
CLASSES = {
    VisitClass.PRIORITY: gettext_lazy("Prioritas"),
    VisitClass.BOOKED: pgettext_lazy("pengunjung", "Terjadwal"),
    VisitClass.WALK_IN: gettext_lazy("Datang langsung"),
}
BANDS = {
    Band.TOO_EARLY: gettext_lazy("terlalu awal"),
    Band.ON_TIME: gettext_lazy("tepat waktu"),
    Band.LATE: gettext_lazy("terlambat"),
}
VISIT_STATES = {
    "waiting": gettext_lazy("menunggu"),
    "called": gettext_lazy("dipanggil"),
    "at_counter": gettext_lazy("di loket"),
    "parked": gettext_lazy("ditunda sebentar"),
    "done": gettext_lazy("selesai"),
    "incomplete": gettext_lazy("berkas belum lengkap"),
    "absent": gettext_lazy("dipanggil dan tidak datang"),
    "left": gettext_lazy("sudah keluar"),
}
PRESENCES = {
    "waiting": gettext_lazy("di dalam, menunggu"),
    "called": gettext_lazy("di dalam, dipanggil"),
    "parked": gettext_lazy("di dalam, ditunda sebentar"),
    "at_counter": gettext_lazy("sedang dilayani"),
    "done": gettext_lazy("sudah dilayani"),
    "incomplete": gettext_lazy("berkas belum lengkap"),
    "absent": gettext_lazy("dipanggil dan tidak datang"),
    "left": gettext_lazy("keluar sebelum dilayani"),
}
"""Where somebody is, in the list of the day's bookings."""


def kind_text(kind: str) -> str:
    """How somebody came: on time, late, or which kind of walk-in; empty when nothing was noted."""
    return words.word(words.WALK_IN | BANDS, kind) if kind else ""


def likely_text(estimate: WaitEstimate) -> str:
    """ "Kira-kira 8–14 menit lagi"."""
    low, high = estimate.likely
    if low == high:
        return _("Kira-kira %(minutes)s menit lagi") % {"minutes": high}
    return _("Kira-kira %(low)s–%(high)s menit lagi") % {"low": low, "high": high}


def almost_sure_text(estimate: WaitEstimate) -> str:
    """On what an estimate rests, and its wider interval."""
    low, high = estimate.almost_sure
    text = _(
        "Dihitung dari %(services)s layanan terakhir hari ini. Sembilan dari sepuluh orang dipanggil dalam "
        "%(low)s–%(high)s menit. Bisa berubah bila ada yang didahulukan."
    )
    return text % {"services": estimate.services, "low": low, "high": high}


def standing_text(place: OwnPlace) -> str:
    """What a visitor should know and do now, in one sentence."""
    match place.state:
        case "called":
            return _("Silakan ke loket %(counter)s sekarang.") % {"counter": place.counter}
        case "at_counter":
            return _("Anda sedang dilayani di loket %(counter)s.") % {"counter": place.counter}
        case "parked":
            return _("Giliran Anda ditunda sebentar. Temui petugas bila sudah siap.")
        case "done":
            return _("Kunjungan Anda hari ini selesai. Tunjukkan tiket ini di pintu keluar.")
        case "incomplete":
            return _("Berkas belum lengkap. Kekurangannya tertulis pada lembar dari petugas.")
        case "absent":
            return _("Anda dipanggil dan tidak datang. Temui petugas, atau pesan jadwal lain.")
        case "left":
            return _("Anda sudah keluar dari ruang tunggu.")
    if place.position == 1:
        return _("Anda berikutnya.")
    ahead = (place.position or 1) - 1
    return _("%(ahead)s orang di depan Anda.") % {"ahead": ahead}
