"""Free places: the slots a person can still have, the days that have any, and what a day's plan says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Min, Sum
from django.db.models.functions import Least

from serambi.records.models import OfficeDay, Slot
from serambi.records.models.slots import SlotQuerySet
from serambi.rules.capacity import Contingent
from serambi.rules.instrument import Mode


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
    kept for a draw."""
    rows = _open_slots(office, group, contingents, from_on, until_on, now).with_free(people)
    return tuple(
        FreeSlot(slot.code, slot.start_at, slot.minutes, slot.free, Contingent(slot.contingent))
        for slot in rows.order_by("start_at", "contingent")
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


def next_free_days(*, group: str, now: datetime, office: str | None = None) -> dict[str, date]:
    """The first day with a free general place by office code, for one office or all; an office without one is
    missing."""
    slots = Slot.objects.with_free().filter(group=group, contingent=Contingent.GENERAL, start_at__gt=now)
    slots = slots.filter(office_day__is_open=True, office_day__mode=Mode.ALL).outside_draws()
    if office is not None:
        slots = slots.filter(office_day__office__code=office)
    rows = slots.values("office_day__office__code").annotate(first=Min("office_day__on")).order_by()
    return dict(rows.values_list("office_day__office__code", "first"))


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
    slots = Slot.objects.filter(
        office_day__office__code=office,
        office_day__on__gte=from_on,
        office_day__on__lt=until_on,
        office_day__is_open=True,
        group=group,
        contingent__in=list(contingents),
        start_at__gt=now,
    )
    return slots.exclude(contingent=Contingent.GENERAL, office_day__mode=Mode.URGENT_ONLY).outside_draws()
