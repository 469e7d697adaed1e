"""The simulated queue against Erlang-C and against Ciw: within 3 % (issue 4)."""

import math

import numpy as np
import pytest

from bench.simulated_by_ciw import waits_by_ciw
from serambi.rules.simulation.day import play_people
from serambi.rules.simulation.habits import Habits
from serambi.rules.simulation.people import People, draw_people
from serambi.rules.simulation.plan import CounterSpan, DayPlan, GroupPlan, SlotBand

WITHIN = 0.03
SERVICE_MINUTES = 10
VISITORS = 2_000_000
"""So many that chance moves the mean wait by about half a per cent."""


def erlang_c(counters: int, load: float) -> float:
    """The share of visitors who wait in M/M/c at a load of 0..1 a counter (A. K. Erlang 1917)."""
    offered = counters * load
    waiting = offered**counters / math.factorial(counters) / (1 - load)
    return waiting / (sum(offered**n / math.factorial(n) for n in range(counters)) + waiting)


@pytest.mark.parametrize(("counters", "load"), [(1, 0.6), (3, 0.7), (6, 0.75)])
def test_waits_are_those_of_erlang_c(counters, load):
    chance = np.random.default_rng(1917)
    gap_minutes = SERVICE_MINUTES / (counters * load)
    arrives_at = chance.exponential(gap_minutes, (1, VISITORS)).cumsum(axis=1)
    people = People(
        groups=np.zeros(VISITORS, dtype=np.int64),
        classes=np.zeros(VISITORS, dtype=np.int64),
        arrives_at=arrives_at,
        admitted_at=arrives_at,
        rank=np.arange(VISITORS)[None, :],
        service_minutes=chance.exponential(SERVICE_MINUTES, (1, VISITORS)),
        seats=np.ones((1, VISITORS), dtype=np.int64),
    )
    endless = GroupPlan("passport", SERVICE_MINUTES, (CounterSpan(0, 1, counters),), ())

    waits = play_people(DayPlan((endless,), VISITORS, takes_walk_ins=True), people).called_at - arrives_at

    share = erlang_c(counters, load)
    drain_minutes = SERVICE_MINUTES / (counters * (1 - load))
    assert (waits > 0).mean() == pytest.approx(share, rel=WITHIN)
    assert waits.mean() == pytest.approx(share * drain_minutes, rel=WITHIN)
    assert np.percentile(waits, 95) == pytest.approx(drain_minutes * math.log(share / 0.05), rel=WITHIN)


@pytest.mark.parametrize("counters", [2, 3, 5])
def test_waits_of_a_day_with_classes_are_those_of_ciw(counters):
    bands = tuple(SlotBand(480 + 30 * number, 8) for number in range(12))
    day_plan = DayPlan((GroupPlan("passport", 15, (CounterSpan(480, 840, counters),), bands),), 1000, True)
    # Every arrival is late: Ciw knows no slots and calls each class by arrival. Nobody comes before the door opens:
    # of those who enter at one instant Ciw calls the first it looks at, whatever the class.
    habits = Habits(late_after_minutes=-1000, early_minutes=-30, priority_per_booked=0.2, walk_ins_per_booked=0.2)
    people = draw_people(day_plan, habits, days=20, chance=np.random.default_rng(7))

    played = play_people(day_plan, people)

    came = played.called_at < np.inf
    ours = played.called_at[came] - people.admitted_at[came]
    theirs = waits_by_ciw(people, counters=counters)
    assert len(ours) == len(theirs)
    assert ours.mean() == pytest.approx(theirs.mean(), rel=WITHIN)
    assert np.percentile(ours, 95) == pytest.approx(np.percentile(theirs, 95), rel=WITHIN)
    assert np.sort(ours) == pytest.approx(np.sort(theirs), abs=1e-6)
