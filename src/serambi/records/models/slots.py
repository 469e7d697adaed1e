"""Planned days and their slots: how many places there are, and how many are taken."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, models
from django.db.models import Exists, F, OuterRef, Q

from serambi.records.models.draws import DrawState, DrawWindow
from serambi.records.models.places import Office
from serambi.rules.capacity import Contingent
from serambi.rules.instrument import Mode


class OfficeDay(models.Model):
    """A planned day of an office: whether it is open, for whom, and why there is no service (empty: there is)."""

    office = models.ForeignKey("records.Office", models.PROTECT, related_name="days")
    on = models.DateField()
    is_open = models.BooleanField()
    mode = models.CharField(max_length=15, choices=[(mode.value, mode.value) for mode in Mode])
    why_none = models.CharField(max_length=150, blank=True)
    planned_at = models.DateTimeField()

    class Meta:
        db_table = "office_day"
        constraints = (models.UniqueConstraint(fields=["office", "on"], name="office_day_planned_once"),)

    def __str__(self) -> str:
        return f"{self.office_id} on {self.on}"


LOCK_BY_CODE = """
SELECT slot.id, slot.code, slot.office_day_id, slot."group", slot.contingent, slot.start_at, slot.minutes,
    slot.planned_places, slot.places, slot.taken,
    day.id, day.office_id, day."on", day.is_open, day.mode,
    office.id, office.code, office.time_zone,
    slot.contingent = 'general' AND EXISTS (
        SELECT FROM draw_window AS draw WHERE draw.state = 'collecting' AND draw.office_id = day.office_id
            AND draw."group" = slot."group" AND draw.from_on <= day."on" AND draw.until_on > day."on"
    )
FROM slot JOIN office_day AS day ON day.id = slot.office_day_id JOIN office ON office.id = day.office_id
WHERE slot.code = ANY(%s) ORDER BY slot.id FOR UPDATE OF slot
"""
SLOT_FIELDS = (
    *("id", "code", "office_day_id", "group", "contingent", "start_at", "minutes"),
    *("planned_places", "places", "taken"),
)
DAY_FIELDS = ("id", "office_id", "on", "is_open", "mode")
OFFICE_FIELDS = ("id", "code", "time_zone")
"""In the order of the statement's columns, which for from_db is that of the models."""


class SlotQuerySet(models.QuerySet["Slot"]):
    """Slots by adjective."""

    def for_office(self, code: str) -> "SlotQuerySet":
        return self.filter(office_day__office__code=code)

    def with_free(self, people: int = 1) -> "SlotQuerySet":
        """Slots with places for so many people, both as planned and as they stand."""
        return self.filter(planned_places__gte=F("taken") + people, places__gte=F("taken") + people)

    def outside_draws(self) -> "SlotQuerySet":
        """Slots whose places are not kept for a draw."""
        return self.exclude(_kept_for_a_draw())

    def noting_draws(self) -> "SlotQuerySet":
        """Slots that know in `is_in_draw` whether their places are kept for a draw."""
        return self.annotate(kept_for_draw=_kept_for_a_draw())

    def locked(self) -> "SlotQuerySet":
        """In the one order in which everybody locks slots."""
        return self.order_by("id").select_for_update(of=("self",))

    def lock_by_code(self, codes: Collection[str]) -> list["Slot"]:
        """Lock slots by code, in the same order; each with its day and office, read as far as booking needs them.

        In SQL of its own: every booking passes here, and composing the statement cost more than running it.
        """
        with connection.cursor() as cursor:
            cursor.execute(LOCK_BY_CODE, [list(codes)])
            return [_locked_slot(row) for row in cursor.fetchall()]

    def take_places(self, people: Mapping[int, int]) -> bool:
        """Take places by slot id where enough are left (compare-and-set); False when one slot had too few."""
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE slot SET taken = taken + asked.people
                FROM unnest(%s::bigint[], %s::int[]) AS asked (id, people)
                WHERE slot.id = asked.id AND slot.taken + asked.people <= slot.places
                """,
                [list(people), list(people.values())],
            )
            return bool(cursor.rowcount == len(people))

    def write_places(self, slots: Iterable["Slot"]) -> None:
        """Write minutes, planned places, places and taken of locked slots, in one statement."""
        rows = [(slot.pk, slot.minutes, slot.planned_places, slot.places, slot.taken) for slot in slots]
        if not rows:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE slot SET minutes = new.minutes, planned_places = new.planned_places, places = new.places,
                    taken = new.taken
                FROM unnest(%s::bigint[], %s::int[], %s::int[], %s::int[], %s::int[])
                    AS new (id, minutes, planned_places, places, taken)
                WHERE slot.id = new.id
                """,
                [list(column) for column in zip(*rows, strict=True)],
            )

    def add_freed(self, people: Mapping[int, int]) -> None:
        """Add places that others gave up to these locked slots, by slot id, on top of their plan."""
        with connection.cursor() as cursor:
            cursor.execute(
                """
                UPDATE slot SET freed_places = freed_places + given.people,
                    planned_places = planned_places + given.people,
                    places = greatest(planned_places + given.people, taken)
                FROM unnest(%s::bigint[], %s::int[]) AS given (id, people) WHERE slot.id = given.id
                """,
                [list(people), list(people.values())],
            )

    def give_back_due(self, slot_ids: Sequence[int], now: datetime) -> int:
        """Free the places of these locked slots whose time to return has come; returns how many.

        A slot that holds more places than planned shrinks with each that comes back. A place that became due at
        another slot meanwhile waits for the next time: to free it would be to lock its slot out of order.
        """
        with connection.cursor() as cursor:
            cursor.execute(
                """
                WITH due AS (
                    DELETE FROM returning_place WHERE slot_id = ANY(%s) AND returns_at <= %s RETURNING slot_id
                ),
                counted AS (SELECT slot_id, count(*) AS people FROM due GROUP BY slot_id),
                freed AS (
                    UPDATE slot SET taken = taken - people, places = greatest(planned_places, taken - people)
                    FROM counted WHERE slot.id = counted.slot_id
                )
                SELECT coalesce(sum(people), 0) FROM counted
                """,
                [list(slot_ids), now],
            )
            (freed,) = cursor.fetchone()
            return int(freed)


def _kept_for_a_draw() -> Q:
    """Derived and not noted on the slot, so that it holds of slots planned later and ends with the draw by itself."""
    draws = DrawWindow.objects.filter(
        state=DrawState.COLLECTING,
        office=OuterRef("office_day__office"),
        group=OuterRef("group"),
        from_on__lte=OuterRef("office_day__on"),
        until_on__gt=OuterRef("office_day__on"),
    )
    return Q(contingent=Contingent.GENERAL) & Q(Exists(draws))


class Slot(models.Model):
    """Places of one contingent of one service group at one time.

    `planned_places` is what the capacity allows; `places` is never below `taken`, so a plan that shrinks under
    people leaves `places` above `planned_places` until they are re-seated. `freed_places` are part of the planned:
    places of people who missed an earlier slot of the day, on top of what the capacity allows here.
    """

    code = models.CharField(max_length=100, unique=True)
    office_day = models.ForeignKey(OfficeDay, models.PROTECT, related_name="slots")
    group = models.CharField(max_length=20)
    contingent = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Contingent])
    start_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    planned_places = models.PositiveIntegerField()
    freed_places = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)

    objects = SlotQuerySet.as_manager()

    class Meta:
        db_table = "slot"
        constraints = (
            models.CheckConstraint(condition=Q(taken__lte=F("places")), name="slot_never_overbooked"),
            models.UniqueConstraint(fields=["office_day", "group", "contingent", "start_at"], name="slot_planned_once"),
        )
        indexes = (models.Index(fields=["start_at"], name="slot_by_start"),)

    def __str__(self) -> str:
        return self.code

    @property
    def free(self) -> int:
        """Places left; below 0 where people hold more than is now planned."""
        return min(self.places, self.planned_places) - self.taken

    @property
    def is_in_draw(self) -> bool:
        """Whether its places are kept for a draw; only of a slot that was read by noting_draws()."""
        return bool(self.__dict__["kept_for_draw"])


def _locked_slot(row: tuple[Any, ...]) -> Slot:
    day_from, office_from = len(SLOT_FIELDS), len(SLOT_FIELDS) + len(DAY_FIELDS)
    slot = Slot.from_db(connection.alias, SLOT_FIELDS, row[:day_from])
    slot.office_day = OfficeDay.from_db(connection.alias, DAY_FIELDS, row[day_from:office_from])
    slot.office_day.office = Office.from_db(connection.alias, OFFICE_FIELDS, row[office_from:-1])
    slot.__dict__["kept_for_draw"] = row[-1]  # where noting_draws() puts it too
    return slot


class ReturningPlace(models.Model):
    """A place given up, still counted as taken until `returns_at`, so that nobody can hand it on."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="returning")
    returns_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "returning_place"

    def __str__(self) -> str:
        return f"place of slot {self.slot_id} at {self.returns_at}"
