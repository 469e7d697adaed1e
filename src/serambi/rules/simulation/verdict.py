"""Whether a plan holds, and why not."""

from dataclasses import dataclass
from enum import StrEnum

from serambi.rules.simulation.figures import DayFigures

HOLDS_FROM_SHARE = 0.9
"""A plan holds when nine of ten played days do (a setting of ours)."""


class WhyNot(StrEnum):
    """What keeps a plan from holding, the hall before the clock, as it comes in the day."""

    HALL_FULL = "hall_full"
    NOT_IN_TIME = "not_in_time"


@dataclass(frozen=True, slots=True)
class PlanVerdict:
    """`reasons` are empty when the plan holds."""

    holds: bool
    reasons: tuple[WhyNot, ...]


def verdict_of(figures: DayFigures) -> PlanVerdict:
    """Say whether a plan holds: enough days on which nobody waits outside a full hall and everybody is served in time.

    Where each alone would hold but not both together, both are named. Source: docs/rules.md, simulation.
    """
    if figures.holds_share >= HOLDS_FROM_SHARE:
        return PlanVerdict(True, ())
    shares = {WhyNot.HALL_FULL: figures.within_limit_share, WhyNot.NOT_IN_TIME: figures.in_time_share}
    short = tuple(reason for reason, share in shares.items() if share < HOLDS_FROM_SHARE)
    return PlanVerdict(False, short or tuple(shares))
