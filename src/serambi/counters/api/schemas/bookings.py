"""Bookings: what is asked, and what is answered."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from serambi.counters.api.schemas.shapes import Code, Day, Line, SlotCode, Text, Urgency
from serambi.rules.policy import MAX_PARTY_PEOPLE

State = Literal["confirmed", "offered", "invited", "postponed", "cancelled", "arrived", "visited", "missed"]
Event = Literal[
    "confirmed",
    "moved",
    "cancelled",
    "offered",
    "accepted",
    "declined",
    "expired",
    "postponed",
    "joined_line",
    "invited",
    "restored",
    "urgency_rejected",
    "waits_outside",
    "arrived",
    "visited",
    "missed",
]


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


EXAMPLE: dict[str, Any] = {
    "office": "serang",
    "service": "passport-new",
    "slot": "serang-passport-general-20200914T0930",
    "purpose": "tourism",
    "people": [
        {
            "name": "Ani Lestari",
            "identity": {"kind": "nik", "number": "3673011705900001"},
            "born_on": "1990-05-17",
            "phone": "0812 3456 7890",
            "email": "ani@example.org",
        }
    ],
}
"""A request that is confirmed as it stands on the day that `make up` starts with."""


class BookingAsked(_Asked):
    """One slot for one to five people, all or nothing. `urgency` is left out when it can wait.

    The codes: `office` from `/offices`, `service` and its `purpose` from `/services`, `slot` from
    `/offices/{office}/slots?service=`.
    """

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    office: Code
    service: Code
    slot: SlotCode
    purpose: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,30}$")]
    needed_on: Day | None = None
    urgency: Urgency | None = None
    people: Annotated[list[PersonAsked], Field(min_length=1, max_length=MAX_PARTY_PEOPLE)]


class MoveAsked(_Asked):
    slot: SlotCode


class OfferAnswered(_Asked):
    """`accept` takes the held place, or `slot` instead; `decline` gives the place back and ends the booking."""

    answer: Literal["accept", "decline"]
    slot: SlotCode | None = None


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
    """One thing that happened; `start_at` of the visit it then had, null when it had none."""

    event: Event
    at: str
    start_at: str | None


class Offer(Schema):
    """A place held until `deadline`: offered for one that an order took (`kind` says what was due), or `invited`."""

    kind: str
    slot: str | None
    start_at: str | None
    deadline: str | None
    order: str | None


class BookingAnswer(Schema):
    """A booking as its holder sees it; `party` lists the codes booked together.

    `offered` and `invited` hold a place until it is answered (`offer`); `postponed` waits in line, `position` from the
    head.
    """

    code: str
    state: State
    is_live: bool
    office: str
    service: str
    purpose: str
    urgency: str | None
    needed_on: str | None
    slot: str | None
    start_at: str | None
    minutes: int
    offer: Offer | None
    position: int | None
    name: str
    identity: str
    party: list[str]
    history: list[StatusLine]
