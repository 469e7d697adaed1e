"""Plan an office's slots: derive each day's places from the orders in force and write what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.plan_days import PlannedDay, PlannedSlot, planned_days
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Office, OfficeDay, Slot
from serambi.records.queries.offices import office_profile
from serambi.rules.refusal import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Overfull:
    """A slot that holds more people than its plan now allows; they keep their places until they are re-seated."""

    slot: str
    taken: int
    planned_places: int


@dataclass(frozen=True, slots=True)
class Plan:
    """What planning did: days and slots planned, places in all, slots written, and the overfull ones."""

    days: int
    slots: int
    places: int
    written: int
    overfull: tuple[Overfull, ...]


def plan_slots(*, office: str, from_on: date, until_on: date, now: datetime, by: str) -> Plan:
    """Plan every day of [from_on, until_on) as the orders known at `now` have it.

    Doing it twice is safe: the second writes nothing. A slot never falls below the people it holds; such slots are
    listed as overfull. Raises Busy, OutcomeUnknown, and Refused: `office.unknown`, `period.empty`.
    Source: docs/rules.md, capacity.
    """
    if until_on <= from_on:
        raise Refused(Refusal("period.empty", "until"))
    with durable_transaction():
        # One plan of an office at a time: two that both find a slot missing would both make it.
        row = Office.objects.select_for_update(no_key=True).filter(code=office).first()
        profile = office_profile(code=office)
        if row is None or profile is None:
            raise Refused(Refusal("office.unknown", "office"))
        planned = tuple(planned_days(profile, from_on, until_on, now))
        locked = list(Slot.objects.filter(office_day__office=row, office_day__on__range=_span(planned)).locked())
        days = _write_days(row, planned, now)
        written, overfull = _write_slots(planned, days, {slot.code: slot for slot in locked})
        places = sum(slot.places for day in planned for slot in day.slots)
        slots = sum(len(day.slots) for day in planned)
        plan = Plan(len(planned), slots, places, written, tuple(overfull))
        facts = {"from": str(from_on), "until": str(until_on), "written": written, "overfull": len(overfull)}
        write_ledger("slots.planned", office, now=now, by=by, office=office, facts=facts)
    return plan


def _span(planned: Sequence[PlannedDay]) -> tuple[date, date]:
    return planned[0].on, planned[-1].on


def _write_days(office: Office, planned: Sequence[PlannedDay], now: datetime) -> dict[date, OfficeDay]:
    OfficeDay.objects.bulk_create(
        [
            OfficeDay(
                office=office,
                on=day.on,
                is_open=day.regime.open,
                mode=day.regime.mode,
                why_none=day.capacity.why_none or "",
                planned_at=now,
            )
            for day in planned
        ],
        update_conflicts=True,
        unique_fields=["office", "on"],
        update_fields=["is_open", "mode", "why_none", "planned_at"],
    )
    return {day.on: day for day in OfficeDay.objects.filter(office=office, on__range=_span(planned))}


def _write_slots(
    planned: Sequence[PlannedDay], days: dict[date, OfficeDay], standing: dict[str, Slot]
) -> tuple[int, list[Overfull]]:
    all_standing = tuple(standing.values())
    changed: list[Slot] = []
    new: list[Slot] = []
    for day in planned:
        for wanted in day.slots:
            slot = standing.pop(wanted.code, None)
            if slot is None:
                new.append(_new_slot(wanted, days[day.on]))
            elif slot.planned_places != wanted.places or slot.minutes != wanted.minutes:
                slot.minutes = wanted.minutes
                changed.append(_with_places(slot, wanted.places))
    dropped = [_with_places(slot, 0) for slot in standing.values() if slot.places or slot.planned_places]
    Slot.objects.bulk_update(changed + dropped, ["minutes", "planned_places", "places"], batch_size=1000)
    Slot.objects.bulk_create(new, batch_size=1000)
    overfull = [
        Overfull(slot.code, slot.taken, slot.planned_places)
        for slot in all_standing
        if slot.taken > slot.planned_places
    ]
    return len(changed) + len(dropped) + len(new), overfull


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


def _with_places(slot: Slot, places: int) -> Slot:
    """The slot with its plan changed, but never below the people it holds."""
    slot.planned_places = places
    slot.places = max(places, slot.taken)
    return slot
