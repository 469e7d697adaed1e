"""Plays a plan: people drawn, let in, called, and what came of each."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from serambi.rules.simulation.habits import Habits
from serambi.rules.simulation.hall import play
from serambi.rules.simulation.people import Minutes, Numbers, People, draw_people
from serambi.rules.simulation.plan import DayPlan, GroupPlan

STRETCH_DAYS = 100
"""Days played in one go: long enough to be fast, short enough to show progress."""


@dataclass(frozen=True, slots=True)
class Played:
    """Some days played: the people, and when each entered, was called and left, minutes after midnight (NEVER for
    those who stayed away, came too late or were not called)."""

    people: People
    entered_at: Minutes
    called_at: Minutes
    left_at: Minutes

    @property
    def days(self) -> int:
        return len(self.entered_at)


def stretches(days: int) -> int:
    """In how many stretches so many days are played."""
    return -(-days // STRETCH_DAYS)


def play_days(plan: DayPlan, habits: Habits, *, days: int, seed: int) -> Iterator[Played]:
    """Play the plan so many times, stretch by stretch. The same seed gives the same days, and the first days are the
    same however many are asked for in whole stretches. Source: docs/rules.md, simulation."""
    for number in range(stretches(days)):
        chance = np.random.default_rng([seed, number])
        size = min(STRETCH_DAYS, days - number * STRETCH_DAYS)
        yield play_people(plan, draw_people(plan, habits, days=size, chance=chance))


def play_people(plan: DayPlan, people: People) -> Played:
    """What comes of these people under the plan."""
    starts, counters = _timeline(plan.groups)
    entered_at, called_at = play(
        people.admitted_at,
        people.rank,
        np.argsort(people.rank, axis=1),
        np.argsort(people.admitted_at, axis=1, kind="stable"),
        people.service_minutes,
        people.seats,
        people.groups,
        starts,
        counters,
        plan.hall_limit,
    )
    return Played(people, entered_at, called_at, called_at + people.service_minutes)


def _timeline(groups: tuple[GroupPlan, ...]) -> tuple[Minutes, Numbers]:
    """The instants at which any group's counters change, and each group's counters from each on.

    After its last span a group keeps that span's counters: whoever is in the hall at the end of service is served.
    """
    starts = sorted(
        {edge for group in groups for span in group.spans for edge in (span.from_minute, span.until_minute)}
    )
    counters = [[_counters_at(group, start) for start in starts] for group in groups]
    return np.array(starts, dtype=np.float64), np.array(counters, dtype=np.int64)


def _counters_at(group: GroupPlan, minute: int) -> int:
    if minute >= group.closes_minute:
        return group.spans[-1].counters
    return next((s.counters for s in group.spans if s.from_minute <= minute < s.until_minute), 0)
