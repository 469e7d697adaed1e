"""When a case will probably be ready, from how long the office's own finished cases took. A forecast is no promise."""

from collections.abc import Sequence
from dataclasses import dataclass

LEAST_CASES = 20
"""Fewer finished cases give no forecast (a setting of ours)."""

NEWEST_CASES = 200
"""How many of the newest finished cases are looked at: an office changes (a setting of ours)."""

EARLY_SHARE, LATE_SHARE = 10, 90
"""Percent of the cases that were ready by the first and by the last day of the interval."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """Working days from the day a case entered its stage: eight of ten took so many; out of `cases` finished ones."""

    early_days: int
    late_days: int
    cases: int


def forecast(took_days: Sequence[int], elapsed_days: int) -> Forecast | None:
    """The interval in which a case will be ready that has been in its stage for `elapsed_days` working days.

    `took_days`: working days from this stage to readiness of the newest finished cases of the same office, service and
    stage, in any order. Those that were ready sooner than this case can be say nothing about it. None when fewer than
    20 are left. Empirical quantiles, no model: the k-th smallest of n, k = share of n rounded up.
    """
    comparable = sorted(days for days in took_days if days >= elapsed_days)
    if len(comparable) < LEAST_CASES:
        return None
    return Forecast(_quantile(comparable, EARLY_SHARE), _quantile(comparable, LATE_SHARE), len(comparable))


def _quantile(ordered: Sequence[int], percent: int) -> int:
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
