"""The times of a day's slots, and how a day's total is spread over them without losing one."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from serambi.rules.means import GroupMeans


def slot_times(group: GroupMeans, on: date, last_service_at: time | None) -> tuple[time, ...]:
    """The local start times of a group's slots on a day, in order.

    A slot lies wholly inside the opening hours, ends no later than `last_service_at` (None: no such limit) and
    touches no break. Empty on a weekday without service.
    """
    closes_at = group.closes_at.get(on.weekday())
    if closes_at is None:
        return ()
    end = min(closes_at, last_service_at) if last_service_at else closes_at
    length = timedelta(minutes=group.slot_minutes)
    start = datetime.combine(on, group.opens_at)
    times = []
    while start + length <= datetime.combine(on, end):
        broken_until = _break_touched(group, start, start + length)
        if broken_until is None:
            times.append(start.time())
            start += length
        else:
            start = broken_until
    return tuple(times)


def largest_remainder(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split `total` in whole numbers by weight so that the sum is exact; equal remainders go to the earlier one.

    All weights zero, or none: nothing can be given, so each share is 0.
    """
    whole = sum(weights)
    if whole == 0:
        return tuple(0 for _ in weights)
    shares = [total * weight // whole for weight in weights]
    remainders = [total * weight % whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-remainders[index], index))
    for index in by_remainder[: total - sum(shares)]:
        shares[index] += 1
    return tuple(shares)


def spread(total: int, slots: int) -> tuple[int, ...]:
    """Split `total` evenly over a number of slots; the sum is exact."""
    return largest_remainder(total, (1,) * slots)


def _break_touched(group: GroupMeans, start: datetime, end: datetime) -> datetime | None:
    for from_at, until_at in group.breaks:
        if start < datetime.combine(start, until_at) and datetime.combine(start, from_at) < end:
            return datetime.combine(start, until_at)
    return None
