"""Stretches of time as people write them: a day, a month, a year, or two days with dots between."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from serambi.rules.period import DayPeriod

MONTHS_OF_YEAR = 12
FIRST_YEAR, LAST_YEAR = 1900, 2199
SPAN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


def read_span(text: str) -> DayPeriod | None:
    """`2020-09-10`, `2020-09`, `2020`, or `2020-09-01..2020-09-10` for [from, until); None for anything else."""
    first, dots, last = text.partition("..")
    if not dots:
        return _one(first)
    from_on, until_on = _day(first), _day(last)
    if from_on is None or until_on is None or until_on <= from_on:
        return None
    return DayPeriod(from_on, until_on)


def span_text(span: DayPeriod) -> str:
    """What read_span reads: the shortest way to write the stretch."""
    from_on, until_on = span.from_on, end_of(span)
    if until_on == from_on + timedelta(days=1):
        return f"{from_on}"
    if from_on.day == 1 and until_on == month_after(from_on, 1):
        return f"{from_on:%Y-%m}"
    if (from_on.month, from_on.day) == (1, 1) and until_on == month_after(from_on, MONTHS_OF_YEAR):
        return f"{from_on:%Y}"
    return f"{from_on}..{until_on}"


def end_of(span: DayPeriod) -> date:
    """The day after the last. Raises ValueError for a stretch without end."""
    if span.until_on is None:
        raise ValueError(f"the stretch from {span.from_on} has no end")
    return span.until_on


def month_of(day: date) -> DayPeriod:
    """The month a day lies in."""
    first = day.replace(day=1)
    return DayPeriod(first, month_after(first, 1))


def month_after(first: date, count: int) -> date:
    """The first day of the month so many months after (before, when negative) that of `first`."""
    number = first.year * MONTHS_OF_YEAR + first.month - 1 + count
    return date(number // MONTHS_OF_YEAR, number % MONTHS_OF_YEAR + 1, 1)


def months_of(span: DayPeriod) -> tuple[DayPeriod, ...]:
    """The months of a stretch made of whole months; none where it is not."""
    until_on = end_of(span)
    if span.from_on.day != 1 or until_on.day != 1:
        return ()
    first, months = span.from_on, []
    while first < until_on:
        months.append(month_of(first))
        first = month_after(first, 1)
    return tuple(months)


def are_whole_months(spans: Iterable[DayPeriod]) -> bool:
    return all(months_of(span) for span in spans)


def days_of(span: DayPeriod) -> int:
    return (end_of(span) - span.from_on).days


def years_earlier(span: DayPeriod, years: int) -> DayPeriod:
    """The same stretch of an earlier year; where that has no 29 February, its 28 is taken along."""
    return DayPeriod(_in_year(span.from_on, years, (2, 28)), _in_year(end_of(span), years, (3, 1)))


def just_before(span: DayPeriod) -> DayPeriod:
    """The stretch of the same length that ends where this one begins: as many months, else as many days."""
    months = len(months_of(span))
    first = month_after(span.from_on, -months) if months else span.from_on - timedelta(days=days_of(span))
    return DayPeriod(first, span.from_on)


def _one(text: str) -> DayPeriod | None:
    match = SPAN.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.groups()
    if day is not None:
        found = _day(text)
        return DayPeriod(found, found + timedelta(days=1)) if found else None
    first = _day(f"{year}-{month or '01'}-01")
    return DayPeriod(first, month_after(first, 1 if month else MONTHS_OF_YEAR)) if first else None


def _day(text: str) -> date | None:
    if not SPAN.fullmatch(text):
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def _in_year(day: date, years: int, otherwise: tuple[int, int]) -> date:
    """`otherwise` is the month and day where the year has no 29 February."""
    year = day.year - years
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, *otherwise)
