"""Figures that anybody may see: of months that are over, with small groups kept back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from serambi.records.queries.figures import (
    FigureRow,
    daily_figures,
    monthly_figures,
    months_counted_as_a_whole,
    months_with_figures,
    service_groups,
)
from serambi.records.queries.offices import office_profile
from serambi.rules.figures import PUBLISHED, STOCKS, Measure
from serambi.rules.period import DayPeriod, days_between
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.spans import end_of, month_of
from serambi.rules.suppression import is_publishable, protect

Row = tuple[str, Measure, date]
"""A service group, a measure and the first day of a month."""


@dataclass(frozen=True, slots=True)
class PublicCell:
    """One figure: of a service, or with `service` empty of its whole group. `count` None: kept back, because it or what
    could be worked out from it is under ten. `is_history` where all or some was imported."""

    on: date
    group: str
    service: str
    measure: Measure
    count: int | None
    is_history: bool = False


def published_reach(*, office: str, now: datetime) -> DayPeriod | None:
    """From the first month with figures to the last that is over; None when there is none. Raises Refused:
    `office.unknown`.

    A month still running is not published: its total of today less that of yesterday would tell yesterday's few.
    """
    profile = office_profile(code=office)
    if profile is None:
        raise Refused(Refusal("office.unknown", "office"))
    this_month = month_of(now.astimezone(ZoneInfo(profile.time_zone)).date()).from_on
    reach = months_with_figures(office=office)
    if reach is None or reach.from_on >= this_month:
        return None
    return DayPeriod(reach.from_on, min(end_of(reach), this_month))


def public_months(*, office: str, now: datetime) -> tuple[PublicCell, ...]:
    """Every month that is over: each group's total, then its services; by month, group and measure. Raises Refused:
    `office.unknown`."""
    reach = published_reach(office=office, now=now)
    if reach is None:
        return ()
    figures = monthly_figures(office=office, from_on=reach.from_on, until_on=end_of(reach))
    services = _services_by_group()
    cells: list[PublicCell] = []
    for (group, measure, month), rows in _rows(figures).items():
        counts = {row.service: row.count for row in rows}
        is_history = any(row.is_history for row in rows)
        total, parts = _protected([counts.get(code, 0) for code in services[group]])
        cells.append(PublicCell(month, group, "", measure, total, is_history))
        for code, count in zip(services[group], parts, strict=True):
            cells.append(PublicCell(month, group, code, measure, count, is_history))
    return tuple(cells)


def public_days(*, office: str, now: datetime, within: DayPeriod | None = None) -> tuple[PublicCell, ...]:
    """Each day of the months that are over by group, without services and stocks; `within` None: all of them. Raises
    Refused: `office.unknown`.

    A month known in part only as a whole has no days.
    """
    reach = published_reach(office=office, now=now)
    if reach is None:
        return ()
    first, until = reach.from_on, end_of(reach)
    if within is not None:
        # Whole months: what of a month is kept back depends on all of its days.
        first = max(first, month_of(within.from_on).from_on)
        until = min(until, end_of(month_of(date.fromordinal(end_of(within).toordinal() - 1))))
    if until <= first:
        return ()
    figures = daily_figures(office=office, from_on=first, until_on=until)
    as_a_whole = months_counted_as_a_whole(office=office)
    rows = {key: days for key, days in _rows(figures).items() if key not in as_a_whole and key[1] not in STOCKS}
    cells = [cell for key, days in rows.items() for cell in _days(key, days)]
    shown = cells if within is None else [cell for cell in cells if within.covers(cell.on)]
    return tuple(sorted(shown, key=lambda cell: (cell.on, cell.group, cell.measure)))


def public_counts_in(
    *, office: str, group: str, measure: Measure, spans: Sequence[DayPeriod], now: datetime
) -> tuple[int, ...]:
    """How many in each stretch, added up from what is published and from nothing else.

    Raises Refused: `figures.not_published` (a part of it is kept back, is not over or was never counted; facts
    `from`, `until`), `office.unknown`.
    """
    months = {c.on: c.count for c in public_months(office=office, now=now) if _is(c, group, measure)}
    return tuple(_sum(office, group, measure, span, months, now) for span in spans)


def _sum(
    office: str, group: str, measure: Measure, span: DayPeriod, months: Mapping[date, int | None], now: datetime
) -> int:
    days = list(days_between(span.from_on, end_of(span)))
    if span.from_on.day == 1 and end_of(span).day == 1:
        found = [months.get(day) for day in days if day.day == 1]
    else:
        cells = public_days(office=office, now=now, within=span)
        by_day = {cell.on: cell.count for cell in cells if _is(cell, group, measure)}
        found = [by_day.get(day) for day in days]
    counts = [count for count in found if count is not None]
    if len(counts) < len(found):
        facts = {"from": str(span.from_on), "until": str(end_of(span))}
        raise Refused(Refusal("figures.not_published", "period", facts))
    return sum(counts)


def _is(cell: PublicCell, group: str, measure: Measure) -> bool:
    return (cell.group, cell.service, cell.measure) == (group, "", measure)


def _rows(figures: Iterable[FigureRow]) -> dict[Row, list[FigureRow]]:
    """The published figures by group, measure and month, sorted by month."""

    def key(row: FigureRow) -> tuple[date, str, str]:
        return (month_of(row.on).from_on, row.group, str(row.measure))

    shown = sorted((row for row in figures if row.group and row.measure in PUBLISHED), key=key)
    return {(group, Measure(measure), month): list(rows) for (month, group, measure), rows in groupby(shown, key)}


def _services_by_group() -> dict[str, tuple[str, ...]]:
    """Every service of each group, given here or not: were the list to grow with the figures, an older file beside a
    newer one would tell what either keeps back."""
    found: dict[str, list[str]] = {}
    for code, group in sorted(service_groups().items()):
        found.setdefault(group, []).append(code)
    return {group: tuple(codes) for group, codes in found.items()}


def _days(key: Row, rows: Sequence[FigureRow]) -> list[PublicCell]:
    group, measure, month = key
    days = list(days_between(month, end_of(month_of(month))))
    counts = dict.fromkeys(days, 0)
    for row in rows:
        counts[row.on] += row.count
    _, parts = _protected([counts[day] for day in days])
    is_history = any(row.is_history for row in rows)
    return [PublicCell(day, group, "", measure, count, is_history) for day, count in zip(days, parts, strict=True)]


def _protected(counts: Sequence[int]) -> tuple[int | None, tuple[int | None, ...]]:
    """A total and its parts; with a total that is kept back, so are all of them."""
    total = sum(counts)
    if not is_publishable(total):
        return None, tuple(None for _ in counts)
    return total, protect(counts)
