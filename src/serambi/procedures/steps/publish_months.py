"""Publish months that are over, with small groups kept back, and correct what was published. In the caller's
transaction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from serambi.records.models import PublishedMonth
from serambi.records.models.figure_sources import FURTHEST_ZONE_HOURS
from serambi.records.queries.closed_days import ClosedDays
from serambi.records.queries.months_counted import MonthFigures, all_months, counted_months, published_months
from serambi.rules.figures import PART_OF, Measure
from serambi.rules.publication import MonthShown, show, show_part
from serambi.rules.spans import month_after

PIECE = 6
"""Months that are worked out between two statements: the database ends a transaction that leaves it waiting long."""
Key = tuple[int, date, str, str]
"""An office's id, the first day of a month, a service group and a measure."""


def publish_months(months: Iterable[date] | None, now: datetime) -> int:
    """Publish what is over of some months (their first days; None: all) at every office, or correct it; returns how
    many rows were written. A month that says what it said before is left alone."""
    latest = (now + timedelta(hours=FURTHEST_ZONE_HOURS)).date()
    wanted = sorted(
        {month for month in (all_months() if months is None else months) if month_after(month, 1) <= latest}
    )
    closed = ClosedDays(now) if wanted else None
    pieces = (wanted[start : start + PIECE] for start in range(0, len(wanted), PIECE))
    return sum(_publish(piece, closed, now) for piece in pieces if closed)


def _publish(months: Sequence[date], closed: ClosedDays, now: datetime) -> int:
    counted = counted_months(months=months, closed=closed, now=now)
    before = published_months(months=months)
    new = dict(_shown(counted, before))
    rows = [_row(key, shown, counted[key], now) for key, shown in new.items() if shown != before.get(key)]
    PublishedMonth.objects.all().put(rows)
    return len(rows)


def _shown(counted: Mapping[Key, MonthFigures], before: Mapping[Key, MonthShown]) -> Iterator[tuple[Key, MonthShown]]:
    wholes: dict[Key, MonthShown] = {}
    for key, figures in counted.items():
        if key[3] not in PART_OF:
            wholes[key] = show(figures.counted, before.get(key))
    yield from wholes.items()
    for key, figures in counted.items():
        if key[3] in PART_OF:
            whole = (*key[:3], str(PART_OF[Measure(key[3])]))
            if whole in counted:
                part, all_ = figures.counted.total, counted[whole].counted.total
                yield key, show_part(part, all_, wholes[whole], before.get(key))


def _row(key: Key, shown: MonthShown, figures: MonthFigures, now: datetime) -> PublishedMonth:
    office, month, group, measure = key
    return PublishedMonth(
        office_id=office,
        month=month,
        group=group,
        measure=measure,
        total=shown.total,
        services=dict(shown.services),
        days=None if shown.days is None else list(shown.days),
        at_least=shown.at_least,
        is_history=figures.is_history,
        published_at=now,
    )
