"""Free places: the slots a person can still have, the days that have any, and what a day's plan says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection
from django.db.models import F, Q, Sum
from django.db.models.functions import Least

from serambi.records.models import OfficeDay, Slot
from serambi.records.models.slots import SlotQuerySet
from serambi.rules.capacity import Contingent
from serambi.rules.instrument import Mode
from serambi.rules.policy import URGENT_FLOWS_BACK_HOURS

CONTINGENTS = {contingent.value: contingent for contingent in Contingent}


FREE_SLOTS = """
SELECT slot.code, extract(epoch FROM slot.start_at)::bigint, slot.minutes,
    least(slot.places, slot.planned_places) - slot.taken, slot.contingent
FROM slot JOIN office_day AS day ON day.id = slot.office_day_id
WHERE day.office_id = (SELECT id FROM office WHERE code = %(office)s)
    AND day."on" >= %(from_on)s AND day."on" < %(until_on)s AND day.is_open
    AND slot."group" = %(group)s AND slot.start_at > %(now)s
    AND (slot.contingent = ANY(%(contingents)s)
        OR slot.contingent = 'urgent' AND day.mode = 'all' AND slot.start_at <= %(flowing_back)s)
    AND NOT (slot.contingent = 'general' AND day.mode = 'urgent_only')
    AND NOT (slot.contingent = 'general' AND EXISTS (
        SELECT FROM draw_window AS draw WHERE draw.state = 'collecting' AND draw.office_id = day.office_id
            AND draw."group" = slot."group" AND draw.from_on <= day."on" AND draw.until_on > day."on"))
    AND least(slot.places, slot.planned_places) - slot.taken >= %(people)s
ORDER BY slot.start_at, slot.contingent
"""
"""What _open_slots(...).with_free() says, in SQL of its own: this is the most asked question, and composing the
statement and reading each instant cost more than running it."""

FIRST_FREE_DAYS = """
SELECT office.code, first."on" FROM office, LATERAL (
    SELECT day."on" FROM office_day AS day
    WHERE day.office_id = office.id AND day."on" >= %(from_on)s AND day.is_open AND day.mode = 'all'
        AND EXISTS (
            SELECT FROM slot WHERE slot.office_day_id = day.id AND slot."group" = %(group)s
                AND slot.contingent = 'general' AND slot.start_at > %(now)s
                AND slot.planned_places > slot.taken AND slot.places > slot.taken)
        AND NOT EXISTS (
            SELECT FROM draw_window AS draw WHERE draw.state = 'collecting' AND draw.office_id = day.office_id
                AND draw."group" = %(group)s AND draw.from_on <= day."on" AND draw.until_on > day."on")
    ORDER BY day."on" LIMIT 1
) AS first
WHERE %(office)s::text IS NULL OR office.code = %(office)s
"""
"""Office by office and day by day, so that each stops at its first: the earliest day over all slots of all offices,
asked at once, read every slot of the country for every visitor of the first page."""


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """A slot with at least one free place; `start_at` aware UTC."""

    code: str
    start_at: datetime
    minutes: int
    free: int
    contingent: Contingent


@dataclass(frozen=True, slots=True)
class DayState:
    """A planned day of an office; `free` places over the asked contingents, `why_none` empty when there is service."""

    on: date
    is_open: bool
    mode: Mode
    why_none: str
    free: int


@dataclass(frozen=True, slots=True)
class SlotTaken:
    """How many places of a slot are taken; `start_at` aware UTC."""

    group: str
    contingent: Contingent
    start_at: datetime
    places: int
    taken: int


def free_slots(
    *,
    office: str,
    group: str,
    contingents: Collection[Contingent],
    from_on: date,
    until_on: date,
    now: datetime,
    people: int = 1,
) -> tuple[FreeSlot, ...]:
    """Slots of [from_on, until_on) that start after `now` and have `people` places free, sorted by start and
    contingent. Days are the office's own. General places of a day for urgent needs only are left out, and so are those
    kept for a draw; urgent places that flow back are there for everybody."""
    with connection.cursor() as cursor:
        cursor.execute(
            FREE_SLOTS,
            {
                "office": office,
                "group": group,
                "contingents": [str(contingent) for contingent in contingents],
                "from_on": from_on,
                "until_on": until_on,
                "now": now,
                "flowing_back": now + timedelta(hours=URGENT_FLOWS_BACK_HOURS),
                "people": people,
            },
        )
        rows = cursor.fetchall()
    return tuple(
        FreeSlot(code, datetime.fromtimestamp(at, UTC), minutes, free, CONTINGENTS[contingent])
        for code, at, minutes, free, contingent in rows
    )


def day_states(
    *,
    office: str,
    group: str,
    contingents: Collection[Contingent],
    from_on: date,
    until_on: date,
    now: datetime,
) -> tuple[DayState, ...]:
    """Every planned day of [from_on, until_on) with the free places that start after `now`, sorted by day."""
    slots = _open_slots(office, group, contingents, from_on, until_on, now).with_free()
    free = dict(
        slots.values("office_day__on")
        .annotate(left=Sum(Least(F("places"), F("planned_places")) - F("taken")))
        .values_list("office_day__on", "left")
        .order_by()
    )
    days = OfficeDay.objects.filter(office__code=office, on__gte=from_on, on__lt=until_on).order_by("on")
    return tuple(DayState(d.on, d.is_open, Mode(d.mode), d.why_none, free.get(d.on, 0)) for d in days)


def has_plan(*, office: str, from_on: date) -> bool:
    """Whether any day of an office from `from_on` on is planned."""
    return OfficeDay.objects.filter(office__code=office, on__gte=from_on).exists()


def next_free_days(*, group: str, now: datetime, office: str | None = None) -> dict[str, date]:
    """The first day with a free general place by office code, for one office or all; an office without one is
    missing."""
    with connection.cursor() as cursor:
        cursor.execute(
            FIRST_FREE_DAYS,
            {"group": group, "now": now, "office": office, "from_on": (now - timedelta(days=1)).date()},
        )
        return dict(cursor.fetchall())


def taken_of_day(*, office: str, on: date) -> tuple[SlotTaken, ...]:
    """The planned slots of a day with the places taken, sorted by start, group and contingent."""
    rows = Slot.objects.for_office(office).filter(office_day__on=on).order_by("start_at", "group", "contingent")
    return tuple(SlotTaken(s.group, Contingent(s.contingent), s.start_at, s.places, s.taken) for s in rows)


def _open_slots(
    office: str,
    group: str,
    contingents: Collection[Contingent],
    from_on: date,
    until_on: date,
    now: datetime,
) -> SlotQuerySet:
    flowing_back = Q(
        contingent=Contingent.URGENT,
        office_day__mode=Mode.ALL,
        start_at__lte=now + timedelta(hours=URGENT_FLOWS_BACK_HOURS),
    )
    slots = Slot.objects.filter(
        Q(contingent__in=list(contingents)) | flowing_back,
        office_day__office__code=office,
        office_day__on__gte=from_on,
        office_day__on__lt=until_on,
        office_day__is_open=True,
        group=group,
        start_at__gt=now,
    )
    return slots.exclude(contingent=Contingent.GENERAL, office_day__mode=Mode.URGENT_ONLY).outside_draws()
