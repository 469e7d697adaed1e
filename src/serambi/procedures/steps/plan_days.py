"""What a day's plan should be: regime and calendar in, slots with their places out. Reads only."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from zoneinfo import ZoneInfo

from serambi.records.queries.capacity import unfinished_by
from serambi.records.queries.orders import calendar_of, orders_of_office
from serambi.records.queries.rota import manning_of
from serambi.rules.capacity import Contingent, DayCapacity, capacity_of_day, left_after
from serambi.rules.offices import OfficeProfile
from serambi.rules.period import days_between
from serambi.rules.regime import Regime, regime_on


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """One slot as it should be; `start_at` aware UTC.

    `most` are the places it would have with no file waiting in the back office: files that pile up take free places
    away, never places that people hold.
    """

    code: str
    group: str
    contingent: Contingent
    start_at: datetime
    minutes: int
    places: int
    most: int


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """One day as it should be."""

    on: date
    regime: Regime
    capacity: DayCapacity
    slots: tuple[PlannedSlot, ...]


def planned_days(
    profile: OfficeProfile, from_on: date, until_on: date, now: datetime, groups: Collection[str] | None = None
) -> Iterator[PlannedDay]:
    """The plan of each day of [from_on, until_on), as orders, rota and isolations known at `now` have it.

    `groups` are the service groups whose slots are given; None: all.
    """
    orders = orders_of_office(profile=profile, known_at=now)
    calendar = calendar_of(known_at=now)
    unfinished = unfinished_by(profile, from_on, now, orders, calendar)
    manned = manning_of(office=profile.code, from_on=from_on, until_on=until_on, known_at=now)
    for on in days_between(from_on, until_on):
        regime, manning = regime_on(orders, on), manned.get(on)
        by_group = {g.code: regime_on(orders, on, service_group=g.code) for g in profile.means.groups}
        bounds = partial(capacity_of_day, profile.means, regime, calendar, regime_by_group=by_group, manning=manning)
        capacity = bounds(unfinished)
        at_most = bounds({}) if any(unfinished.values()) else capacity
        slots = [slot for slot in _slots(profile, capacity, at_most) if groups is None or slot.group in groups]
        yield PlannedDay(on, regime, capacity, tuple(slots))
        unfinished = left_after(profile.means, regime, calendar, unfinished)


def slot_code(office: str, group: str, contingent: Contingent, local_start: datetime) -> str:
    """The public code of a slot: "serang-passport-general-20200928T0930", in the office's time."""
    return f"{office}-{group}-{contingent}-{local_start:%Y%m%dT%H%M}"


def _slots(profile: OfficeProfile, capacity: DayCapacity, at_most: DayCapacity) -> Iterator[PlannedSlot]:
    zone = ZoneInfo(profile.time_zone)
    for slot, most in zip(capacity.slots, at_most.slots, strict=True):
        local_start = datetime.combine(capacity.on, slot.start_at, tzinfo=zone)
        for contingent, places in slot.by_contingent.items():
            yield PlannedSlot(
                code=slot_code(profile.code, slot.group, contingent, local_start),
                group=slot.group,
                contingent=contingent,
                start_at=local_start.astimezone(UTC),
                minutes=slot.minutes,
                places=places,
                most=most.by_contingent[contingent],
            )
