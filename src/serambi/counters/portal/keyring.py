"""The secrets a browser session holds: sealed, by booking code, the newest few."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from pydantic import ValidationError

from serambi.counters.common.draft import keep_sealed, read_sealed
from serambi.records.codec import from_json, to_json
from serambi.records.queries.bookings import BookingRow, booking_of_holder

MOST_SECRETS = 20
KEYRING, BOOKED = "keyring", "booked"


@dataclass(frozen=True, slots=True)
class BookedPerson:
    name: str
    code: str
    secret: str


@dataclass(frozen=True, slots=True)
class Booked:
    """What was just booked, for the page that confirms it; `key` is the idempotency key of the form."""

    key: str
    office: str
    service: str
    purpose: str
    start_at: datetime
    people: tuple[BookedPerson, ...]


def hold(session: SessionBase, secrets: dict[str, str]) -> None:
    """Keep secrets for this session, so that its pages need not carry them in their addresses."""
    held = {**(read_sealed(session, KEYRING) or {}), **secrets}
    keep_sealed(session, KEYRING, dict(list(held.items())[-MOST_SECRETS:]))


def held_booking(session: SessionBase, code: str) -> BookingRow | None:
    """The booking with this code if the session holds its secret; None alike for all other codes."""
    secret = (read_sealed(session, KEYRING) or {}).get(code, "")
    return booking_of_holder(code=code, secret=secret)


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
