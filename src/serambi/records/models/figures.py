"""Figures: what was counted per office, service, measure and day, and what an office counted in years before."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, models
from django.db.models import F, Q

from serambi.records.models import figure_sources as sources

FIRST_DAY, LAST_DAY = date(1, 1, 3), date(9999, 12, 29)
"""Before and after every event, with room for every zone."""


@dataclass(frozen=True, slots=True)
class CountedTwice:
    """People that events speak of on days in [from_on, until_on) of which the office had brought in a number of its
    own: the import stands, these are not added."""

    office: str
    measure: str
    from_on: date
    until_on: date
    people: int


@dataclass(frozen=True, slots=True)
class Counting:
    """What a counting of the days of [from_on, until_on) changed: how many figures, and what it left out."""

    from_on: date
    until_on: date
    changed: int
    counted_twice: tuple[CountedTwice, ...]


class DailyFigureQuerySet(models.QuerySet["DailyFigure"]):
    """The two ways in which figures come from events."""

    def roll_up(self, from_on: date, until_on: date) -> Counting:
        """Count the days of [from_on, until_on) anew from their events."""
        return _counted(sources.SOME_DAYS, from_on, until_on)

    def rebuild(self) -> Counting:
        """Count everything anew from all events."""
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL work_mem = '256MB'")
        return _counted(sources.ALL_DAYS, FIRST_DAY, LAST_DAY)


def _counted(statement: str, from_on: date, until_on: date) -> Counting:
    asked = sources.parameters(from_on, until_on)
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        cursor.execute("ANALYZE new_figure")
        changed = 0
        for write in (sources.GONE, sources.OTHERWISE, sources.NEW):
            cursor.execute(write, asked)
            changed += cursor.rowcount
        cursor.execute(sources.CONFLICTS)
        left_out = tuple(CountedTwice(*row) for row in cursor.fetchall())
        cursor.execute("DROP TABLE new_figure")
    return Counting(from_on, until_on, changed, left_out)


class DailyFigure(models.Model):
    """One measure of an office's service on one of its days; a day on which nothing happened has none.

    `count` is how many people; of `waiting` it is by how many the line grew that day, below 0 when it shrank.
    """

    # Counted from rows whose offices are checked; to check millions of figures again took longer than counting them.
    office = models.ForeignKey("records.Office", models.PROTECT, related_name="+", db_constraint=False, db_index=False)
    service = models.CharField(max_length=50)
    measure = models.CharField(max_length=15)
    on = models.DateField()
    count = models.IntegerField()

    objects = DailyFigureQuerySet.as_manager()

    class Meta:
        db_table = "daily_figure"
        constraints = (
            # The day first: written and counted again by days, and the one index it needs.
            models.UniqueConstraint(fields=["on", "office", "measure", "service"], name="figure_counted_once"),
            models.CheckConstraint(condition=Q(count__gte=0) | Q(measure="waiting"), name="figure_never_below_zero"),
        )
        # How many wait is the sum of all changes before.
        indexes = (models.Index(fields=["office", "on"], condition=Q(measure="waiting"), name="figure_of_the_line"),)

    def __str__(self) -> str:
        return f"{self.office_id} {self.service} {self.measure} {self.on}"


class HistoryFigureQuerySet(models.QuerySet["HistoryFigure"]):
    """The write of an import, and what may not come of it."""

    def take_in(self, rows: list["HistoryFigure"]) -> int:
        """Write rows that are new or say something else than the one there; returns how many those were."""
        columns = ("office_id", "service", "measure", "from_on", "until_on", "count", "source", "imported_at")
        with connection.cursor() as cursor:
            cursor.execute(TAKE_IN, [[getattr(row, column) for row in rows] for column in columns])
            return int(cursor.rowcount)

    def counted_twice(self) -> tuple[str, str, str, str] | None:
        """Office, service, measure and month of one that is there as a whole and by its days too; None: none is."""
        with connection.cursor() as cursor:
            cursor.execute(COUNTED_TWICE)
            found = cursor.fetchone()
        return found and (found[0], found[1], found[2], f"{found[3]:%Y-%m}")


COUNTED_TWICE = """
SELECT office.code, month.service, month.measure, month.from_on FROM history_figure AS month
JOIN history_figure AS day USING (office_id, measure, service) JOIN office ON office.id = office_id
WHERE month.until_on > month.from_on + 1 AND day.until_on = day.from_on + 1
    AND day.from_on >= month.from_on AND day.from_on < month.until_on
ORDER BY 1, 2, 3, 4 LIMIT 1
"""
TAKE_IN = """
INSERT INTO history_figure AS old (office_id, service, measure, from_on, until_on, count, source, imported_at)
SELECT * FROM unnest(
    %s::bigint[], %s::text[], %s::text[], %s::date[], %s::date[], %s::int[], %s::text[], %s::timestamptz[]
)
ON CONFLICT (office_id, measure, from_on, until_on, service) DO UPDATE
    SET count = excluded.count, source = excluded.source, imported_at = excluded.imported_at
    WHERE (old.count, old.source) IS DISTINCT FROM (excluded.count, excluded.source)
"""


class HistoryFigure(models.Model):
    """What an office counted itself, before its events were kept here: on a day or in a month, [from_on, until_on)."""

    office = models.ForeignKey("records.Office", models.PROTECT, related_name="+")
    service = models.CharField(max_length=50)
    measure = models.CharField(max_length=15)
    from_on = models.DateField()
    until_on = models.DateField()
    count = models.PositiveIntegerField()
    source = models.CharField(max_length=300)
    imported_at = models.DateTimeField()

    objects = HistoryFigureQuerySet.as_manager()

    class Meta:
        db_table = "history_figure"
        constraints = (
            models.UniqueConstraint(
                fields=["office", "measure", "from_on", "until_on", "service"], name="history_counted_once"
            ),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="history_period_not_empty"),
        )

    def __str__(self) -> str:
        return f"{self.office_id} {self.service} {self.measure} {self.from_on} to {self.until_on}"


class FigureRunQuerySet(models.QuerySet["FigureRun"]):
    def the_one(self) -> "FigureRun":
        """The one row, locked until the caller's transaction ends."""
        self.bulk_create([FigureRun(id=1)], ignore_conflicts=True)
        return self.select_for_update().get(id=1)


class FigureRun(models.Model):
    """Up to when events have been counted (null: never); one row, which also keeps two runs from crossing.

    `marks` are the last rows that the run saw, by table, `earlier_marks` those of the run before it: rows written since
    then are looked at for days long over. Twice, because a row may be written before one run and seen only after it.
    """

    through_at = models.DateTimeField(null=True)
    marks = models.JSONField(default=dict)
    earlier_marks = models.JSONField(default=dict)

    objects = FigureRunQuerySet.as_manager()

    class Meta:
        db_table = "figure_run"
        constraints = (models.CheckConstraint(condition=Q(id=1), name="figures_are_run_in_one_line"),)

    def __str__(self) -> str:
        return f"figures through {self.through_at}"

    def days_before(self, from_on: date) -> tuple[date, ...]:
        """The days before `from_on` that rows written since the run before the last speak of, sorted."""
        with connection.cursor() as cursor:
            cursor.execute(sources.EARLIER_DAYS, {"from_on": from_on, **self.earlier_marks})
            return tuple(day for (day,) in cursor.fetchall())

    def set_marks(self) -> None:
        """Remember which rows are there now. Not yet saved."""
        with connection.cursor() as cursor:
            cursor.execute(sources.MARKS)
            now = {name: number or 0 for name, number in zip(MARKS, cursor.fetchone(), strict=True)}
        self.earlier_marks, self.marks = self.marks or now, now


MARKS = ("booking_mark", "visit_mark", "case_mark")


class PublishedMonthQuerySet(models.QuerySet["PublishedMonth"]):
    """The one write."""

    def put(self, rows: Iterable["PublishedMonth"]) -> None:
        """Write rows, over the older ones of the same office, group, measure and month."""
        new = list(rows)
        columns = {name: [getattr(row, name) for row in new] for name in PUBLISHED_COLUMNS}
        columns |= {name: [_json(each) for each in columns[name]] for name in ("services", "days")}
        with connection.cursor() as cursor:
            cursor.execute(PUBLISH, list(columns.values()))


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value)


PUBLISHED_COLUMNS = (
    "office_id",
    "month",
    "group",
    "measure",
    "total",
    "services",
    "days",
    "at_least",
    "is_history",
    "published_at",
)
PUBLISH = """
INSERT INTO published_month
    (office_id, month, "group", measure, total, services, days, at_least, is_history, published_at)
SELECT * FROM unnest(
    %s::bigint[], %s::date[], %s::text[], %s::text[], %s::int[], %s::jsonb[], %s::jsonb[], %s::int[], %s::boolean[],
    %s::timestamptz[]
)
ON CONFLICT (office_id, month, "group", measure) DO UPDATE
    SET (total, services, days, at_least, is_history, published_at) = (excluded.total, excluded.services, excluded.days,
        excluded.at_least, excluded.is_history, excluded.published_at)
"""


class PublishedMonth(models.Model):
    """What anybody may see of one measure of a service group in a month that is over; null where it is kept back.

    `services` are its parts by service, `days` by day (null as a whole where days are not told); `at_least` is told in
    place of a total that is nearly all of another. Kept as they were published, so that a correction can be held
    against them. `is_history` where all or some was imported.
    """

    office = models.ForeignKey("records.Office", models.PROTECT, related_name="+")
    month = models.DateField()
    group = models.CharField(max_length=20)
    measure = models.CharField(max_length=15)
    total = models.PositiveIntegerField(null=True)
    services = models.JSONField()
    days = models.JSONField(null=True)
    at_least = models.PositiveIntegerField(null=True)
    is_history = models.BooleanField()
    published_at = models.DateTimeField()

    objects = PublishedMonthQuerySet.as_manager()

    class Meta:
        db_table = "published_month"
        constraints = (
            models.UniqueConstraint(fields=["office", "month", "group", "measure"], name="month_published_once"),
            models.CheckConstraint(condition=Q(total=None) | Q(total__gte=10), name="nothing_small_published"),
        )

    def __str__(self) -> str:
        return f"{self.office_id} {self.group} {self.measure} {self.month:%Y-%m}"
