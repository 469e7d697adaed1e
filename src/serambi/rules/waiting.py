"""How long somebody in line still waits: an interval from the day's own service times, or an honest "not known yet"."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt
from statistics import fmean, pvariance

LEAST_DURATIONS = 5
"""Fewer finished services say nothing; then no time is named (a setting of ours)."""

LAST_DURATIONS = 30
"""So many finished services count, so that a slow hour is seen soon (a setting of ours)."""

HALF, NINE_TENTHS = 0.674, 1.645
"""Half of a normal distribution lies within 0.674 standard deviations of its mean, nine tenths within 1.645."""


@dataclass(frozen=True, slots=True)
class WaitEstimate:
    """Minutes until the call: in half of the cases within `likely`, in nine of ten within `almost_sure`.

    `services` is how many finished services it rests on.
    """

    likely: tuple[int, int]
    almost_sure: tuple[int, int]
    services: int


def wait_estimate(ahead: int, counters: int, durations_minutes: Sequence[float]) -> WaitEstimate | None:
    """Estimate the wait of somebody with `ahead` people before them in line, at so many counters that serve it.

    `durations_minutes` are services of today at the same stage, from call to end. The counters must end `ahead` + 1
    services together; their sum is taken as normal. None when fewer than LEAST_DURATIONS are known.
    Example: nobody ahead, one counter and services of exactly ten minutes give (10, 10) for both.
    """
    last = durations_minutes[-LAST_DURATIONS:]
    if len(last) < LEAST_DURATIONS:
        return None
    ends, at_once = ahead + 1, max(1, counters)
    mean = ends * fmean(last) / at_once
    deviation = sqrt(ends * pvariance(last)) / at_once
    return WaitEstimate(_within(mean, HALF * deviation), _within(mean, NINE_TENTHS * deviation), len(last))


def _within(mean: float, reach: float) -> tuple[int, int]:
    """Whole minutes, rounded outward and never below zero."""
    return max(0, floor(mean - reach)), max(1, ceil(mean + reach))
