"""The regime of an office's day, with who decided each value."""

from typing import Any

from ninja import Schema

from serambi.counters.api.schemas.offices import Mode, Zone
from serambi.counters.api.schemas.shapes import Text


class Ruling(Schema):
    """What one clause of an instrument says; the kind of `value` follows from the field."""

    instrument: str
    short_name: str
    clause: int
    value: Any


class Decision(Ruling):
    """The clause that decided, and those it overruled; `also` are others whose word is in the value, where several add
    up (advice, deadlines, restrictions)."""

    also: list[Ruling]
    overruled: list[Ruling]


class PermitDeadline(Schema):
    """`last_on` null: as long as the instrument holds, which has set no last day."""

    permit: str
    last_on: str | None


class Assessment(Schema):
    """The risk map's line behind the zone; `score` null means no cases."""

    region: str
    score: float | None
    assessed_on: str
    source: str


class RegimeAnswer(Schema):
    """How the office runs on a day; null means that no clause limits the value.

    `because` is keyed by the names of these fields and holds those that some clause decided.
    """

    office: str
    on: str
    known_at: str
    working_day: bool
    why: Text | None
    open: bool
    mode: Mode
    staff_share: float
    quota_share: float
    last_service_at: str | None
    distance_m: float | None
    max_temperature_c: float | None
    walk_in: list[str] | None
    advice: list[Text]
    permit_deadlines: list[PermitDeadline]
    zone: Zone | None
    assessment: Assessment | None
    restrictions: list[str]
    because: dict[str, Decision]
