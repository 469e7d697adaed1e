"""The whole simulation in one call."""

from serambi.rules.simulation.day import play_days
from serambi.rules.simulation.figures import DayFigures, figures_of
from serambi.rules.simulation.habits import Habits
from serambi.rules.simulation.plan import CounterSpan, DayPlan, GroupPlan, SlotBand

DAYS = 1000
"""Days played where nothing else is asked: enough that a second thousand moves the p95 by about a minute at most."""


def simulate(plan: DayPlan, habits: Habits | None = None, *, days: int = DAYS, seed: int) -> DayFigures:
    """Play a plan that `why_not_simulate` lets pass; `habits` None are our settings. The same seed gives the same."""
    own = habits or Habits()
    return figures_of(plan, own, list(play_days(plan, own, days=days, seed=seed)))


def warm_up() -> None:
    """Have the loop compiled and its machine code kept, so that nobody waits for it: seconds, once for a version."""
    alone = GroupPlan("passport", 15, (CounterSpan(480, 540, 1),), (SlotBand(480, 1),))
    simulate(DayPlan((alone,), hall_limit=1, takes_walk_ins=False), days=1, seed=0)
