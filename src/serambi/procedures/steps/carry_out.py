"""Carrying out a change of orders over the offices it concerns: at once when they are few, as tasks when many."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from serambi.procedures.steps.record_order import local_day, planned_until
from serambi.procedures.steps.replan import replan
from serambi.procedures.steps.restore import restore_displaced
from serambi.records.live import EVERY_HALL, announce_hall
from serambi.records.models import Office, OfficeDay, OrderTask
from serambi.records.queries.orders import orders_of_office
from serambi.rules.offices import OfficeProfile
from serambi.rules.period import days_between
from serambi.rules.policy import INLINE_OFFICES
from serambi.rules.regime import regime_on


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """How far an order got in this transaction: offices done, offices left to tasks, slots written, dues by kind,
    and how many displaced people got their old place back."""

    offices_done: int
    offices_left: int
    slots_written: int
    obligations: Mapping[str, int]
    restored: int


def carry_out(offices: Sequence[OfficeProfile], *, cause: str, restores: str, now: datetime, by: str) -> CarriedOut:
    """Bring the plans of these offices in line with the orders known at `now`; offices without a plan have none.

    Up to INLINE_OFFICES are done here. More are left to tasks, one office each; their days are shut here already
    where the new regime shuts them, so that nobody books a day that is about to go.
    """
    announce_hall(EVERY_HALL)  # the boards show what is in force, also at offices without a plan
    horizon = planned_until(offices)
    planned = [profile for profile in offices if profile.code in horizon]
    if len(planned) > INLINE_OFFICES:
        for profile in planned:
            _shut_days(profile, horizon[profile.code], now)
        _leave_to_tasks(planned, cause, restores, now)
        return CarriedOut(0, len(planned), 0, {}, 0)
    obligations: Counter[str] = Counter()
    written = restored = 0
    for profile in planned:
        done = carry_out_office(profile, horizon[profile.code], cause=cause, restores=restores, now=now, by=by)
        obligations.update(done.obligations)
        written += done.slots_written
        restored += done.restored
    return CarriedOut(len(planned), 0, written, obligations, restored)


def carry_out_office(
    profile: OfficeProfile, until_on: date, *, cause: str, restores: str, now: datetime, by: str
) -> CarriedOut:
    """Bring one office's plan, from today to `until_on`, in line with the orders known at `now`."""
    today = local_day(profile, now)
    if until_on <= today:
        return CarriedOut(1, 0, 0, {}, 0)
    replanned = replan(profile.code, today, until_on, cause=cause, now=now, by=by)
    restored = restore_displaced(profile.code, restores, now=now, by=by) if restores else 0
    return CarriedOut(1, 0, replanned.written, replanned.obligations, restored)


def _shut_days(profile: OfficeProfile, until_on: date, now: datetime) -> None:
    orders = orders_of_office(profile=profile, known_at=now)
    days = OfficeDay.objects.filter(office__code=profile.code, on__gte=local_day(profile, now), on__lt=until_on)
    rows = {day.on: day for day in days}
    changed = []
    for on in days_between(local_day(profile, now), until_on):
        regime = regime_on(orders, on)
        day = rows.get(on)
        if day is not None and (day.is_open, day.mode) != (regime.open, regime.mode):
            day.is_open, day.mode = regime.open, regime.mode
            changed.append(day)
    OfficeDay.objects.bulk_update(changed, ["is_open", "mode"])


def _leave_to_tasks(planned: Sequence[OfficeProfile], cause: str, restores: str, now: datetime) -> None:
    ids = dict(Office.objects.values_list("code", "id"))
    OrderTask.objects.bulk_create(
        OrderTask(cause=cause, office_id=ids[profile.code], restores=restores, made_at=now) for profile in planned
    )
