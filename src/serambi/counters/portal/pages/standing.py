"""Where a person stands with a booking: it holds, an answer is asked for, it waits in line, or it has ended."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.counters.common.dates import date_text, day_at
from serambi.counters.common.words import number_text, percent_text
from serambi.counters.portal.pages.place import AtOffice
from serambi.records.queries.bookings import BookingRow
from serambi.records.queries.line import position_in_line
from serambi.records.queries.offers import INVITED, OfferRow, last_due, open_offer
from serambi.records.queries.orders import regime_of
from serambi.records.queries.visits import visit_by_booking
from serambi.records.queries.waiting import waiting_since
from serambi.rules.instrument import Instrument, Mode
from serambi.rules.policy import INVITATION_HOURS
from serambi.rules.regime import FULL_SHARE, Regime

ANSWERING = ("offered", "invited")
NOT_ANSWERED = "expired"
INTO_LINE = ("postponed", "joined_line", "expired", "urgency_rejected")
"""What brings a booking into line; the slot it had before says nothing any more."""

FEWEST_COUNTED = 10
"""A smaller number of people is not shown in public (a setting of ours)."""

OVER = ("accepted", "declined", "postponed", "restored", "superseded")


@dataclass(frozen=True, slots=True)
class Standing:
    """`look` is ok, wait or stop; `said` what happened, `held` the time kept for an answer by `until`, both empty when
    there is none or the time to answer is over (`is_late`); `position` in line, None when not in it; `then` what
    happens next; `ticket` of who is in the hall."""

    look: str
    said: tuple[str, ...] = ()
    held: str = ""
    until: str = ""
    is_late: bool = False
    position: str | None = None
    since: str = ""
    then: tuple[str, ...] = ()
    ticket: str = ""


def standing_of(at: AtOffice, booking: BookingRow) -> Standing:
    match booking.state:
        case "offered" | "invited":
            return _asked(at, booking)
        case "postponed":
            return _in_line(at, booking)
        case "cancelled" if has_left_line(booking):
            return Standing("stop", said=(_("Anda sudah keluar dari daftar tunggu."),))
        case "cancelled":
            return Standing("stop")
        case "arrived":
            return _arrived(at, booking)
        case "visited":
            return Standing("ok", said=(_("Kunjungan ini sudah selesai."),))
        case "missed":
            return Standing("stop", said=(_missed_text(at, booking),))
    return Standing("ok")


def has_left_line(booking: BookingRow) -> bool:
    """Whether a cancelled booking stood in line when it was cancelled."""
    return len(booking.history) > 1 and booking.history[-2].event in INTO_LINE and booking.state == "cancelled"


def invitation_text() -> str:
    """What somebody in line may expect."""
    text = _(
        "Begitu ada tempat untuk Anda, kami mengundang Anda dan menyimpan tempat itu %(hours)s jam, "
        "lebih singkat bila kunjungannya sudah dekat."
    )
    return text % {"hours": INVITATION_HOURS}


def reach_text() -> str:
    return _("Undangan dikirim lewat surel. Tanpa alamat surel, kantor menelepon Anda.")


def _arrived(at: AtOffice, booking: BookingRow) -> Standing:
    visit = visit_by_booking(office=booking.office, on=at.today, code=booking.code)
    if visit is None or visit.left_at is not None:
        return Standing("ok")
    text = _("Anda sudah masuk. Nomor tiket Anda %(ticket)s.") % {"ticket": visit.ticket}
    return Standing("ok", said=(text,), ticket=visit.ticket)


def _missed_text(at: AtOffice, booking: BookingRow) -> str:
    when = at.moment(booking.start_at) if booking.start_at else ""
    rest = timedelta(days=at.profile.visit_day.rebook_after_days)
    if booking.on is not None and at.today < booking.on + rest:
        text = _("Anda tidak datang pada %(when)s, jadi tempatnya dilepas. Anda dapat memesan lagi mulai %(day)s.")
        return text % {"when": when, "day": date_text(booking.on + rest)}
    return _("Anda tidak datang pada %(when)s, jadi tempatnya dilepas. Anda boleh memesan jadwal lain.") % {
        "when": when
    }


def _asked(at: AtOffice, booking: BookingRow) -> Standing:
    offer = open_offer(code=booking.code)
    if offer is None:
        return Standing("wait")
    if offer.deadline_at is not None and offer.deadline_at <= at.now:
        return _too_late(at, offer)
    said: tuple[str, ...]
    if offer.kind == INVITED:
        said = (_("Giliran Anda: dari daftar tunggu ada tempat yang kami simpan untuk Anda."),)
        then = _("Tanpa jawaban, tempat itu dilepas dan Anda pindah ke akhir daftar tunggu.")
    else:
        said = (_was_text(at, offer), _why_text(at, booking, offer))
        then = _("Tanpa jawaban, tempat itu dilepas; Anda tetap dalam daftar tunggu menurut tanggal pemesanan pertama.")
    return Standing(
        look="wait",
        said=said,
        held=at.moment(offer.held_start_at) if offer.held_start_at else "",
        until=at.moment(offer.deadline_at) if offer.deadline_at else "",
        then=(then,),
    )


def _too_late(at: AtOffice, offer: OfferRow) -> Standing:
    """The time to answer is over, and the place is let go within minutes."""
    held = at.moment(offer.held_start_at) if offer.held_start_at else ""
    until = at.moment(offer.deadline_at) if offer.deadline_at else ""
    text = _("Batas waktu menjawab, %(until)s, sudah lewat. Tempat pada %(held)s tidak disimpan lagi untuk Anda.")
    if offer.kind == INVITED:
        then = _("Sebentar lagi Anda berada di akhir daftar tunggu.")
    else:
        then = _("Sebentar lagi Anda berada dalam daftar tunggu, menurut tanggal pemesanan pertama.")
    said = (text % {"until": until, "held": held},)
    return Standing("wait", said=said, is_late=True, then=(then, invitation_text(), reach_text()))


def _in_line(at: AtOffice, booking: BookingRow) -> Standing:
    position, since = position_in_line(code=booking.code), waiting_since(code=booking.code)
    if position is None or since is None:
        text = _(
            "Anda tidak menunggu lagi dengan kode ini: nomor identitas ini sudah memiliki jadwal atau tempat dalam "
            "daftar tunggu dengan kode lain."
        )
        return Standing("stop", said=(text,))
    return Standing(
        look="wait",
        said=_why_in_line(at, booking),
        position=number_text(position),
        since=date_text(day_at(since, at.zone)),
        then=(
            invitation_text(),
            reach_text(),
            _("Keperluan mendesak dan kelompok rentan didahulukan, jadi urutan dapat berubah. Tidak perlu datang."),
        ),
    )


def _why_in_line(at: AtOffice, booking: BookingRow) -> tuple[str, ...]:
    due = last_due(code=booking.code)
    if due is None or due.outcome in OVER:
        return ()
    if due.outcome == NOT_ANSWERED and due.held_start_at:
        text = _("Tempat yang kami simpan untuk Anda pada %(when)s sudah dilepas, karena tidak ada jawaban.")
        return (text % {"when": at.moment(due.held_start_at)},)
    return (_called_off_text(at, due), _why_text(at, booking, due))


def _was_text(at: AtOffice, due: OfferRow) -> str:
    was = at.moment(due.from_start_at) if due.from_start_at else ""
    return _("Jadwal Anda semula, %(when)s, tidak dapat dilayani.") % {"when": was}


def _called_off_text(at: AtOffice, due: OfferRow) -> str:
    was = at.moment(due.from_start_at) if due.from_start_at else ""
    return _("Kunjungan Anda pada %(when)s ditiadakan. Jangan datang pada waktu itu.") % {"when": was}


def _why_text(at: AtOffice, booking: BookingRow, due: OfferRow) -> str:
    """Why a visit could not stay: the gate's thermometer, a team in isolation, or an order and what it changed."""
    if due.is_of_gate:
        return _(
            "Sebabnya: suhu tubuh Anda di pintu melewati batas hari itu. Permohonan Anda tidak ditolak; "
            "datanglah setelah sehat."
        )
    if due.is_of_isolation:
        return _("Sebabnya: satu tim petugas kantor sedang diisolasi, dan loketnya tutup pada hari itu.")
    on = day_at(due.from_start_at, at.zone) if due.from_start_at else at.today
    regime = regime_of(office=at.code, on=on, known_at=at.now, service_group=booking.group)
    changes = _changes(regime) if regime else []
    named = due.order.number if due.order else None
    for order, change in changes:
        if named is None or order.number == named:
            return _("Sebabnya %(order)s: %(change)s.") % {"order": order_text(order), "change": change}
    if due.order is None:
        return _("Sebabnya: jumlah tempat di kantor pada hari itu berkurang.")
    fewer = _("jumlah tempat pada hari itu berkurang")
    return _("Sebabnya %(order)s: %(change)s.") % {"order": order_text(due.order), "change": fewer}


def order_text(order: Instrument) -> str:
    """ "SE 2114 (Direktur Jenderal Imigrasi, 23 Maret 2020)"."""
    return f"{order.short_name} ({order.issuer}, {date_text(order.signed_on)})"


def _changes(regime: Regime) -> list[tuple[Instrument, str]]:
    """What limits the places of a day and by whose order, the hardest first."""
    quota = _("kuota hari itu menjadi %(share)s dari biasa") % {"share": percent_text(regime.quota_share)}
    said = [
        ("open", not regime.open, _("kantor ditutup pada hari itu")),
        ("mode", regime.mode is Mode.URGENT_ONLY, _("pada hari itu hanya keperluan mendesak yang dilayani")),
        ("quota_share", regime.quota_share < FULL_SHARE, quota),
        ("last_service_at", regime.last_service_at is not None, _("jam pelayanan pada hari itu menjadi lebih pendek")),
    ]
    rulings = [(regime.because[name].decided_by, text) for name, is_limited, text in said if is_limited]
    return [(ruling.instrument, text) for ruling, text in rulings if ruling is not None]


def people_text(number: int) -> str:
    """How many people, without telling small numbers."""
    if number < FEWEST_COUNTED:
        return _("kurang dari %(few)s orang") % {"few": FEWEST_COUNTED}
    text = ngettext("%(number)s orang", "%(number)s orang", number)
    return text % {"number": number_text(number)}
