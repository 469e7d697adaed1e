"""Capacity of a day, and free slots."""

from typing import Literal

from ninja import Schema

from serambi.counters.api.schemas.shapes import Text

Contingent = Literal["general", "urgent"]
Bound = Literal["quota", "counters", "hall", "back_office"]


class Bounds(Schema):
    """Places that each bound allows."""

    quota: int
    counters: int
    hall: int
    back_office: int


class Places(Schema):
    general: int
    urgent: int


class Reasons(Schema):
    """Why each bound allows so many, in words."""

    quota: Text
    counters: Text
    hall: Text
    back_office: Text


class SlotCapacity(Schema):
    """One slot of a service group: `places` is the least of its bounds, `binding` names it."""

    start_at: str
    minutes: int
    group: str
    places: int
    by_contingent: Places
    taken: int
    binding: Bound
    bounds: Bounds
    reasons: Reasons


class CapacityAnswer(Schema):
    """The slots of a day; none on a day off, and `why` says why. `is_example`: the office's means are an example."""

    office: str
    on: str
    known_at: str
    is_example: bool
    working_day: bool
    why: Text | None
    places: int
    slots: list[SlotCapacity]


class FreeSlot(Schema):
    slot: str
    start_at: str
    minutes: int
    free: int
    contingent: Contingent
