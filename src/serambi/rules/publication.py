"""What the public sees of one measure in one month: its total, its services and its days, and what a correction may
change of them once they are published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from serambi.rules.suppression import SMALLEST, Shown, is_publishable, protect, protect_again

Count = TypeVar("Count", int, int | None)


@dataclass(frozen=True, slots=True)
class MonthCounted:
    """People of a service group in a month by service (every service of the group, sorted, zeros too) and by day;
    `days` None where they are not known or do not add up to the month. `closed` are the places of the days on which
    everybody knows that nobody came."""

    services: Mapping[str, int]
    days: tuple[int, ...] | None
    closed: frozenset[int] = frozenset()

    @property
    def total(self) -> int:
        return sum(self.services.values())


@dataclass(frozen=True, slots=True)
class MonthShown:
    """The same as published: None stands for a number that is kept back, `days` None for days that are not told.

    `at_least` is what a part that is kept back comes to at least, where that is because it is nearly all of the whole.
    """

    total: int | None
    services: Mapping[str, int | None]
    days: Shown | None
    at_least: int | None = None


def show(counted: MonthCounted, before: MonthShown | None) -> MonthShown:
    """What is published of a month; `before` is what was published of it until now, None when nothing was.

    A total under ten keeps back all. What was published once is corrected as a whole and with the same cells kept back;
    where that would tell a small group, `before` stands. Source: docs/rules.md, figures.
    """
    if before is None or before.total is None:
        return _show_first(counted)
    if list(before.services) != list(counted.services) or (before.days is None) != (counted.days is None):
        return before
    services = protect_again(tuple(before.services.values()), tuple(counted.services.values()))
    days = None if before.days is None else _days_again(before.days, counted)
    if services is None or (before.days is not None and days is None):
        return before
    return MonthShown(counted.total, dict(zip(counted.services, services, strict=True)), days)


def show_part(part: int, whole: int, whole_shown: MonthShown, before: MonthShown | None) -> MonthShown:
    """The same of a measure that is a part of another. Only its total is told, and only beside an up-to-date total of
    the whole: not when it or the rest is under ten. Of a rest under ten just that is told."""
    first = _part_first(part, whole) if whole_shown.total == whole else NOTHING_SHOWN
    if before is None:
        return first
    is_alike = (before.total is None) == (first.total is None) and (before.at_least is None) == (first.at_least is None)
    return first if is_alike else before


NOTHING_SHOWN = MonthShown(None, {}, None)


def _part_first(part: int, whole: int) -> MonthShown:
    if not is_publishable(part):
        return NOTHING_SHOWN
    if not is_publishable(whole - part):
        return MonthShown(None, {}, None, whole - SMALLEST + 1)
    return MonthShown(part, {}, None)


def _show_first(counted: MonthCounted) -> MonthShown:
    """With a total that is kept back, so are all of its cells."""
    if not is_publishable(counted.total):
        nothing = None if counted.days is None else (None,) * len(counted.days)
        return MonthShown(None, dict.fromkeys(counted.services), nothing)
    services = protect(tuple(counted.services.values()))
    days = None if counted.days is None else _spread(protect(_open(counted.days, counted)), counted)
    return MonthShown(counted.total, dict(zip(counted.services, services, strict=True)), days)


def _days_again(before: Shown, counted: MonthCounted) -> Shown | None:
    again = protect_again(_open(before, counted), _open(counted.days or (), counted))
    return None if again is None else _spread(again, counted)


def _open(days: Sequence[Count], counted: MonthCounted) -> tuple[Count, ...]:
    """The days on which somebody may have come: the others hide nobody."""
    return tuple(count for place, count in enumerate(days) if place not in counted.closed)


def _spread(shown: Shown, counted: MonthCounted) -> Shown:
    """All days again, those without anybody kept back."""
    rest = iter(shown)
    return tuple(None if place in counted.closed else next(rest) for place in range(len(counted.days or ())))
