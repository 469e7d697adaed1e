"""Bookings: what is asked, and what is answered."""

from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from serambi.counters.api.schemas.shapes import Code, Day, Line, SlotCode, Text, Urgency
from serambi.rules.policy import MAX_PARTY_PEOPLE


class _Asked(Schema):
    """A misspelt field is an error, not something to overlook."""

    model_config = ConfigDict(extra="forbid")


class IdentityAsked(_Asked):
    """`nik` for citizens; `passport` with its nationality (ISO 3166 alpha-2) for foreigners."""

    kind: Literal["nik", "passport"]
    number: Line
    nationality: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2}$")] | None = None


class PersonAsked(_Asked):
    name: Line
    identity: IdentityAsked
    born_on: Day
    phone: Line | None = None
    email: Line | None = None


class BookingAsked(_Asked):
    """One slot for one to five people, all or nothing. `urgency` is left out when it can wait."""

    office: Code
    service: Code
    slot: SlotCode
    purpose: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,30}$")]
    needed_on: Day | None = None
    urgency: Urgency | None = None
    people: Annotated[list[PersonAsked], Field(min_length=1, max_length=MAX_PARTY_PEOPLE)]


class MoveAsked(_Asked):
    slot: SlotCode


class DocumentLine(Schema):
    """A paper to bring; with a condition, only when it holds."""

    code: str
    name: Text
    condition: Text | None


class BookedLine(Schema):
    """One person's visit. `secret` opens the booking later and is shown only here; keep it."""

    code: str
    secret: str
    slot: str
    start_at: str
    documents: list[DocumentLine]


class BookedAnswer(Schema):
    """The visits in the order of the people."""

    bookings: list[BookedLine]


class StatusLine(Schema):
    event: Literal["confirmed", "moved", "cancelled"]
    at: str
    start_at: str


class BookingAnswer(Schema):
    """A booking as its holder sees it; `party` lists the codes booked together."""

    code: str
    state: str
    is_live: bool
    office: str
    service: str
    purpose: str
    urgency: str | None
    needed_on: str | None
    slot: str
    start_at: str
    minutes: int
    name: str
    identity: str
    party: list[str]
    history: list[StatusLine]
