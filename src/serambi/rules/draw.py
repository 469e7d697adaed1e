"""The draw: chance instead of haste. Ranks from a seed committed to beforehand, and places given in their order."""

import hashlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

NO_PLACE = -1
"""Instead of a slot's number: the request got no place."""


@dataclass(frozen=True, slots=True)
class DrawPlaces:
    """The places of one slot when the draw is made."""

    slot: str
    on: date
    places: int


@dataclass(frozen=True, slots=True)
class Tickets:
    """The requests of a draw as columns, so that a million of them stay small; the i-th of each make one request.

    `codes` are their public codes, `people` the sizes of their parties, `urgent` 1 for an urgent need and 0 else.
    `wishes` are slots by code and days as "2020-09-14", best first. Who asked, and when, is not among them.
    """

    codes: Sequence[str]
    people: Sequence[int]
    urgent: Sequence[int]
    wishes: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """`order` holds the numbers of the requests from first to last; `slots` for each request the number of its slot
    among the places, or NO_PLACE."""

    order: Sequence[int]
    slots: Sequence[int]


def seed_hash(seed: str) -> str:
    """The SHA-256 of a seed in hexadecimal: published before the first request, so that the seed cannot be chosen
    afterwards. Source: docs/draw.md."""
    return hashlib.sha256(seed.encode()).hexdigest()


def rank(seed: str, code: str) -> str:
    """The rank of a request by its public code, in hexadecimal; the lower comes first. Source: docs/draw.md."""
    return hashlib.sha256(f"{seed}|{code}".encode()).hexdigest()


def draw(seed: str, tickets: Tickets, places: Sequence[DrawPlaces]) -> Drawn:
    """Give the places: urgent needs first, then by rank, each the first of its wishes with room for the whole party.

    A wish for a day takes that day's slots in the order of `places`. The outcome depends on the seed, the requests and
    the places alone, not on the order in which the requests came. Source: docs/draw.md.
    """
    order = _order(seed, tickets)
    left = [each.places for each in places]
    slots_of = _slots_by_wish(places)
    first_with_room: dict[tuple[str, int], int] = {}
    slots = array("l", [NO_PLACE]) * len(order)
    for number in order:
        people = tickets.people[number]
        for wish in tickets.wishes[number]:
            wanted = slots_of.get(wish, [])
            at = first_with_room.get((wish, people), 0)
            # Places only ever go: a slot too small for this size once is so for good, and is never looked at again.
            while at < len(wanted) and left[wanted[at]] < people:
                at += 1
            first_with_room[wish, people] = at
            if at < len(wanted):
                left[wanted[at]] -= people
                slots[number] = wanted[at]
                break
    return Drawn(order, slots)


def _order(seed: str, tickets: Tickets) -> Sequence[int]:
    start = hashlib.sha256(f"{seed}|".encode())
    keys = []
    for code, urgent in zip(tickets.codes, tickets.urgent, strict=True):
        whole = start.copy()
        whole.update(code.encode())
        keys.append((b"\0" if urgent else b"\1") + whole.digest())
    return sorted(range(len(keys)), key=keys.__getitem__)


def _slots_by_wish(places: Iterable[DrawPlaces]) -> dict[str, list[int]]:
    by_wish: dict[str, list[int]] = {}
    for number, each in enumerate(places):
        by_wish.setdefault(each.slot, []).append(number)
        by_wish.setdefault(str(each.on), []).append(number)
    return by_wish
