"""Figures that anybody may see: of months that are over, as they were published, with small groups kept back."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from serambi.records.models import Office, PublishedMonth
from serambi.rules.figures import Measure
from serambi.rules.period import DayPeriod, days_between
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.spans import end_of, month_of, months_of


@dataclass(frozen=True, slots=True)
class PublicCell:
    """One figure: of a service, or with `service` empty of its whole group. `count` None: kept back, because it or what
    could be worked out from it is under ten. `is_history` where all or some was imported. `at_least`: what a number
    that is kept back comes to at least, being nearly all of another."""

    on: date
    group: str
    service: str
    measure: Measure
    count: int | None
    is_history: bool = False
    at_least: int | None = None


def public_months(
    *, office: str, now: datetime, from_on: date | None = None, until_on: date | None = None
) -> tuple[PublicCell, ...]:
    """Every month that is over and lies wholly in [from_on, until_on), None without bound: each group's total, then its
    services; by month, group and measure. Raises Refused: `office.unknown`."""
    cells: list[PublicCell] = []
    for row in _rows(office, now, from_on, until_on):
        measure = Measure(row.measure)
        cells.append(PublicCell(row.month, row.group, "", measure, row.total, row.is_history, row.at_least))
        for service, count in sorted(row.services.items()):
            cells.append(PublicCell(row.month, row.group, service, measure, count, row.is_history))
    return tuple(cells)


def public_days(*, office: str, now: datetime, within: DayPeriod | None = None) -> tuple[PublicCell, ...]:
    """Each day of the months that are over by group, without services, stocks and parts; `within` None: all of them.
    By day, group and measure. Raises Refused: `office.unknown`.

    A month known in part only as a whole has no days.
    """
    if within is None:
        rows = _rows(office, now, None, None)
    else:
        last = month_of(end_of(within) - timedelta(days=1))
        rows = _rows(office, now, month_of(within.from_on).from_on, end_of(last))
    cells = (cell for row in rows for cell in _days(row) if within is None or within.covers(cell.on))
    return tuple(sorted(cells, key=lambda cell: (cell.on, cell.group, cell.measure)))


def public_counts_in(
    *, office: str, group: str, measure: Measure, spans: Sequence[DayPeriod], now: datetime
) -> tuple[int, ...]:
    """How many in each stretch, added up from what is published and from nothing else.

    Raises Refused: `figures.not_published` (a part of it is kept back, is not over or was never counted; facts
    `from`, `until`), `office.unknown`.
    """
    rows = _rows(office, now, None, None).filter(group=group, measure=measure)
    months = {month.from_on for span in spans for month in _months_around(span)}
    found = {row.month: row for row in rows.filter(month__in=months)}
    return tuple(_sum(span, found) for span in spans)


def _rows(office: str, now: datetime, from_on: date | None, until_on: date | None) -> QuerySet[PublishedMonth]:
    """A month still running is not published: its total of today less that of yesterday would tell yesterday's few."""
    found = Office.objects.filter(code=office).values_list("id", "time_zone").first()
    if found is None:
        raise Refused(Refusal("office.unknown", "office"))
    this_month = month_of(now.astimezone(ZoneInfo(found[1])).date()).from_on
    rows = PublishedMonth.objects.filter(office_id=found[0], month__lt=this_month)
    if from_on is not None:
        rows = rows.filter(month__gte=from_on)
    if until_on is not None:
        rows = rows.filter(month__lt=month_of(until_on).from_on)
    return rows.order_by("month", "group", "measure")


def _days(row: PublishedMonth) -> Iterator[PublicCell]:
    for number, count in enumerate(row.days or ()):
        on = row.month + timedelta(days=number)
        yield PublicCell(on, row.group, "", Measure(row.measure), count, row.is_history)


def _sum(span: DayPeriod, rows: Mapping[date, PublishedMonth]) -> int:
    counts = list(_counts(span, rows))
    known = [count for count in counts if count is not None]
    if len(known) < len(counts):
        facts = {"from": str(span.from_on), "until": str(end_of(span))}
        raise Refused(Refusal("figures.not_published", "period", facts))
    return sum(known)


def _counts(span: DayPeriod, rows: Mapping[date, PublishedMonth]) -> Iterable[int | None]:
    if months_of(span):
        return [rows[month.from_on].total if month.from_on in rows else None for month in months_of(span)]
    by_day = {cell.on: cell.count for row in rows.values() for cell in _days(row)}
    return [by_day.get(day) for day in days_between(span.from_on, end_of(span))]


def _months_around(span: DayPeriod) -> tuple[DayPeriod, ...]:
    """The months in which a stretch lies."""
    last = month_of(end_of(span) - timedelta(days=1))
    return months_of(DayPeriod(month_of(span.from_on).from_on, end_of(last)))
