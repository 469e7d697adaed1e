"""The hall of a day, event by event: people enter while there is room, are called in their order, and leave.

The one loop of the simulation. Numba compiles it at first use and keeps the machine code beside this file (or in the
user's cache where that cannot be written); nothing else of the simulation touches the machine.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from serambi.rules.simulation.people import Minutes, Numbers

NOBODY = -1

compiled = njit(cache=True, nogil=True)


class _Visitors(NamedTuple):
    """One day's people; `by_rank` and `by_arrival` are their numbers in those orders."""

    admitted_at: Minutes
    service_minutes: Minutes
    seats: Numbers
    groups: Numbers
    rank: Numbers
    by_rank: Numbers
    by_arrival: Numbers
    entered_at: Minutes
    called_at: Minutes


class _Hall(NamedTuple):
    """Who is where: marks by rank, how many are marked, and the least rank that can be; counters by group and number.

    Of `outside`, `first_outside` and `inside` only the first element is used: a number that can be changed.
    """

    is_outside: NDArray[np.bool_]
    is_waiting: NDArray[np.bool_]
    outside: Numbers
    waiting: Numbers
    first_outside: Numbers
    first_waiting: Numbers
    inside: Numbers
    served: Numbers
    free_at: Minutes


@compiled
def play(
    admitted_at: Minutes,
    rank: Numbers,
    by_rank: Numbers,
    by_arrival: Numbers,
    service_minutes: Minutes,
    seats: Numbers,
    groups: Numbers,
    span_starts: Minutes,
    counters: Numbers,
    hall_limit: int,
) -> tuple[Minutes, Minutes]:
    """When each person enters the hall and when each is called, minutes after midnight; infinity for never.

    All but the last four have one row per day and one column per person, `admitted_at` infinity for who does not come;
    `rank` orders each day's people from 0, `by_rank` and `by_arrival` list them in their orders. `counters` has a row
    per group and a column per span of time; a span lasts until the next starts, the last without end. A counter that
    closes finishes the person it serves. People enter in the order in which they are called: nobody is let past one
    for whom there is no room.
    """
    entered_at = np.full(admitted_at.shape, np.inf)
    called_at = np.full(admitted_at.shape, np.inf)
    for day in range(len(admitted_at)):
        visitors = _Visitors(
            admitted_at[day],
            service_minutes[day],
            seats[day],
            groups,
            rank[day],
            by_rank[day],
            by_arrival[day],
            entered_at[day],
            called_at[day],
        )
        _play_day(visitors, span_starts, counters, hall_limit)
    return entered_at, called_at


@compiled
def _play_day(visitors: _Visitors, span_starts: Minutes, counters: Numbers, hall_limit: int) -> None:
    people, group_count, most = len(visitors.rank), len(counters), _most(counters)
    hall = _Hall(
        np.zeros(people, np.bool_),
        np.zeros((group_count, people), np.bool_),
        np.zeros(1, np.int64),
        np.zeros(group_count, np.int64),
        np.full(1, people),
        np.full(group_count, people),
        np.zeros(1, np.int64),
        np.full((group_count, most), NOBODY),
        np.full((group_count, most), np.inf),
    )
    arrived, span = 0, NOBODY
    while True:
        now = _next_free_at(hall)
        if arrived < people:
            now = min(now, visitors.admitted_at[visitors.by_arrival[arrived]])
        if span + 1 < len(span_starts):
            now = min(now, span_starts[span + 1])
        if now == np.inf:
            return
        _let_go(hall, visitors, now)
        while span + 1 < len(span_starts) and span_starts[span + 1] <= now:
            span += 1
        while arrived < people and visitors.admitted_at[visitors.by_arrival[arrived]] <= now:
            place = visitors.rank[visitors.by_arrival[arrived]]
            hall.is_outside[place] = True
            hall.outside[0] += 1
            hall.first_outside[0] = min(hall.first_outside[0], place)
            arrived += 1
        _let_in(hall, visitors, now, hall_limit)
        for group in range(group_count):
            _call(hall, visitors, now, group, counters[group, span] if span >= 0 else 0)


@compiled
def _let_go(hall: _Hall, visitors: _Visitors, now: float) -> None:
    for group in range(hall.served.shape[0]):
        for counter in range(hall.served.shape[1]):
            if hall.free_at[group, counter] <= now:
                hall.inside[0] -= visitors.seats[hall.served[group, counter]]
                hall.free_at[group, counter] = np.inf
                hall.served[group, counter] = NOBODY


@compiled
def _let_in(hall: _Hall, visitors: _Visitors, now: float, hall_limit: int) -> None:
    place = hall.first_outside[0]
    while hall.outside[0] > 0:
        if hall.is_outside[place]:
            person = visitors.by_rank[place]
            if hall.inside[0] + visitors.seats[person] > hall_limit:
                break
            hall.is_outside[place] = False
            hall.outside[0] -= 1
            hall.inside[0] += visitors.seats[person]
            visitors.entered_at[person] = now
            group = visitors.groups[person]
            hall.is_waiting[group, place] = True
            hall.waiting[group] += 1
            hall.first_waiting[group] = min(hall.first_waiting[group], place)
        place += 1
    hall.first_outside[0] = place


@compiled
def _call(hall: _Hall, visitors: _Visitors, now: float, group: int, counters_open: int) -> None:
    """Call people of a group, first in order first, while fewer are served than counters are open."""
    busy = 0
    for counter in range(hall.served.shape[1]):
        busy += hall.served[group, counter] != NOBODY
    place, counter = hall.first_waiting[group], 0
    while busy < counters_open and hall.waiting[group] > 0:
        if hall.is_waiting[group, place]:
            while hall.served[group, counter] != NOBODY:
                counter += 1
            person = visitors.by_rank[place]
            hall.is_waiting[group, place] = False
            hall.waiting[group] -= 1
            hall.served[group, counter] = person
            hall.free_at[group, counter] = now + visitors.service_minutes[person]
            visitors.called_at[person] = now
            busy += 1
        place += 1
    hall.first_waiting[group] = place


@compiled
def _next_free_at(hall: _Hall) -> float:
    first = np.inf
    for group in range(hall.free_at.shape[0]):
        for counter in range(hall.free_at.shape[1]):
            first = min(first, hall.free_at[group, counter])
    return first


@compiled
def _most(counters: Numbers) -> int:
    most = 0
    for group in range(counters.shape[0]):
        for span in range(counters.shape[1]):
            most = max(most, counters[group, span])
    return most
