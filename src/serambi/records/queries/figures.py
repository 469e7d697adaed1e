"""Figures as they were counted: by day, by month, over any stretch; from events, and from imported history."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from serambi.records.models import DailyFigure, FigureRun, Office, ServiceRow
from serambi.rules.figures import STOCKS, Measure
from serambi.rules.period import DayPeriod
from serambi.rules.policyfile.history import Counted
from serambi.rules.spans import end_of


@dataclass(frozen=True, slots=True)
class FigureRow:
    """How many people of one measure and service on a day or in a month; `on` is its first day. Of `waiting` it is how
    many stood in line at its end. `is_history` where all or some were imported."""

    on: date
    group: str
    service: str
    measure: Measure
    count: int
    is_history: bool


def daily_figures(*, office: str, from_on: date, until_on: date) -> tuple[FigureRow, ...]:
    """Each figure of the days of [from_on, until_on), by day, service and measure; history of whole months is not
    among them. A day on which nothing happened has no rows."""
    return _figures(DAYS, office, from_on, until_on)


def monthly_figures(*, office: str, from_on: date, until_on: date) -> tuple[FigureRow, ...]:
    """Each figure of the months that lie wholly in [from_on, until_on), by month, service and measure."""
    return _figures(MONTHS, office, from_on, until_on)


def counts_in(*, office: str, group: str, measure: Measure, spans: Sequence[DayPeriod]) -> tuple[int, ...]:
    """How many people of a service group in each stretch; history of a month counts where all of it lies inside."""
    columns = ([span.from_on for span in spans], [end_of(span) for span in spans])
    with connection.cursor() as cursor:
        cursor.execute(IN_SPANS, {"from": columns[0], "until": columns[1], "office": office, **_of(group, measure)})
        return tuple(int(count) for (count,) in cursor.fetchall())


def counted_from() -> dict[Counted, date]:
    """The first day with an event of its own, by office and measure."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_DAYS)
        return {(office, measure): on for office, measure, on in cursor.fetchall()}


def service_groups() -> dict[str, str]:
    """The group of every service, by its code."""
    return dict(ServiceRow.objects.values_list("code", "group"))


def services_by_group() -> dict[str, tuple[str, ...]]:
    """The services of each group, sorted."""
    found: dict[str, list[str]] = defaultdict(list)
    for code, group in sorted(service_groups().items()):
        found[group].append(code)
    return {group: tuple(codes) for group, codes in found.items()}


def is_office(*, code: str) -> bool:
    return Office.objects.filter(code=code).exists()


def is_counted() -> bool:
    """Whether figures were ever counted from events."""
    return FigureRun.objects.exclude(through_at=None).exists() or DailyFigure.objects.exists()


# Months are cut in the database; of a stock the last day of each counts, of all else the sum.
DAYS = """
WITH of_group AS (SELECT code, "group" FROM service UNION SELECT "group", "group" FROM service),
own AS (
    SELECT figure."on", figure.service, figure.measure, figure.count::bigint, FALSE AS is_history
    FROM daily_figure AS figure WHERE figure.office_id = %(office)s
        AND figure."on" >= %(from_on)s AND figure."on" < %(until_on)s AND figure.measure <> ALL(%(stocks)s)
    UNION ALL
    SELECT from_on, service, measure, count, TRUE FROM history_figure WHERE office_id = %(office)s
        AND from_on >= %(from_on)s AND until_on <= %(until_on)s AND until_on = from_on + 1
    UNION ALL
    SELECT "on", service, measure, level, FALSE FROM (
        SELECT "on", service, measure, sum(count) OVER (PARTITION BY service, measure ORDER BY "on") AS level
        FROM daily_figure WHERE office_id = %(office)s AND measure = ANY(%(stocks)s) AND "on" < %(until_on)s
    ) AS line WHERE "on" >= %(from_on)s
)
SELECT own."on", coalesce(of_group."group", ''), own.service, own.measure, sum(own.count), bool_or(is_history)
FROM own LEFT JOIN of_group ON of_group.code = own.service GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
MONTHS = """
WITH of_group AS (SELECT code, "group" FROM service UNION SELECT "group", "group" FROM service),
own AS (
    SELECT date_trunc('month', "on")::date AS month, service, measure, count::bigint, FALSE AS is_history
    FROM daily_figure WHERE office_id = %(office)s
        AND "on" >= %(from_on)s AND "on" < %(until_on)s AND measure <> ALL(%(stocks)s)
    UNION ALL
    SELECT date_trunc('month', from_on)::date, service, measure, count, TRUE
    FROM history_figure WHERE office_id = %(office)s AND from_on >= %(from_on)s AND until_on <= %(until_on)s
    UNION ALL
    SELECT month, service, measure, level, FALSE FROM (
        SELECT date_trunc('month', "on")::date AS month, service, measure,
            sum(sum(count)) OVER (PARTITION BY service, measure ORDER BY date_trunc('month', "on")) AS level
        FROM daily_figure WHERE office_id = %(office)s AND measure = ANY(%(stocks)s) AND "on" < %(until_on)s
        GROUP BY date_trunc('month', "on"), service, measure
    ) AS line WHERE month >= %(from_on)s
)
SELECT own.month, coalesce(of_group."group", ''), own.service, own.measure, sum(own.count), bool_or(is_history)
FROM own LEFT JOIN of_group ON of_group.code = own.service
WHERE own.month >= %(from_on)s AND own.month + interval '1 month' <= %(until_on)s
GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
"""
IN_SPANS = """
SELECT coalesce((
    SELECT sum(count) FROM daily_figure WHERE office_id = (SELECT id FROM office WHERE code = %(office)s)
        AND measure = %(measure)s AND "on" >= span.from_on AND "on" < span.until_on
        AND (service IN (SELECT code FROM service WHERE "group" = %(group)s) OR service = %(group)s)
), 0) + coalesce((
    SELECT sum(count) FROM history_figure WHERE office_id = (SELECT id FROM office WHERE code = %(office)s)
        AND measure = %(measure)s AND from_on >= span.from_on AND until_on <= span.until_on
        AND (service IN (SELECT code FROM service WHERE "group" = %(group)s) OR service = %(group)s)
), 0)
FROM unnest(%(from)s::date[], %(until)s::date[]) WITH ORDINALITY AS span (from_on, until_on, place) ORDER BY place
"""
FIRST_DAYS = """
SELECT office.code, measure, min("on") FROM daily_figure JOIN office ON office.id = daily_figure.office_id
GROUP BY 1, 2 ORDER BY 1, 2
"""


def _of(group: str, measure: Measure) -> dict[str, str]:
    return {"group": group, "measure": str(measure)}


def _figures(statement: str, office: str, from_on: date, until_on: date) -> tuple[FigureRow, ...]:
    office_id = Office.objects.filter(code=office).values_list("id", flat=True).first()
    asked = {"office": office_id, "from_on": from_on, "until_on": until_on, "stocks": [str(each) for each in STOCKS]}
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        rows = cursor.fetchall()
    return tuple(
        FigureRow(on, group, service, Measure(measure), int(count), is_history)
        for on, group, service, measure, count, is_history in rows
    )
