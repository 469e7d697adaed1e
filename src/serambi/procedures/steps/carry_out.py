"""Carrying out a change of orders over the offices it concerns: at once when they are few, as tasks when many."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef

from serambi.procedures.steps.bring_clocks import bring_clocks
from serambi.procedures.steps.record_order import local_day, planned_until
from serambi.procedures.steps.replan import replan
from serambi.procedures.steps.restore import restore_displaced
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.live import EVERY_HALL, announce_hall
from serambi.records.models import Case, Office, OfficeDay, OrderTask
from serambi.records.queries.orders import orders_of_office
from serambi.rules.offices import OfficeProfile
from serambi.rules.period import days_between
from serambi.rules.policy import INLINE_OFFICES
from serambi.rules.regime import regime_on


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """How far an order got in this transaction: offices done, offices left to tasks, slots written, dues by kind,
    how many displaced people got their old place back, and how many cases are promised for another day."""

    offices_done: int
    offices_left: int
    slots_written: int
    obligations: Mapping[str, int]
    restored: int
    promises_moved: int = 0


def carry_out(offices: Sequence[OfficeProfile], *, cause: str, restores: str, now: datetime, by: str) -> CarriedOut:
    """Bring plans and cases of these offices in line with the orders known at `now`; who has neither is left out.

    Up to INLINE_OFFICES are done here. More are left to tasks, one office each; their days are shut here already
    where the new regime shuts them, so that nobody books a day that is about to go.
    """
    announce_hall(EVERY_HALL)  # the boards show what is in force, also at offices without a plan
    horizon, with_cases = planned_until(offices), _offices_with_open_cases()
    hit = [profile for profile in offices if profile.code in horizon or profile.code in with_cases]
    if len(hit) > INLINE_OFFICES:
        for profile in hit:
            if profile.code in horizon:
                _shut_days(profile, horizon[profile.code], now)
        _leave_to_tasks(hit, cause, restores, now)
        return CarriedOut(0, len(hit), 0, {}, 0)
    obligations: Counter[str] = Counter()
    written = restored = moved = 0
    for profile in hit:
        done = carry_out_office(profile, horizon.get(profile.code), cause=cause, restores=restores, now=now, by=by)
        obligations.update(done.obligations)
        written += done.slots_written
        restored += done.restored
        moved += done.promises_moved
    return CarriedOut(len(hit), 0, written, obligations, restored, moved)


def carry_out_office(
    profile: OfficeProfile, until_on: date | None, *, cause: str, restores: str, now: datetime, by: str
) -> CarriedOut:
    """Bring one office's plan, from today to `until_on` (None: it has none), and the clocks of its open cases in line
    with the orders known at `now`.
    """
    today = local_day(profile, now)
    obligations: Counter[str] = Counter()
    written = restored = 0
    if until_on is not None and until_on > today:
        replanned = replan(profile.code, today, until_on, cause=cause, now=now, by=by)
        written = replanned.written
        obligations.update(replanned.obligations)
        if restores:
            back = restore_displaced(profile.code, undone=restores, cause=cause, now=now, by=by)
            restored = back.people
            obligations.update(back.obligations)
    brought = bring_clocks(Case.objects.filter(office__code=profile.code), cause=cause, now=now, by=by)
    if brought.moved:
        facts = {"cases": brought.changed, "moved": brought.moved}
        write_ledger("promises.moved", cause, now=now, by=by, office=profile.code, facts=facts)
    return CarriedOut(1, 0, written, obligations, restored, brought.moved)


def _offices_with_open_cases() -> frozenset[str]:
    open_ones = Case.objects.filter(office=OuterRef("pk"), is_open=True)
    return frozenset(Office.objects.filter(Exists(open_ones)).order_by().values_list("code", flat=True))


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
