"""What an office has counted of its own visits, and the habits that follow: its own where enough are known, or ours."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from statistics import fmean

from serambi.rules.simulation.habits import Habits
from serambi.rules.visit_day import VisitDay

LEAST_VISITS = 50
"""From so many visits on an office's own samples count; fewer say too little of their tail (a setting of ours)."""


@dataclass(frozen=True, slots=True)
class VisitHistory:
    """Visits of [from_on, until_on): minutes at the counters of each finished visit by service group, minutes from the
    start of the slot to the arrival (negative: early) of who came with a booking, and how many of those did not."""

    from_on: date
    until_on: date
    service_minutes: Mapping[str, tuple[float, ...]]
    arrival_minutes: tuple[float, ...]
    missed: int

    @property
    def booked(self) -> int:
        """Visits that came or were missed."""
        return len(self.arrival_minutes) + self.missed


@dataclass(frozen=True, slots=True)
class ServiceSource:
    """On what the service times of a group rest: `visits` finished visits, and whether they are drawn from; else the
    planned minutes are. `mean_minutes` is that of what is drawn from."""

    visits: int
    is_own: bool
    mean_minutes: float


@dataclass(frozen=True, slots=True)
class KnownHabits:
    """Habits with their sources: service times by group, and whether arrivals and missed visits are its own."""

    habits: Habits
    service: Mapping[str, ServiceSource]
    arrivals_are_own: bool
    missed_are_own: bool


def known_habits(history: VisitHistory, settings: VisitDay, planned_minutes: Mapping[str, int]) -> KnownHabits:
    """Our settings, but for those the office has set or counted itself: each from LEAST_VISITS of its own visits on.

    `planned_minutes` are those of each service group of the plan. Source: docs/rules.md, simulation.
    """
    samples = {group: history.service_minutes.get(group, ()) for group in planned_minutes}
    own = {group: minutes for group, minutes in samples.items() if len(minutes) >= LEAST_VISITS}
    habits = Habits(
        admit_early_minutes=settings.early_minutes, late_after_minutes=settings.grace_minutes, service_samples=own
    )
    arrivals_are_own = len(history.arrival_minutes) >= LEAST_VISITS
    if arrivals_are_own:
        habits = replace(habits, arrival_samples=history.arrival_minutes)
    missed_are_own = history.booked >= LEAST_VISITS
    if missed_are_own:
        habits = replace(habits, no_show_share=history.missed / history.booked)
    service = {
        group: ServiceSource(len(minutes), group in own, fmean(minutes) if group in own else planned_minutes[group])
        for group, minutes in samples.items()
    }
    return KnownHabits(habits, service, arrivals_are_own, missed_are_own)
