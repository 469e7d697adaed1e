"""Figures: what was counted per office, service, measure and day, and what an office counted in years before."""

from datetime import date

from django.db import connection, models
from django.db.models import F, Q

from serambi.records.models.figure_sources import CHANGED_DAYS, EVERY_DAY, TOO_EARLY, parameters


class DailyFigureQuerySet(models.QuerySet["DailyFigure"]):
    """The two ways in which figures come from events."""

    def roll_up(self, from_on: date, until_on: date) -> int:
        """Count the days of [from_on, until_on) anew from their events; returns how many figures changed."""
        with connection.cursor() as cursor:
            cursor.execute(CHANGED_DAYS, parameters(from_on, until_on))
            return int(cursor.fetchone()[0])

    def rebuild(self) -> int:
        """Count everything anew from all events; returns how many figures there are."""
        with connection.cursor() as cursor:
            for statement in EVERY_DAY:
                cursor.execute(statement, parameters(TOO_EARLY, TOO_EARLY))
            return int(cursor.rowcount)


class DailyFigure(models.Model):
    """One measure of an office's service on one of its days; a day on which nothing happened has none.

    `count` is how many people; of `waiting` it is by how many the line grew that day, below 0 when it shrank.
    """

    office = models.ForeignKey("records.Office", models.PROTECT, related_name="+")
    service = models.CharField(max_length=50)
    measure = models.CharField(max_length=15)
    on = models.DateField()
    count = models.IntegerField()

    objects = DailyFigureQuerySet.as_manager()

    class Meta:
        db_table = "daily_figure"
        constraints = (
            models.UniqueConstraint(fields=["office", "measure", "on", "service"], name="figure_counted_once"),
            models.CheckConstraint(condition=Q(count__gte=0) | Q(measure="waiting"), name="figure_never_below_zero"),
        )
        indexes = (models.Index(fields=["on"], name="figure_by_day"),)

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
    """Up to when events have been counted (null: never); one row, which also keeps two runs from crossing."""

    through_at = models.DateTimeField(null=True)

    objects = FigureRunQuerySet.as_manager()

    class Meta:
        db_table = "figure_run"
        constraints = (models.CheckConstraint(condition=Q(id=1), name="figures_are_run_in_one_line"),)

    def __str__(self) -> str:
        return f"figures through {self.through_at}"
