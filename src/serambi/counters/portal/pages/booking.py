"""A booking as its holder sees it: when, where, what to bring, what happened, and what can still be changed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event  # type: ignore[import-untyped]

from serambi.counters.common import words
from serambi.counters.common.refusals import sentence
from serambi.counters.portal.pages.check import papers, purpose_text, qr_of, service_text
from serambi.counters.portal.pages.place import AtOffice
from serambi.counters.portal.pages.standing import INTO_LINE, Standing, has_left_line, standing_of
from serambi.records.queries.bookings import BookingRow
from serambi.rules.booking import BookingFacts, why_not_change, why_not_move
from serambi.rules.capacity import Contingent
from serambi.rules.catalogue import Document

MOVABLE = "slot.unknown"
"""What why_not_move says when only the new slot is still missing."""


@dataclass(frozen=True, slots=True)
class Happening:
    at: str
    event: str
    start: str


@dataclass(frozen=True, slots=True)
class BookingPage:
    """`when` is the time of the slot it holds, or held last, empty when it never had one; `why_fixed` and `why_kept`
    say why it cannot be moved or given up, empty when it can."""

    booking: BookingRow
    state: str
    standing: Standing
    when: str
    service: str
    purpose: str
    qr: str
    others: tuple[str, ...]
    documents: tuple[Document, ...]
    history: tuple[Happening, ...]
    why_fixed: str
    why_kept: str


def booking_page(at: AtOffice, booking: BookingRow) -> BookingPage:
    facts = facts_of(booking)
    fixed = why_not_move(facts, None, at.now, at.today) if facts else None
    kept = why_not_change(facts, at.now) if facts and booking.is_live else None
    standing = standing_of(at, booking)
    return BookingPage(
        booking=booking,
        state=_("Waktu menjawab sudah habis") if standing.is_late else words.word(words.STATES, booking.state),
        standing=standing,
        when=_moment(at, booking.start_at),
        service=service_text(booking.service),
        purpose=purpose_text(booking.purpose),
        qr=qr_of(booking.code),
        others=tuple(code for code in booking.party if code != booking.code),
        documents=_papers(at, booking),
        history=_history(at, booking),
        why_fixed=sentence(fixed) if fixed and fixed.code != MOVABLE else "",
        why_kept=sentence(kept) if kept else "",
    )


def facts_of(booking: BookingRow) -> BookingFacts | None:
    """What the rules must know of the slot a booking has; None when it never had one."""
    if booking.slot is None or booking.on is None or booking.start_at is None:
        return None
    return BookingFacts(
        office=booking.office,
        group=booking.group,
        slot=booking.slot,
        on=booking.on,
        start_at=booking.start_at,
        is_live=booking.is_live,
        urgency=booking.urgency,
        has_arrived=booking.state == "arrived",
    )


def contingents_of(booking: BookingRow) -> tuple[Contingent, ...]:
    return (Contingent.GENERAL, Contingent.URGENT) if booking.urgency else (Contingent.GENERAL,)


def calendar_file(at: AtOffice, booking: BookingRow) -> bytes | None:
    """The visit as an entry for the visitor's own calendar; it names no person. None when there is no visit."""
    if booking.start_at is None:
        return None
    event = Event()
    event.add("uid", f"{booking.code}@serambi")
    event.add("dtstamp", at.now)
    event.add("dtstart", booking.start_at)
    event.add("dtend", booking.start_at + timedelta(minutes=booking.minutes))
    event.add("summary", _("%(office)s: %(service)s") % {"office": at.name, "service": service_text(booking.service)})
    event.add("location", ", ".join(part for part in (at.name, at.profile.address) if part))
    event.add("description", _("Kode booking %(code)s") % {"code": booking.code})
    if booking.state != "confirmed":
        event.add("status", "TENTATIVE" if booking.is_live else "CANCELLED")
    calendar = Calendar()
    calendar.add("prodid", "-//Serambi//ID")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _history(at: AtOffice, booking: BookingRow) -> tuple[Happening, ...]:
    """What happened, in order; who enters or leaves the line has no time."""
    happenings = []
    for number, row in enumerate(booking.history, start=1):
        has_left = number == len(booking.history) and has_left_line(booking)
        said = _("Sudah keluar dari daftar tunggu") if has_left else words.word(words.EVENTS, row.event)
        start_at = None if has_left or row.event in INTO_LINE else row.start_at
        happenings.append(Happening(at.moment(row.at), said, _moment(at, start_at)))
    return tuple(happenings)


def _moment(at: AtOffice, instant: datetime | None) -> str:
    return at.moment(instant) if instant else ""


def _papers(at: AtOffice, booking: BookingRow) -> tuple[Document, ...]:
    if booking.start_at is None or not booking.is_live:
        return ()
    return papers(at, service=booking.service, purpose=booking.purpose, start_at=booking.start_at)
