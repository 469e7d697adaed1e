"""Halls for tests of the simulation: people written down by hand, and plans that are valid and boring."""

from collections.abc import Sequence

import numpy as np

from serambi.rules.queueing import VisitClass
from serambi.rules.simulation.day import Played, play_people
from serambi.rules.simulation.people import CLASSES, People
from serambi.rules.simulation.plan import CounterSpan, DayPlan, GroupPlan, SlotBand

EIGHT, NOON, ONE, FOUR = 480, 720, 780, 960


def spans(counters: int = 1) -> tuple[CounterSpan, ...]:
    """From eight to four with an hour's break."""
    return CounterSpan(EIGHT, NOON, counters), CounterSpan(ONE, FOUR, counters)


def group(code: str = "passport", counters: int = 1, booked: Sequence[int] = (3, 3), minutes: int = 10) -> GroupPlan:
    """A group with so many people booked for each half hour from eight."""
    bands = tuple(SlotBand(EIGHT + 30 * number, people) for number, people in enumerate(booked))
    return GroupPlan(code, minutes, spans(counters), bands)


def plan(*groups: GroupPlan, hall_limit: int = 20) -> DayPlan:
    return DayPlan(groups or (group(),), hall_limit, takes_walk_ins=True)


def people(
    arrives_at: Sequence[float],
    minutes: Sequence[float] | float = 10,
    *,
    classes: Sequence[VisitClass] | None = None,
    groups: Sequence[int] | None = None,
    seats: Sequence[int] | None = None,
) -> People:
    """One day's people, all let in when they come, called by class and arrival."""
    at = np.array([arrives_at], dtype=float)
    kinds = np.array([CLASSES.index(each) for each in classes or [VisitClass.BOOKED] * len(arrives_at)])
    rank = np.argsort(np.lexsort((at[0], kinds)))[None, :]
    return People(
        groups=np.array(groups or [0] * len(arrives_at)),
        classes=kinds,
        arrives_at=at,
        admitted_at=at,
        rank=rank,
        service_minutes=np.broadcast_to(np.asarray(minutes, dtype=float), at.shape).copy(),
        seats=np.array([seats or [1] * len(arrives_at)]),
    )


def called_at(day_plan: DayPlan, who: People) -> list[float]:
    return play_people(day_plan, who).called_at[0].tolist()


def inside_at_once(played: Played) -> int:
    """The most people ever inside, over all days, counted event by event."""
    most = 0
    for day in range(played.days):
        came = played.entered_at[day] < np.inf
        seats = played.people.seats[day, came]
        # At the same instant who leaves goes before who enters.
        events = [(at, 1, number) for at, number in zip(played.entered_at[day, came], seats, strict=True)]
        events += [(at, 0, -number) for at, number in zip(played.left_at[day, came], seats, strict=True)]
        inside = 0
        for _, _, change in sorted(events):
            inside += change
            most = max(most, inside)
    return most
