"""What an office has to serve people with: staff, counters, seats and hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class GroupMeans:
    """The means of one service group (`passport`, `permit`).

    `normal_quota` is places a day before any cut; `urgent_share` of them is kept for urgent needs;
    `back_office_per_day` is files finished a day with all staff present. Times are local to the office.
    """

    code: str
    normal_quota: int
    urgent_share: Decimal
    slot_minutes: int
    service_minutes: int
    counters: int
    counter_staff: int
    back_office_per_day: int
    opens_at: time
    closes_at: Mapping[int, time]
    """By weekday, 0 = Monday; a weekday that is absent has no service."""
    breaks: tuple[tuple[time, time], ...]
    """Half-open [from, until) of each day, in order, without overlaps."""


@dataclass(frozen=True, slots=True)
class Means:
    """The means of one office.

    `is_example` is True where the numbers are not the office's own; `hall_seats` gives the seats left at
    each distance in metres (0 = none asked); a visitor stays `stay_minutes` in the hall; `promise_days`
    working days.
    """

    is_example: bool
    staff_total: int
    sectors: frozenset[str]
    hall_seats: Mapping[Decimal, int]
    stay_minutes: int
    promise_days: int
    groups: tuple[GroupMeans, ...]
