"""How long somebody in line still waits: an interval from the day's own service times, or an honest "not known yet"."""

from bisect import insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import cycle
from math import ceil, floor, inf
from statistics import quantiles
from typing import Any

LEAST_DURATIONS = 5
"""Fewer finished services say nothing; then no time is named (a setting of ours)."""

LAST_DURATIONS = 30
"""So many finished services count, so that a slow hour is seen soon (a setting of ours)."""

DRAWS = 120
"""How often the rest of the line is played; more would not move an interval of whole minutes."""

CHANCES = 4001
"""Numbers made once and gone round; a prime, so that no two plays meet the same ones in the same places."""

PARTS = 40
"""Half of the plays lie from the 10th of them to the 30th. From the first to the 39th lie 95 of 100 plays, but nine
of ten days: thirty services do not show how long the longest take (of 3,000 played days 49.7 and 90.4 % lay within)."""

Station = tuple[str, str]
"""A stage and a service group."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """Somebody in the hall. `order` is their place in the order of calls; `stations` those still to come, the one they
    wait or are served for first; `wanted_counter` alone may call them, any when empty."""

    order: tuple[Any, ...]
    stations: tuple[Station, ...]
    wanted_counter: str = ""


@dataclass(frozen=True, slots=True)
class OpenCounter:
    """A counter and what it calls for; `serves` is who is there, since so many minutes, None when nobody is."""

    name: str
    calls: frozenset[Station]
    serves: Ahead | None = None
    since_minutes: float = 0


@dataclass(frozen=True, slots=True)
class WaitEstimate:
    """Minutes until the call: in half of the cases within `likely`, in nine of ten within `almost_sure`.

    `services` is how many finished services it rests on.
    """

    likely: tuple[int, int]
    almost_sure: tuple[int, int]
    services: int


def wait_estimate(
    own: Ahead,
    waiting: Sequence[Ahead],
    counters: Sequence[OpenCounter],
    durations_minutes: Mapping[Station, Sequence[float]],
) -> WaitEstimate | None:
    """Estimate the wait of somebody in line by playing the rest of the line many times.

    `waiting` are all the others who wait, for any stage; `durations_minutes` are today's services by station, from call
    to end, newest last. Who is served goes on from the minutes already spent, comes back for their next station in
    their old order, and each counter calls the first it calls for. None when fewer than LEAST_DURATIONS services of
    the own station are known, or no open counter calls for it. The same question gives the same answer.
    Example: nobody ahead, one counter whose visitor came four minutes ago, services of exactly ten minutes: (6, 6).
    """
    known = {station: tuple(each[-LAST_DURATIONS:]) for station, each in durations_minutes.items() if each}
    mine = known.get(own.stations[0], ())
    if len(mine) < LEAST_DURATIONS:
        return None
    line = _Line(own, waiting, counters, known, mine, cycle(_CHANCES))
    minutes = [line.play() for _ in range(DRAWS)]
    if inf in minutes:
        return None
    cuts = quantiles(minutes, n=PARTS, method="inclusive")
    return WaitEstimate(_whole(cuts[9], cuts[29]), _whole(cuts[0], cuts[-1]), len(mine))


class _Line:
    """The line as it is now, played on until one person is called."""

    def __init__(
        self,
        own: Ahead,
        waiting: Sequence[Ahead],
        counters: Sequence[OpenCounter],
        durations: Mapping[Station, Sequence[float]],
        typical: Sequence[float],
        chances: Iterator[float],
    ) -> None:
        self.own, self.counters = own, counters
        self.waiting = sorted((*waiting, own), key=_order)
        self.durations, self.typical, self.chances = durations, typical, chances

    def play(self) -> float:
        """Minutes until the own call, in one play; infinity when no counter ever calls."""
        waiting = list(self.waiting)
        ends = [(self._rest(each), number) for number, each in enumerate(self.counters)]
        served = [each.serves for each in self.counters]
        heapify(ends)
        idle: list[int] = []
        while ends:
            now, number = heappop(ends)
            leaving, served[number] = served[number], None
            if leaving is not None and len(leaving.stations) > 1:
                insort(waiting, Ahead(leaving.order, leaving.stations[1:]), key=_order)
            idle.append(number)
            for free in list(idle):
                called = self._first(waiting, self.counters[free])
                if called is self.own:
                    return now
                if called is not None:
                    waiting.remove(called)
                    idle.remove(free)
                    served[free] = called
                    heappush(ends, (now + self._draw(called.stations[0]), free))
        return inf

    def _first(self, waiting: Sequence[Ahead], counter: OpenCounter) -> Ahead | None:
        for each in waiting:
            if each.stations[0] in counter.calls and each.wanted_counter in ("", counter.name):
                return each
        return None

    def _rest(self, counter: OpenCounter) -> float:
        """What is left of the service that goes on: longer than what it has taken, as far as anything known is."""
        if counter.serves is None:
            return 0
        known = self.durations.get(counter.serves.stations[0], self.typical)
        longer = [minutes for minutes in known if minutes > counter.since_minutes]
        return self._one_of(longer) - counter.since_minutes if longer else self._one_of(known) / 2

    def _draw(self, station: Station) -> float:
        return self._one_of(self.durations.get(station, self.typical))

    def _one_of(self, minutes: Sequence[float]) -> float:
        return minutes[int(next(self.chances) * len(minutes))]


def _chances() -> tuple[float, ...]:
    """Numbers in [0, 1) that are always the same ones: Knuth's generator for MMIX, its upper bits."""
    state, numbers = 1, []
    for _ in range(CHANCES):
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        numbers.append((state >> 11) / 2**53)
    return tuple(numbers)


_CHANCES = _chances()


def _order(each: Ahead) -> tuple[Any, ...]:
    return each.order


def _whole(low: float, high: float) -> tuple[int, int]:
    """Whole minutes, rounded outward."""
    return floor(low), max(1, ceil(high))
