"""Orders and risk maps: what is asked, what they would do, and what they did."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from serambi.counters.api.schemas.shapes import Line

NO_NUL = r"^[^\x00]*$"


class OrderAsked(Schema):
    """An order as TOML (docs/rules.md, orders); `file` is the name that faults give."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[str, StringConstraints(pattern=NO_NUL)]
    file: Line | None = None


class UndoAsked(Schema):
    model_config = ConfigDict(extra="forbid")

    reason: Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{1,300}$")]


class ChangedDay(Schema):
    on: str
    places_before: int
    places_after: int


class Decided(Schema):
    """A value of the regime, and the instrument that decided it (null: none did)."""

    value: Any
    instrument: str | None


class Change(Schema):
    before: Decided
    after: Decided


class OfficeForeseen(Schema):
    """What the order would do at one office. `people` counts the displaced by service group, `dues` by what they

    would get; `unreachable` of them left no e-mail. `promises_moved` counts open cases that would be promised for
    another day. `regime` holds what changes on `first_day`.
    """

    office: str
    days: list[ChangedDay]
    slots_changed: int
    people: dict[str, int]
    dues: dict[str, int]
    unreachable: int
    promises_moved: int
    first_day: str
    regime: dict[str, Change]


class Totals(Schema):
    offices: int
    offices_changed: int
    days: int
    slots: int
    people: dict[str, int]
    dues: dict[str, int]
    unreachable: int
    promises_moved: int


class ClosedOffice(Schema):
    """An office that the order leaves without a place: on how many working days from `first_on` (null: without end),
    by which clause (null: by what it revokes). Where the directorate has urgent needs alone received, without a
    booking, `receives_urgent` is true and the office does not count for the second signer.
    """

    office: str
    first_on: str
    days: int | None
    clause: int | None
    receives_urgent: bool


class OrderForeseen(Schema):
    """The answer comes office by office; a text that breaks off was interrupted, and nothing was written."""

    number: str
    needs_second_signer: bool
    office_count: int
    closes: list[ClosedOffice]
    offices: list[OfficeForeseen]
    totals: Totals


class CarriedOut(Schema):
    """Offices done at once and left to the worker; `obligations` counts what displaced people got, by kind,

    `promises_moved` the open cases that are promised for another day.
    """

    offices_done: int
    offices_left: int
    slots_written: int
    obligations: dict[str, int]
    restored: int
    promises_moved: int


class OrderAnswer(Schema):
    """`proposed`: it waits for its second signer and nothing has changed. `carried_out` is null then, and when this

    very order was enacted before.
    """

    number: str
    offices: int
    state: Literal["proposed", "enacted"]
    carried_out: CarriedOut | None


class UndoingProposed(Schema):
    """An order whose undoing waits for its second signer."""

    number: str
    state: Literal["proposed"]


class AssessedAnswer(Schema):
    """New lines of the map, and the offices whose zone they changed."""

    lines: int
    offices: list[str]
    carried_out: CarriedOut


class Zones(Schema):
    before: str | None
    after: str | None


class RiskForeseen(Schema):
    """New lines of the map, and the zones they would change, by office."""

    lines: int
    zones: Annotated[dict[str, Zones], Field()]
