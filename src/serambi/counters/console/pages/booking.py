"""A booking as the clerk sees it."""

from dataclasses import dataclass

from serambi.counters.common import words
from serambi.counters.common.dates import date_text, moment_text
from serambi.counters.console.pages.people import Visitor, catalogue_words, visitor
from serambi.records.queries.bookings import BookingRow, DayListRow

ASKED = ("offered", "invited")


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened: what, when, and for which visit (empty: for none)."""

    what: str
    at: str
    visit: str


@dataclass(frozen=True, slots=True)
class BookingPage:
    """A booking in words; `visit` is empty while it holds no place, `needed_on`, `phone` and `email` when not given."""

    visitor: Visitor
    state: str
    is_live: bool
    is_asked: bool
    visit: str
    needed_on: str
    born_on: str
    phone: str
    email: str
    others: tuple[str, ...]
    history: tuple[Happening, ...]


def booking_page(booking: BookingRow, person: DayListRow, zone: str) -> BookingPage:
    applicant = person.applicant
    return BookingPage(
        visitor=visitor(person, catalogue_words()),
        state=words.word(words.STATES, booking.state),
        is_live=booking.is_live,
        is_asked=booking.state in ASKED,
        visit=_visit(booking, zone),
        needed_on=date_text(booking.needed_on) if booking.needed_on else "",
        born_on=date_text(applicant.born_on),
        phone=applicant.phone or "",
        email=applicant.email or "",
        others=tuple(code for code in booking.party if code != booking.code),
        history=tuple(
            Happening(
                words.word(words.EVENTS, status.event),
                moment_text(status.at, zone),
                moment_text(status.start_at, zone) if status.start_at else "",
            )
            for status in booking.history
        ),
    )


def _visit(booking: BookingRow, zone: str) -> str:
    if booking.state == "postponed" or booking.start_at is None:
        return ""
    return moment_text(booking.start_at, zone)
