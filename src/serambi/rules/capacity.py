"""How many people a slot can take, which bound decides, and why: quota, counters, hall and back office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from serambi.rules.instrument import Mode
from serambi.rules.means import GroupMeans, Means
from serambi.rules.regime import Regime
from serambi.rules.rota.manning import Isolation, Manning
from serambi.rules.slotplan import largest_remainder, slot_times, spread
from serambi.rules.workdays import Calendar


class Bound(StrEnum):
    """What can bind a slot, in the order in which an equal bound is named."""

    QUOTA = "quota"
    COUNTERS = "counters"
    HALL = "hall"
    BACK_OFFICE = "back_office"


class Contingent(StrEnum):
    """Kinds of places. Priority visitors come without a booking and are never turned away, so they hold none."""

    GENERAL = "general"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class BoundValue:
    """One bound of one slot: the places it allows, and the figures a sentence about it needs. `isolated` teams keep
    their counters closed."""

    places: int
    facts: Mapping[str, str | int]
    isolated: tuple[Isolation, ...] = ()


@dataclass(frozen=True, slots=True)
class SlotCapacity:
    """What one slot can take. `places` is the sum over contingents; `start_at` is local time."""

    group: str
    start_at: time
    minutes: int
    places: int
    by_contingent: Mapping[Contingent, int]
    binding: Bound
    bounds: Mapping[Bound, BoundValue]


@dataclass(frozen=True, slots=True)
class DayCapacity:
    """A day's slots, sorted by group and start; `why_none` says why there are none: a holiday's name, "weekend";
    None on a day that is worked."""

    office: str
    on: date
    why_none: str | None
    slots: tuple[SlotCapacity, ...]

    @property
    def places(self) -> int:
        return sum(slot.places for slot in self.slots)


def capacity_of_day(
    means: Means,
    regime: Regime,
    calendar: Calendar,
    unfinished_files: Mapping[str, int],
    *,
    regime_by_group: Mapping[str, Regime] | None = None,
    manning: Mapping[str, Manning] | None = None,
) -> DayCapacity:
    """The capacity of every slot of the regime's office and day.

    `unfinished_files` counts, by group, accepted files still in work that day (a missing group has none; left_after
    counts on from day to day). Where an instrument speaks for one service group only, `regime_by_group` holds that
    group's regime. `manning` has the counters that the rota mans, by group; for a missing group those of the settings
    count. A day off has no slots; a day closed by order has its slots with 0 places, so that the reason can be shown.
    Source: docs/rules.md.
    """
    why_off = calendar.why_off(regime.on)
    if why_off is not None:
        return DayCapacity(regime.office, regime.on, why_off, ())
    hall_places = _hall_places(means, regime)
    slots: list[SlotCapacity] = []
    for group, seats in zip(means.groups, hall_places, strict=True):
        own = (regime_by_group or {}).get(group.code, regime)
        unfinished, manned = unfinished_files.get(group.code, 0), (manning or {}).get(group.code)
        slots.extend(_group_slots(means, group, own, seats, unfinished, manned))
    return DayCapacity(regime.office, regime.on, None, tuple(slots))


def left_after(
    means: Means, regime: Regime, calendar: Calendar, unfinished_files: Mapping[str, int]
) -> Mapping[str, int]:
    """The files, by group, still in work after the back office worked the regime's day: none are finished on a day off
    or closed by order.
    """
    if not regime.open or not calendar.is_working_day(regime.on):
        return unfinished_files
    done = {group.code: int(group.back_office_per_day * regime.staff_share) for group in means.groups}
    return {group: max(0, files - done.get(group, 0)) for group, files in unfinished_files.items()}


def day_quota(group: GroupMeans, regime: Regime) -> int:
    """The group's quota of a day, 0 when closed: normal quota × quota share, rounded down."""
    return int(group.normal_quota * regime.quota_share) if regime.open else 0


def counters_staffed(group: GroupMeans, staff_share: Decimal, manning: Manning | None = None) -> int:
    """Counters that can be manned: whole people of the counter staff under the share, at most the counters there and
    those that the rota mans (None: none was worked out)."""
    under_share = min(group.counters, int(group.counter_staff * staff_share))
    return under_share if manning is None else min(under_share, manning.counters)


def seats_at(means: Means, distance_m: Decimal | None) -> int:
    """Seats left at a distance in metres (None: none asked); between two known distances the larger counts.

    Beyond the largest known distance the seats shrink with the square of it.
    """
    asked = distance_m or Decimal(0)
    known = sorted(means.hall_seats)
    fitting = next((distance for distance in known if distance >= asked), None)
    if fitting is not None:
        return means.hall_seats[fitting]
    largest = known[-1]
    return int(means.hall_seats[largest] * (largest / asked) ** 2)


def _hall_places(means: Means, regime: Regime) -> tuple[int, ...]:
    """Seats by group, split by normal quota."""
    return largest_remainder(seats_at(means, regime.distance_m), [g.normal_quota for g in means.groups])


def _group_slots(
    means: Means, group: GroupMeans, regime: Regime, seats: int, unfinished: int, manning: Manning | None
) -> list[SlotCapacity]:
    times = slot_times(group, regime.on, regime.last_service_at)
    quota = day_quota(group, regime)
    quota_by_slot = spread(quota, len(times))
    urgent_by_slot = largest_remainder(int(quota * group.urgent_share), quota_by_slot)
    if regime.mode is Mode.URGENT_ONLY:
        quota_by_slot = urgent_by_slot
    can_finish = int(group.back_office_per_day * regime.staff_share) * means.promise_days
    finish_by_slot = spread(max(0, can_finish - unfinished), len(times))
    hall = BoundValue(
        seats * group.slot_minutes // means.stay_minutes,
        {"seats": seats, "distance_m": str(regime.distance_m or 0), "stay_minutes": means.stay_minutes},
    )
    quota_facts: dict[str, str | int] = {
        "normal_quota": group.normal_quota,
        "quota_share": str(regime.quota_share),
        "day": quota,
        "mode": str(regime.mode),
        "open": int(regime.open),
    }
    finish_facts: dict[str, str | int] = {
        "per_day": int(group.back_office_per_day * regime.staff_share),
        "promise_days": means.promise_days,
        "unfinished": unfinished,
    }
    return [
        _slot(
            group,
            start_at,
            urgent_by_slot[index],
            {
                Bound.QUOTA: BoundValue(quota_by_slot[index], quota_facts),
                Bound.COUNTERS: _by_counters(group, regime, manning),
                Bound.HALL: hall,
                Bound.BACK_OFFICE: BoundValue(finish_by_slot[index], finish_facts),
            },
        )
        for index, start_at in enumerate(times)
    ]


def _by_counters(group: GroupMeans, regime: Regime, manning: Manning | None) -> BoundValue:
    staffed = counters_staffed(group, regime.staff_share, manning)
    facts: dict[str, str | int] = {
        "counters": group.counters,
        "staffed": staffed,
        "service_minutes": group.service_minutes,
        "slot_minutes": group.slot_minutes,
        "staff_share": str(regime.staff_share),
    }
    places = staffed * group.slot_minutes // group.service_minutes
    if manning is None:
        return BoundValue(places, facts)
    return BoundValue(places, facts | {"manned": manning.counters}, manning.isolated)


def _slot(group: GroupMeans, start_at: time, urgent: int, bounds: Mapping[Bound, BoundValue]) -> SlotCapacity:
    binding = min(bounds, key=lambda bound: bounds[bound].places)
    places = bounds[binding].places
    urgent_places = min(urgent, places)
    by_contingent = {Contingent.GENERAL: places - urgent_places, Contingent.URGENT: urgent_places}
    return SlotCapacity(group.code, start_at, group.slot_minutes, places, by_contingent, binding, bounds)
