"""A booking as its holder sees it: when, where, what to bring, what happened, and what can still be changed."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from icalendar import Calendar, Event  # type: ignore[import-untyped]

from serambi.counters.common import words
from serambi.counters.common.refusals import sentence
from serambi.counters.portal.pages.check import papers, purpose_text, qr_of, service_text
from serambi.counters.portal.pages.place import AtOffice
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
    """`why_fixed` and `why_kept` say why it cannot be moved or cancelled; empty when it can."""

    booking: BookingRow
    state: str
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
    fixed = why_not_move(facts, None, at.now, at.today)
    kept = why_not_change(facts, at.now)
    return BookingPage(
        booking=booking,
        state=words.word(words.STATES, booking.state),
        when=at.moment(booking.start_at),
        service=service_text(booking.service),
        purpose=purpose_text(booking.purpose),
        qr=qr_of(booking.code),
        others=tuple(code for code in booking.party if code != booking.code),
        documents=papers(at, service=booking.service, purpose=booking.purpose, start_at=booking.start_at),
        history=tuple(
            Happening(at.moment(row.at), words.word(words.EVENTS, row.event), at.moment(row.start_at))
            for row in booking.history
        ),
        why_fixed=sentence(fixed) if fixed and fixed.code != MOVABLE else "",
        why_kept=sentence(kept) if kept else "",
    )


def facts_of(booking: BookingRow) -> BookingFacts:
    return BookingFacts(
        office=booking.office,
        group=booking.group,
        slot=booking.slot,
        on=booking.on,
        start_at=booking.start_at,
        is_live=booking.is_live,
        urgency=booking.urgency,
    )


def contingents_of(booking: BookingRow) -> tuple[Contingent, ...]:
    return (Contingent.GENERAL, Contingent.URGENT) if booking.urgency else (Contingent.GENERAL,)


def calendar_file(at: AtOffice, booking: BookingRow) -> bytes:
    """The visit as an entry for the visitor's own calendar; it names no person."""
    event = Event()
    event.add("uid", f"{booking.code}@serambi")
    event.add("dtstamp", at.now)
    event.add("dtstart", booking.start_at)
    event.add("dtend", booking.start_at + timedelta(minutes=booking.minutes))
    event.add("summary", _("%(office)s: %(service)s") % {"office": at.name, "service": service_text(booking.service)})
    event.add("location", ", ".join(part for part in (at.name, at.profile.address) if part))
    event.add("description", _("Kode booking %(code)s") % {"code": booking.code})
    if not booking.is_live:
        event.add("status", "CANCELLED")
    calendar = Calendar()
    calendar.add("prodid", "-//Serambi//ID")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
