"""Working days by the calendar as it was known: weekends, public holidays and collective leave by decree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from serambi.rules.instrument import HolidayList, Instrument, Topic
from serambi.rules.revocation import standing

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days off with their reason, as known at one instant.

    Days on which an order closes an office are none of these: they stand still with a reason (rules.promise).
    """

    days_off: Mapping[date, str]

    def why_off(self, day: date) -> str | None:
        """The reason a day is not worked: a holiday's name or decree, "weekend"; None on a working day."""
        if day in self.days_off:
            return self.days_off[day]
        return "weekend" if day.weekday() >= SATURDAY else None

    def is_working_day(self, day: date) -> bool:
        return self.why_off(day) is None


def calendar_as_known(
    known_at: datetime,
    *,
    public_holidays: Mapping[date, str],
    instruments: Iterable[Instrument] = (),
) -> Calendar:
    """The calendar as known at `known_at` (aware UTC).

    `public_holidays` is the base that every year has; decrees with the topic `holiday` come on top: of collective
    leave the newest signed decides the whole year's list, further public holidays add up. Source: docs/sources.md.
    """
    days_off = dict(public_holidays)
    leave: dict[int, tuple[date, str, HolidayList, str]] = {}
    for each in standing(instruments, known_at):
        instrument = each.instrument
        for clause in instrument.clauses:
            value = clause.value
            if clause.topic is not Topic.HOLIDAY or not isinstance(value, HolidayList):
                continue
            if value.kind == "public":
                days_off.update(dict.fromkeys(value.days, instrument.short_name))
                continue
            newer = (instrument.signed_on, instrument.number, value, instrument.short_name)
            if value.year not in leave or leave[value.year][:2] < newer[:2]:
                leave[value.year] = newer
    for _, _, value, name in leave.values():
        for day in value.days:
            days_off.setdefault(day, name)
    return Calendar(days_off)


def calendar_changes(instruments: Iterable[Instrument]) -> tuple[datetime, ...]:
    """The instants (aware UTC, sorted) at which the calendar as known may have changed: a decree recorded or undone.

    Between two of them every promise is counted by the same calendar.
    """
    decrees = [each for each in instruments if any(clause.topic is Topic.HOLIDAY for clause in each.clauses)]
    return tuple(sorted({at for each in decrees for at in (each.known_at, each.undone_at) if at is not None}))


def next_working_day(day: date, calendar: Calendar) -> date:
    """The first working day after `day`."""
    return working_day_after(day, 1, calendar)


def working_day_after(day: date, count: int, calendar: Calendar) -> date:
    """The `count`-th working day after `day` (count ≥ 1): paid on Friday and four days gives Thursday.

    Source: docs/sources.md (travel.kompas 2 March 2020).
    """
    if count < 1:
        raise ValueError(f"count is at least 1, not {count}")
    current = day
    while count:
        current += timedelta(days=1)
        if calendar.is_working_day(current):
            count -= 1
    return current


def working_days_in(from_on: date, until_on: date, calendar: Calendar) -> int:
    """How many working days [from_on, until_on) holds."""
    span = range((until_on - from_on).days)
    return sum(calendar.is_working_day(from_on + timedelta(days=offset)) for offset in span)
