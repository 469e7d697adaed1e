"""Re-seating: who must leave a slot that shrank, in which order they are cared for, and which place each gets."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from serambi.rules.capacity import Contingent
from serambi.rules.policy import OFFER_ANSWER_HOURS, OFFER_NOTICE_HOURS


@dataclass(frozen=True, slots=True)
class Seated:
    """People booked together who hold places in one slot. `start_at` aware UTC, `size` people."""

    party: int
    slot: int
    size: int
    start_at: datetime
    booked_at: datetime
    is_urgent: bool
    is_vulnerable: bool

    @property
    def care_order(self) -> tuple[bool, bool, datetime, datetime, int]:
        """Urgent first, then vulnerable, then by original time. Source: docs/rules.md, orders."""
        return (not self.is_urgent, not self.is_vulnerable, self.start_at, self.booked_at, self.party)


@dataclass(frozen=True, slots=True)
class FreePlaces:
    """A slot with free places after the order."""

    slot: int
    start_at: datetime
    contingent: Contingent
    free: int


def displaced(seated: Sequence[Seated], places: int) -> tuple[Seated, ...]:
    """Those of one slot who must leave it when it has only `places` left, sorted by care.

    Places go by care order; a party stays or leaves as a whole, and a smaller one later in the order may stay where a
    larger one could not.
    """
    left = places
    leaving = []
    for party in sorted(seated, key=lambda each: each.care_order):
        if party.size <= left:
            left -= party.size
        else:
            leaving.append(party)
    return tuple(leaving)


def reseat(
    leaving: Sequence[Seated], free: Sequence[FreePlaces], now: datetime
) -> Mapping[tuple[int, int], int | None]:
    """The new slot of each displaced party, by (party, old slot); None when no slot before the horizon has room.

    In care order, each party gets the first slot with places for all of it that starts neither before its old time
    nor within OFFER_NOTICE_HOURS; urgent needs have both contingents, others the general one. `free` ends at the
    horizon. No place is given twice. Source: docs/rules.md, orders.
    """
    slots = sorted(free, key=lambda each: (each.start_at, each.contingent is Contingent.GENERAL, each.slot))
    left = {each.slot: each.free for each in slots}
    for_all = _Row([each for each in slots if each.contingent is Contingent.GENERAL], left)
    for_urgent = _Row(slots, left)
    soonest = now + timedelta(hours=OFFER_NOTICE_HOURS)
    seats: dict[tuple[int, int], int | None] = {}
    for party in sorted(leaving, key=lambda each: each.care_order):
        row = for_urgent if party.is_urgent else for_all
        slot = row.first_with_room(max(soonest, party.start_at), party.size, party.slot)
        seats[party.party, party.slot] = slot
        if slot is not None:
            left[slot] -= party.size
    return seats


class _Row:
    """Slots in time order over shared counts of free places; remembers which are full, so that none is asked twice."""

    def __init__(self, slots: Sequence[FreePlaces], left: Mapping[int, int]) -> None:
        self.slots, self.left = slots, left
        self.starts = [each.start_at for each in slots]
        self.onward = list(range(len(slots) + 1))

    def first_with_room(self, not_before: datetime, size: int, but_not: int) -> int | None:
        at = self._not_full(bisect_left(self.starts, not_before))
        while at < len(self.slots):
            slot = self.slots[at].slot
            if self.left[slot] >= size and slot != but_not:
                return slot
            at = self._not_full(at + 1)
        return None

    def _not_full(self, at: int) -> int:
        """The first slot from `at` on that is not full; shortens the way there for the next question."""
        passed = []
        while at < len(self.slots):
            if self.onward[at] == at and self.left[self.slots[at].slot] > 0:
                break
            passed.append(at)
            at = max(self.onward[at], at + 1)
        for each in passed:
            self.onward[each] = at
        return at


def answer_deadline(start_at: datetime, now: datetime) -> datetime:
    """Until when an offered place is held: OFFER_ANSWER_HOURS, but never past half the time left to the visit."""
    return now + min(timedelta(hours=OFFER_ANSWER_HOURS), (start_at - now) / 2)
