"""Offices: a line of the list, and one with its state of the day."""

from typing import Literal

from ninja import Schema

from serambi.counters.api.schemas.shapes import Text

Zone = Literal["red", "orange", "yellow", "green"]
Mode = Literal["all", "urgent_only"]


class OfficeLine(Schema):
    code: str
    name: str
    province: str
    time_zone: str


class OfficeToday(Schema):
    """How the office runs today; `next_free_on` is the first day with a free place, by service group."""

    on: str
    open: bool
    mode: Mode
    working_day: bool
    why: Text | None
    last_service_at: str | None
    zone: Zone | None
    restrictions: list[str]
    next_free_on: dict[str, str | None]


class OfficeState(Schema):
    """`is_example` says that the office's means are an example, not its own numbers."""

    code: str
    name: str
    office_class: str
    address: str
    hours_note: str
    time_zone: str
    seat_region: str
    served_regions: list[str]
    is_example: bool
    today: OfficeToday
