"""Until when a foreigner may stay or return, in words, with the instrument that decides."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from serambi.counters.common.dates import date_text, day_at, day_text
from serambi.counters.portal.forms.stay import PERMITS
from serambi.records.queries.catalogue import fees_on
from serambi.records.queries.stays import COUNTRY_ZONE, ToldStay, deadline_of_stay
from serambi.rules.permit import ABROAD, Stay, StayDeadline

OVERSTAY = "OVERSTAY"


@dataclass(frozen=True, slots=True)
class StayPage:
    """`kind` colours the panel: ok, wait or stop. `order` and `source` are empty when the permit's own day counts.

    `overstay_idr` is the charge a day: 0 during an emergency stay, None where nothing is said of it.
    """

    kind: str
    headline: str
    meaning: str
    order: str
    source: str
    overstay_idr: int | None
    today: date


@dataclass(frozen=True, slots=True)
class ToldStayPage:
    """A stay whose holder is told of changes; `entered` is empty when the day is not known."""

    code: str
    permit: str
    until: str
    entered: str
    deadline: StayPage


def told_stay_page(told: ToldStay, now: datetime) -> ToldStayPage:
    stay = told.stay
    entered = date_text(stay.entered_on) if stay.entered_on else ""
    permit = str(PERMITS[stay.permit])
    return ToldStayPage(told.code, permit, date_text(stay.valid_until), entered, stay_page(stay, now))


def today_there(now: datetime) -> date:
    return day_at(now, COUNTRY_ZONE)


def stay_page(stay: Stay, now: datetime) -> StayPage:
    today = today_there(now)
    row = deadline_of_stay(stay=stay, on=today, known_at=now)
    last_on, fee = row.deadline.last_on, fees_on(on=today).get(OVERSTAY)
    is_over = last_on is not None and last_on < today
    is_emergency = row.deadline.becomes is not None and not is_over
    order = row.instrument
    signed = _("%(title)s (%(issuer)s, %(day)s)")
    return StayPage(
        kind="stop" if is_over else "wait" if order else "ok",
        headline=_headline(stay, last_on, is_over),
        meaning=_meaning(stay, row.deadline, is_over),
        order=signed % {"title": order.title, "issuer": order.issuer, "day": date_text(order.signed_on)}
        if order
        else "",
        source=order.source if order else "",
        overstay_idr=0 if is_emergency else fee.amount_idr if fee and is_over and not stay.is_abroad else None,
        today=today,
    )


def _headline(stay: Stay, last_on: date | None, is_over: bool) -> str:
    if last_on is None:
        return _("Anda boleh tinggal; hari terakhirnya belum ditetapkan")
    if is_over:
        return _("Batas waktunya sudah lewat: %(day)s") % {"day": day_text(last_on)}
    if stay.is_abroad:
        return _("Anda dapat kembali sampai %(day)s") % {"day": day_text(last_on)}
    return _("Anda boleh tinggal sampai %(day)s") % {"day": day_text(last_on)}


def _meaning(stay: Stay, deadline: StayDeadline, is_over: bool) -> str:
    if stay.is_abroad and stay.permit not in ABROAD:
        return _("Izin tinggal kunjungan berakhir saat Anda keluar; untuk datang lagi perlu visa baru.")
    if is_over:
        if stay.is_abroad:
            return _("Izin ini tidak dapat dipakai lagi untuk masuk; untuk datang lagi perlu visa baru.")
        return _("Datanglah segera ke kantor imigrasi yang membawahi tempat tinggal Anda.")
    if deadline.last_on is None:
        return _(
            "Izin Anda sudah habis dan dengan sendirinya menjadi izin tinggal keadaan terpaksa (ITKT), tanpa "
            "permohonan dan tanpa biaya, selama aturan itu berlaku. Begitu hari terakhirnya ditetapkan, perpanjang "
            "izin, urus visa, atau tinggalkan Indonesia sebelum hari itu."
        )
    if deadline.becomes is not None:
        return _(
            "Izin Anda sudah habis dan dengan sendirinya menjadi izin tinggal keadaan terpaksa (ITKT), tanpa "
            "permohonan dan tanpa biaya. Sebelum hari itu, perpanjang izin, urus visa, atau tinggalkan Indonesia."
        )
    if deadline.instrument is not None:
        return _(
            "Izin Anda habis saat Anda di luar negeri; sampai hari itu izin itu masih dapat dipakai untuk kembali."
        )
    return _("Ajukan perpanjangan sebelum hari itu, paling lambat pada hari kerja terakhir.")
