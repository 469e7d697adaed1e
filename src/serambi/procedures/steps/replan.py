"""Re-planning an office inside the caller's transaction: places change, and everybody displaced gets their due."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from serambi.procedures.steps.displace import settle_displaced
from serambi.procedures.steps.leaving import take_out_leaving
from serambi.procedures.steps.plan_days import PlannedDay, PlannedSlot, planned_days
from serambi.records.models import Office, OfficeDay, Slot
from serambi.records.queries.offices import office_profile
from serambi.rules.refusal import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Replanned:
    """What re-planning did: days and slots planned, their places, slots written, and the dues by kind."""

    days: int
    slots: int
    places: int
    written: int
    obligations: Mapping[str, int]


def replan(
    office: str,
    from_on: date,
    until_on: date,
    *,
    cause: str,
    now: datetime,
    by: str,
    groups: Collection[str] | None = None,
) -> Replanned:
    """Plan [from_on, until_on) as known at `now`, and give everybody whose place is gone exactly one obligation.

    `groups` are the service groups that are planned, the others stay as they are; None: all. Locks the office, its
    slots ahead in id order, then the bookings. Raises Refused: `office.unknown`.
    """
    # One plan of an office at a time: two that both find a slot missing would both make it.
    row = Office.objects.select_for_update(no_key=True).filter(code=office).first()
    profile = office_profile(code=office)
    if row is None or profile is None:
        raise Refused(Refusal("office.unknown", "office"))
    planned = tuple(planned_days(profile, from_on, until_on, now, groups))
    ahead = Q(office_day__on__gte=from_on, office_day__on__lt=until_on) | Q(start_at__gt=now)
    # Their days by themselves: joined to each slot they cost an office of two months three thousand rows more.
    inside = set(OfficeDay.objects.filter(office=row, on__gte=from_on, on__lt=until_on).values_list("pk", flat=True))
    locked = Slot.objects.filter(ahead, office_day__office=row).locked()
    ours = (slot for slot in locked if groups is None or slot.group in groups)
    standing = {slot.code: slot for slot in ours if slot.office_day_id in inside}
    days = _write_days(row, planned, now)
    written = _write_slots(planned, days, standing, now)
    shut_days = {day.pk for day in days.values() if not day.is_open}
    leaving = take_out_leaving(standing.values(), shut_days, now=now)
    made = settle_displaced(row, leaving, cause=cause, now=now, by=by)
    return Replanned(
        days=len(planned),
        slots=sum(len(day.slots) for day in planned),
        places=sum(slot.places for day in planned for slot in day.slots),
        written=written,
        obligations=made,
    )


def _write_days(office: Office, planned: Sequence[PlannedDay], now: datetime) -> dict[date, OfficeDay]:
    rows = [
        OfficeDay(
            office=office,
            on=day.on,
            is_open=day.regime.open,
            mode=day.regime.mode,
            why_none=day.capacity.why_none or "",
            planned_at=now,
        )
        for day in planned
    ]
    OfficeDay.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["office", "on"],
        update_fields=["is_open", "mode", "why_none", "planned_at"],
    )
    span = (planned[0].on, planned[-1].on)
    return {day.on: day for day in OfficeDay.objects.filter(office=office, on__range=span)}


def _write_slots(
    planned: Sequence[PlannedDay], days: Mapping[date, OfficeDay], standing: Mapping[str, Slot], now: datetime
) -> int:
    wanted = {slot.code: (slot, day) for day in planned for slot in day.slots}
    new = [_new_slot(slot, days[day.on]) for code, (slot, day) in wanted.items() if code not in standing]
    changed = []
    for code, slot in standing.items():
        places, minutes = 0, slot.minutes
        if code in wanted:
            planned_slot, minutes = wanted[code][0], wanted[code][0].minutes
            # A slot that is shut altogether takes nobody else's place in either.
            freed = slot.freed_places if planned_slot.most else 0
            places = max(planned_slot.places + freed, min(slot.taken, planned_slot.most + freed))
        if (slot.planned_places, slot.minutes) != (places, minutes) and slot.start_at > now:
            slot.planned_places, slot.minutes = places, minutes
            slot.places = max(places, slot.taken)
            changed.append(slot)
    Slot.objects.write_places(changed)
    Slot.objects.bulk_create(new, batch_size=1000)
    return len(changed) + len(new)


def _new_slot(wanted: PlannedSlot, day: OfficeDay) -> Slot:
    return Slot(
        code=wanted.code,
        office_day=day,
        group=wanted.group,
        contingent=wanted.contingent,
        start_at=wanted.start_at,
        minutes=wanted.minutes,
        planned_places=wanted.places,
        places=wanted.places,
    )
