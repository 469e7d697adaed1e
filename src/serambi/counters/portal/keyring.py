"""The secrets a browser session holds: sealed, by booking code, the newest few."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from pydantic import ValidationError

from serambi.counters.common.draft import drop_sealed, keep_sealed, read_sealed
from serambi.counters.portal.draft import Way
from serambi.records.codec import from_json, to_json
from serambi.records.queries.bookings import BookingRow, booking_of_holder

MOST_SECRETS = 20
KEYRING, BOOKED, MOVED = "keyring", "booked", "moved"


@dataclass(frozen=True, slots=True)
class BookedPerson:
    name: str
    code: str
    secret: str


@dataclass(frozen=True, slots=True)
class Booked:
    """What was just booked, for the page that confirms it; `key` is the idempotency key of the form.

    `start_at` is None for a place in line or in a draw; a draw has one code for all its people.
    """

    key: str
    office: str
    service: str
    purpose: str
    start_at: datetime | None
    people: tuple[BookedPerson, ...]
    way: Way = Way.SLOT


def hold(session: SessionBase, secrets: dict[str, str]) -> None:
    """Keep secrets for this session, so that its pages need not carry them in their addresses."""
    held = {**(read_sealed(session, KEYRING) or {}), **secrets}
    keep_sealed(session, KEYRING, dict(list(held.items())[-MOST_SECRETS:]))


def held_secret(session: SessionBase, code: str) -> str:
    """The secret of a code; empty when the session does not hold it."""
    return str((read_sealed(session, KEYRING) or {}).get(code, ""))


def held_booking(session: SessionBase, code: str) -> BookingRow | None:
    """The booking with this code if the session holds its secret; None alike for all other codes."""
    return booking_of_holder(code=code, secret=held_secret(session, code))


def note_booked(session: SessionBase, booked: Booked) -> None:
    keep_sealed(session, BOOKED, to_json(booked))
    hold(session, {person.code: person.secret for person in booked.people})


def just_booked(session: SessionBase, office: str) -> Booked | None:
    """What this session booked last at an office; None when nothing."""
    kept = read_sealed(session, BOOKED)
    try:
        booked = None if kept is None else from_json(Booked, kept)
    except ValidationError:
        return None
    return booked if booked and booked.office == office else None


def note_moved(session: SessionBase, code: str) -> None:
    """Remember that a booking was just moved, until its page has said so."""
    keep_sealed(session, MOVED, code)


def take_moved(session: SessionBase, code: str) -> bool:
    """Whether a booking was just moved; asked once, it is forgotten."""
    was_moved = read_sealed(session, MOVED) == code
    if was_moved:
        drop_sealed(session, MOVED)
    return was_moved
