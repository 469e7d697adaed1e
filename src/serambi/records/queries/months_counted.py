"""Months that are over as every office counted them, by service group and measure: what is published comes of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

from serambi.records.models import Office, PublishedMonth
from serambi.records.queries.closed_days import ClosedDays
from serambi.records.queries.figures import services_by_group
from serambi.rules.figures import PART_OF, PUBLISHED, STOCKS, UNNAMED
from serambi.rules.period import DayPeriod
from serambi.rules.publication import MonthCounted, MonthShown
from serambi.rules.spans import days_of, end_of, month_after, month_of, months_of

Asked = Mapping[str, Any]
Key = tuple[int, date, str, str]
"""An office's id, the first day of a month, a service group and a measure."""


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """`is_history` where all or some was imported."""

    counted: MonthCounted
    is_history: bool


def counted_months(*, months: Sequence[date], closed: ClosedDays, now: datetime) -> dict[Key, MonthFigures]:
    """All that was counted in some months (their first days, at least one), where they are over at the office's clock.

    A month and measure in which nobody was counted is missing. Days are missing where a service is known as a whole
    month only, of stocks, and of parts.
    """
    asked = {
        "months": list(months),
        "from": min(months),
        "until": end_of(month_of(max(months))),
        "measures": [str(each) for each in PUBLISHED if each not in STOCKS],
        "stocks": [str(each) for each in STOCKS],
    }
    zones = Office.objects.values_list("id", "time_zone")
    today = {office: now.astimezone(ZoneInfo(zone)).date() for office, zone in zones}
    every, found = services_by_group(), {}
    for each in (*_flows(asked), *_stocks(asked, months)):
        office, month, group, measure = each.key
        if end_of(month_of(month)) <= today[office]:
            services = _every_service(measure, (*every[group], group), each.services)
            has_days = not each.is_whole and measure not in STOCKS and measure not in PART_OF
            per_day = _per_day(month, each.days) if has_days else None
            empty = closed.among(office, month, per_day) if per_day else frozenset()
            found[each.key] = MonthFigures(MonthCounted(services, per_day, empty), each.is_history)
    return found


def all_months() -> tuple[date, ...]:
    """From the first month with a figure to the last."""
    first, last = next(_rows(REACH, {}))
    if first is None:
        return ()
    return tuple(month.from_on for month in months_of(DayPeriod(first, month_after(last, 1))))


def published_months(*, months: Sequence[date]) -> dict[Key, MonthShown]:
    """What was published of some months (their first days), at every office."""
    rows = PublishedMonth.objects.filter(month__in=months)
    return {
        (row.office_id, row.month, row.group, row.measure): MonthShown(
            row.total,
            dict(sorted(row.services.items())),
            None if row.days is None else tuple(row.days),
            row.at_least,
        )
        for row in rows.iterator(chunk_size=10_000)
    }


@dataclass(frozen=True, slots=True)
class _Counted:
    """People by service and by day of the month; whether some were imported, and whether some are known by the month
    only, in which case the days are not all."""

    key: Key
    services: Mapping[str, int]
    days: Mapping[int, int]
    is_history: bool = False
    is_whole: bool = False


def _flows(asked: Asked) -> Iterator[_Counted]:
    for key, rows in groupby(_keyed(FLOWS, asked), key=lambda row: row[0]):
        services: dict[str, int] = {}
        days: Counter[int] = Counter()
        is_history = is_whole = False
        for _, (service, numbers, counts, has_history, has_whole) in rows:
            services[service] = sum(counts)
            for number, count in zip(numbers, counts, strict=True):
                days[number] += count
            is_history, is_whole = is_history or has_history, is_whole or has_whole
        yield _Counted(key, services, days, is_history, is_whole)


def _stocks(asked: Asked, wanted: Sequence[date]) -> Iterator[_Counted]:
    """What is there at the end of each month, also of one in which it did not change."""
    levels: dict[Key, dict[str, int]] = defaultdict(dict)
    for (office, group, measure, service), rows in groupby(_keyed(STOCK_CHANGES, asked), key=lambda row: row[0]):
        changes = [(month, int(change)) for _, (month, change) in rows]
        for month in wanted:
            if month >= changes[0][0]:
                level = sum(change for on, change in changes if on <= month)
                levels[office, month, group, measure][service] = level
    return (_Counted(key, services, {}) for key, services in levels.items())


def _every_service(measure: str, every: Sequence[str], counts: Mapping[str, int]) -> dict[str, int]:
    """Every service of the group, given here or not: were the list to grow with the figures, an older file beside a
    newer one would tell what either keeps back. The last of them is the group itself, for who named no service. A part
    is told as a total alone."""
    if measure in PART_OF:
        return {"": sum(counts.values())}
    listed = every if measure in UNNAMED else every[:-1]
    return {service: counts.get(service, 0) for service in sorted(listed)}


def _per_day(month: date, counts: Mapping[int, int]) -> tuple[int, ...]:
    return tuple(counts.get(number, 0) for number in range(1, days_of(month_of(month)) + 1))


def _keyed(statement: str, asked: Asked) -> Iterator[tuple[Any, tuple[Any, ...]]]:
    """Each row as its first four columns and the rest."""
    return ((row[:4], row[4:]) for row in _rows(statement, asked))


def _rows(statement: str, asked: Asked) -> Iterator[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        yield from cursor.fetchall()


FLOWS = """
WITH of_group AS (SELECT code, "group" FROM service UNION SELECT "group", "group" FROM service),
own AS (
    SELECT office_id, service, measure, "on", count, FALSE AS is_history, FALSE AS is_whole FROM daily_figure
    WHERE "on" >= %(from)s AND "on" < %(until)s
    UNION ALL
    SELECT office_id, service, measure, from_on, count, TRUE, until_on > from_on + 1 FROM history_figure
    WHERE from_on >= %(from)s AND from_on < %(until)s
)
SELECT office_id, month, of_group."group", measure, service,
    array_agg(day_of_month), array_agg(count), bool_or(is_history), bool_or(is_whole)
FROM (
    SELECT *, date_trunc('month', "on"::timestamp)::date AS month, extract(day FROM "on")::int AS day_of_month FROM own
) AS figure JOIN of_group ON of_group.code = service
WHERE month = ANY(%(months)s) AND measure = ANY(%(measures)s) GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""
STOCK_CHANGES = """
WITH of_group AS (SELECT code, "group" FROM service UNION SELECT "group", "group" FROM service)
SELECT office_id, of_group."group", measure, service, date_trunc('month', "on"::timestamp)::date, sum(count)
FROM daily_figure JOIN of_group ON of_group.code = service
WHERE measure = ANY(%(stocks)s) AND "on" < %(until)s GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""
REACH = """
SELECT date_trunc('month', min(first))::date, date_trunc('month', max(last))::date FROM (
    SELECT min("on") AS first, max("on") AS last FROM daily_figure
    UNION ALL
    SELECT min(from_on), max(from_on) FROM history_figure
) AS both_ends
"""
