"""The planned day as the simulation needs it: bands of booked people, counters by hour, the hall's limit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time

from serambi.rules.capacity import DayCapacity, counters_staffed, seats_at
from serambi.rules.means import GroupMeans, Means
from serambi.rules.refusal import Refusal
from serambi.rules.regime import Regime
from serambi.rules.rota.manning import Manning

WALK_IN_KINDS = frozenset({"lost", "damaged"})
"""Kinds that may come without a booking although nobody has to care for them first (docs/sources.md, booking)."""


@dataclass(frozen=True, slots=True)
class CounterSpan:
    """Counters open in [from_minute, until_minute), minutes after local midnight."""

    from_minute: int
    until_minute: int
    counters: int


@dataclass(frozen=True, slots=True)
class SlotBand:
    """People booked for a slot that starts at `start_minute` after local midnight."""

    start_minute: int
    people: int


@dataclass(frozen=True, slots=True)
class GroupPlan:
    """A service group's day. `spans` are in order without overlap; what lies between them is a break."""

    code: str
    service_minutes: int
    spans: tuple[CounterSpan, ...]
    bands: tuple[SlotBand, ...]

    @property
    def booked(self) -> int:
        return sum(band.people for band in self.bands)

    @property
    def opens_minute(self) -> int:
        return self.spans[0].from_minute

    @property
    def closes_minute(self) -> int:
        return self.spans[-1].until_minute


@dataclass(frozen=True, slots=True)
class DayPlan:
    """A day of an office: every group has at least one span; at most `hall_limit` people are inside at once."""

    groups: tuple[GroupPlan, ...]
    hall_limit: int
    takes_walk_ins: bool

    @property
    def booked(self) -> int:
        return sum(group.booked for group in self.groups)

    @property
    def opens_minute(self) -> int:
        return min(group.opens_minute for group in self.groups)

    @property
    def closes_minute(self) -> int:
        return max(group.closes_minute for group in self.groups)


def plan_of_day(
    means: Means,
    regime: Regime,
    capacity: DayCapacity,
    people: Mapping[tuple[str, time], int],
    *,
    regime_by_group: Mapping[str, Regime] | None = None,
    manning: Mapping[str, Manning] | None = None,
) -> DayPlan:
    """The plan of the capacity's day. `people` are those booked by group and local start of the slot.

    Counters are those that can be manned under the staff share and, where one was worked out, by the rota (`manning`),
    from opening to the last service, breaks left out. A group without service that day is left out. Source:
    docs/rules.md, simulation.
    """
    groups = []
    for group in means.groups:
        own = (regime_by_group or {}).get(group.code, regime)
        spans = _spans(group, own, (manning or {}).get(group.code))
        starts = [slot.start_at for slot in capacity.slots if slot.group == group.code]
        bands = tuple(SlotBand(minute_of(at), people.get((group.code, at), 0)) for at in starts)
        if spans:
            groups.append(GroupPlan(group.code, group.service_minutes, spans, bands))
    takes_walk_ins = regime.walk_in is None or not WALK_IN_KINDS.isdisjoint(regime.walk_in)
    return DayPlan(tuple(groups), seats_at(means, regime.distance_m), takes_walk_ins)


def with_counters(plan: DayPlan, group: str, counters: int) -> DayPlan:
    """The same plan with another number of counters of one group at all its hours: what one more would change."""

    def changed(each: GroupPlan) -> GroupPlan:
        spans = tuple(replace(span, counters=counters) for span in each.spans)
        return replace(each, spans=spans) if each.code == group else each

    return replace(plan, groups=tuple(map(changed, plan.groups)))


def why_not_simulate(plan: DayPlan) -> Refusal | None:
    """Why a day cannot be played: `simulation.no_people` when nobody is booked or no group has service,
    `simulation.no_counters` when people are booked for a group that has no counter all day, `simulation.no_seats` when
    the hall holds nobody."""
    if not plan.booked:
        return Refusal("simulation.no_people", "date")
    for group in plan.groups:
        if group.booked and not any(span.counters for span in group.spans):
            return Refusal("simulation.no_counters", "date", {"group": group.code})
    return None if plan.hall_limit else Refusal("simulation.no_seats", "date")


def minute_of(at: time) -> int:
    """Minutes after midnight."""
    return at.hour * 60 + at.minute


def _spans(group: GroupMeans, regime: Regime, manning: Manning | None) -> tuple[CounterSpan, ...]:
    closes_at = group.closes_at.get(regime.on.weekday())
    if closes_at is None or not regime.open:
        return ()
    end = minute_of(min(closes_at, regime.last_service_at or closes_at))
    counters = counters_staffed(group, regime.staff_share, manning)
    start, spans = minute_of(group.opens_at), []
    for from_at, until_at in (*group.breaks, (time.max, time.max)):
        stop = min(minute_of(from_at), end)
        if start < stop:
            spans.append(CounterSpan(start, stop, counters))
        start = max(start, minute_of(until_at))
    return tuple(spans)
