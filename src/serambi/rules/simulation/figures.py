"""What many played days say: waiting, people inside, overtime, and how often the plan holds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from serambi.rules.queueing import VisitClass
from serambi.rules.simulation.day import Played
from serambi.rules.simulation.habits import Habits
from serambi.rules.simulation.people import CLASSES, NEVER, Minutes
from serambi.rules.simulation.plan import DayPlan

CURVE_MINUTES = 30
"""Width of a step of the curves."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long people wait from their arrival until they are called; `people` a day, a mean. 0 where nobody came."""

    people: float
    p50_minutes: float
    p95_minutes: float


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """A step of the day from `start_minute` after midnight: means over all days, but for percentiles.

    `arrivals` are people who came in the step; the waiting minutes are theirs; `inside` and `outside` are people at
    its minutes, with companions, those outside only because the hall is full; `inside_p99` holds at 99 % of them.
    """

    start_minute: int
    arrivals: float
    waiting_p95_minutes: float
    inside: float
    outside: float
    waiting_p50_minutes: float
    inside_p99: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The figures of `days` played days. Of the people expected each came to one end: served, absent, too late (after
    the end of service) or not called; these are means a day.

    Percentiles of people are over the minutes from opening to the end of service. Overtime counts from the end of
    service of the last group that closes; `in_time_share` is of days on which everybody was served by that end and
    the grace, `within_limit_share` of days on which nobody had to wait outside because the hall was full, and
    `holds_share` of days with both.
    """

    days: int
    expected: float
    served: float
    absent: float
    too_late: float
    not_called: float
    waiting: Waiting
    waiting_by_class: dict[VisitClass, Waiting]
    waiting_by_group: dict[str, Waiting]
    hall_limit: int
    inside_p99: int
    inside_most: int
    outside_p99: int
    outside_waiting_p95_minutes: float
    overtime_mean_minutes: float
    overtime_p95_minutes: float
    in_time_share: float
    within_limit_share: float
    holds_share: float
    curve: tuple[CurvePoint, ...]


def figures_of(plan: DayPlan, habits: Habits, played: Sequence[Played]) -> DayFigures:
    """The figures over all stretches of a plan's days (at least one). Source: docs/rules.md, simulation."""
    facts = [_Facts(plan, habits, each) for each in played]
    days = sum(each.days for each in played)
    inside = np.concatenate([f.inside for f in facts])
    outside = np.concatenate([f.outside for f in facts])
    overtime = np.concatenate([f.overtime for f in facts])
    in_time = np.concatenate([f.is_in_time for f in facts])
    within = np.concatenate([f.is_within_limit for f in facts])
    served = sum(int(f.is_served.sum()) for f in facts)
    absent = sum(int(f.is_absent.sum()) for f in facts)
    too_late = sum(int(f.is_too_late.sum()) for f in facts)
    not_called = sum(int(f.is_not_called.sum()) for f in facts)
    outside_waits = np.concatenate([f.outside_waits for f in facts])
    return DayFigures(
        days=days,
        expected=(served + absent + too_late + not_called) / days,
        served=served / days,
        absent=absent / days,
        too_late=too_late / days,
        not_called=not_called / days,
        waiting=_waiting(np.concatenate([f.waits[f.is_served] for f in facts]), days),
        waiting_by_class={
            name: _waiting(np.concatenate([f.waits_of(f.is_of_class(number)) for f in facts]), days)
            for number, name in enumerate(CLASSES)
        },
        waiting_by_group={
            group.code: _waiting(np.concatenate([f.waits_of(f.is_of_group(number)) for f in facts]), days)
            for number, group in enumerate(plan.groups)
        },
        hall_limit=plan.hall_limit,
        inside_p99=_percentile_people(inside, 99),
        inside_most=int(inside.max()),
        outside_p99=_percentile_people(outside, 99),
        outside_waiting_p95_minutes=_percentile(outside_waits, 95),
        overtime_mean_minutes=float(overtime.mean()),
        overtime_p95_minutes=_percentile(overtime, 95),
        in_time_share=float(in_time.mean()),
        within_limit_share=float(within.mean()),
        holds_share=float((in_time & within).mean()),
        curve=_curve(plan, facts, inside, outside),
    )


class _Facts:
    """What figures are made of, for one stretch of days; marks have a row per day and a column per person."""

    def __init__(self, plan: DayPlan, habits: Habits, played: Played) -> None:
        people = played.people
        self.played = played
        self.is_absent = (people.arrives_at == NEVER) & (people.classes == CLASSES.index(VisitClass.BOOKED))
        self.is_too_late = (people.arrives_at < NEVER) & (people.admitted_at == NEVER)
        self.is_served = played.called_at < NEVER
        self.is_not_called = (people.admitted_at < NEVER) & ~self.is_served
        self.waits = np.where(self.is_served, played.called_at, 0) - np.where(self.is_served, people.arrives_at, 0)
        stood_outside = (people.admitted_at < NEVER) & (played.entered_at > people.admitted_at)
        entered = stood_outside & (played.entered_at < NEVER)
        self.outside_waits = played.entered_at[entered] - people.admitted_at[entered]
        last_left_at = np.where(self.is_served, played.left_at, 0).max(axis=1, initial=0)
        self.overtime = np.maximum(0, last_left_at - plan.closes_minute)
        self.is_in_time = (self.overtime <= habits.closing_grace_minutes) & ~self.is_not_called.any(axis=1)
        self.is_within_limit = ~stood_outside.any(axis=1)
        minutes = (plan.opens_minute, plan.closes_minute)
        self.inside = _present(played.entered_at, played.left_at, people.seats, minutes)
        self.outside = _present(people.admitted_at, played.entered_at, people.seats, minutes)

    def is_of_class(self, number: int) -> NDArray[np.bool_]:
        return np.broadcast_to(self.played.people.classes == number, self.waits.shape)

    def is_of_group(self, number: int) -> NDArray[np.bool_]:
        return np.broadcast_to(self.played.people.groups == number, self.waits.shape)

    def waits_of(self, chosen: NDArray[np.bool_]) -> Minutes:
        return self.waits[chosen & self.is_served]


def _present(
    from_at: Minutes, until_at: Minutes, seats: NDArray[np.int64], minutes: tuple[int, int]
) -> NDArray[np.int64]:
    """How many people are present at each whole minute of [first, last), by day."""
    first, last = minutes
    width = last - first + 1
    changes = np.zeros((len(from_at), width), dtype=np.int64)
    for at, sign in ((from_at, 1), (until_at, -1)):
        day, person = np.nonzero(at < NEVER)
        step = np.clip(np.ceil(at[day, person]).astype(np.int64) - first, 0, width - 1)
        np.add.at(changes, (day, step), sign * seats[day, person])
    return changes.cumsum(axis=1)[:, :-1]


def _curve(
    plan: DayPlan, facts: Sequence[_Facts], inside: NDArray[np.int64], outside: NDArray[np.int64]
) -> tuple[CurvePoint, ...]:
    arrivals = np.concatenate([f.played.people.arrives_at[f.is_served] for f in facts])
    waits = np.concatenate([f.waits[f.is_served] for f in facts])
    points = []
    for start in range(plan.opens_minute, plan.closes_minute, CURVE_MINUTES):
        # Who comes before the doors open belongs to the first step.
        since = start if start > plan.opens_minute else 0
        chosen = waits[(arrivals >= since) & (arrivals < start + CURVE_MINUTES)]
        columns = slice(start - plan.opens_minute, start - plan.opens_minute + CURVE_MINUTES)
        points.append(
            CurvePoint(
                start,
                len(chosen) / len(inside),
                _percentile(chosen, 95),
                float(inside[:, columns].mean()),
                float(outside[:, columns].mean()),
                _percentile(chosen, 50),
                _percentile_people(inside[:, columns], 99),
            )
        )
    return tuple(points)


def _waiting(waits: Minutes, days: int) -> Waiting:
    return Waiting(len(waits) / days, _percentile(waits, 50), _percentile(waits, 95))


def _percentile(values: Minutes, percent: int) -> float:
    return float(np.percentile(values, percent)) if len(values) else 0.0


def _percentile_people(counts: NDArray[np.int64], percent: int) -> int:
    """A whole number of people: the least count not passed in so many per cent of the minutes."""
    return int(np.percentile(counts, percent, method="inverted_cdf"))
