"""The simulation of a day at Serang's size: 1,000 days (issue 4: under 10 s, and at least 20 times as fast as Ciw).

Ciw plays the same people, arrival by arrival and service by service, through the same counters and classes; only the
hall's limit and the break are left out, which Ciw has no word for.
"""

import os
import subprocess
import sys
import tempfile
import time

import numpy as np

from bench.simulated_by_ciw import waits_by_ciw
from serambi.rules.simulation.day import Played, play_people
from serambi.rules.simulation.habits import Habits
from serambi.rules.simulation.people import draw_people
from serambi.rules.simulation.plan import CounterSpan, DayPlan, GroupPlan, SlotBand
from serambi.rules.simulation.simulate import simulate

DAYS, CIW_DAYS, SEED = 1000, 500, 1


def measure() -> dict[str, float]:
    """Seconds of 1,000 days, with the loop compiled beforehand and in a new process without any machine code kept;
    days a second of both simulations over the same days, by the processor's time; and how far their p95 lie apart."""
    plan = serang_plan()
    simulate(plan, days=1, seed=SEED)
    started = time.perf_counter()
    simulate(plan, days=DAYS, seed=SEED)
    seconds = time.perf_counter() - started
    return {"days": DAYS, "seconds": seconds, "seconds_with_compiling": _cold_seconds()} | _against_ciw(plan)


def serang_plan() -> DayPlan:
    """60 people booked under the orders of 10 September 2020: two groups, six counters, 16 seats."""
    halves = (*range(450, 720, 30), 780, 810)
    groups = (
        GroupPlan("passport", 15, _spans(4), tuple(SlotBand(start, 5 if start < 810 else 0) for start in halves)),
        GroupPlan("permit", 15, _spans(2), tuple(SlotBand(start, 1) for start in halves[:10])),
    )
    return DayPlan(groups, hall_limit=16, takes_walk_ins=True)


def _spans(counters: int) -> tuple[CounterSpan, ...]:
    return CounterSpan(450, 720, counters), CounterSpan(780, 840, counters)


def _against_ciw(plan: DayPlan) -> dict[str, float]:
    """One group without break and with room for everybody, so that Ciw can play it."""
    one = GroupPlan("passport", 15, (CounterSpan(450, 840, 4),), plan.groups[0].bands)
    roomy = DayPlan((one,), hall_limit=1000, takes_walk_ins=True)
    started = time.process_time()
    people = draw_people(roomy, Habits(late_after_minutes=-1000), days=CIW_DAYS, chance=np.random.default_rng(SEED))
    played = play_people(roomy, people)
    our_seconds = time.process_time() - started
    started = time.process_time()
    theirs = waits_by_ciw(people, counters=4)
    ciw_seconds = time.process_time() - started
    ours = _waits(played)
    return {
        "days_a_second": CIW_DAYS / our_seconds,
        "ciw_days_a_second": CIW_DAYS / ciw_seconds,
        "times_ciw": ciw_seconds / our_seconds,
        "p95_apart": abs(float(np.percentile(ours, 95) / np.percentile(theirs, 95)) - 1),
    }


def _waits(played: Played) -> np.ndarray:
    """From the door to the call: Ciw's people come when the door opens for them."""
    came = played.called_at < np.inf
    return played.called_at[came] - played.people.admitted_at[came]


def _cold_seconds() -> float:
    with tempfile.TemporaryDirectory() as empty:
        environment = os.environ | {"NUMBA_CACHE_DIR": empty}
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "bench.simulation"], check=True, env=environment)
        return time.perf_counter() - started


if __name__ == "__main__":
    simulate(serang_plan(), days=DAYS, seed=SEED)
