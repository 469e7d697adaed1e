"""Restoring after an undo: who returns to which of the places that orders took from them, one after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from serambi.rules.reseating import Seated


@dataclass(frozen=True, slots=True)
class Unanswered:
    """One person whom orders displaced, perhaps more than once, and who has answered nothing since.

    `links` are the slots they had to leave, in that order; None for one to which no way leads back. `holds` is the
    slot that is held for them now, None when none is. `seated` is the place they had first, for the order of care.
    """

    booking: int
    links: tuple[int | None, ...]
    holds: int | None
    seated: Seated


def put_back(unanswered: Sequence[Unanswered], free: Mapping[int, int]) -> Mapping[int, int]:
    """To which of their links people return, by booking: 0 is the place they had first; who stays is missing.

    In care order each gets the earliest link with a place, out of the `free` ones by slot; slots not in it cannot be
    had. A place that somebody leaves by returning is there for the next, so all are asked again until nobody moves.
    No place is given twice. Source: docs/rules.md, orders.
    """
    left = dict(free)
    in_order = sorted(unanswered, key=lambda each: (each.seated.care_order, each.booking))
    stands = {each.booking: _stands_at(each) for each in in_order}
    returned: dict[int, int] = {}
    has_moved = True
    while has_moved:
        has_moved = False
        for each in in_order:
            before = stands[each.booking]
            link = _earliest(each, before, left)
            if link is None:
                continue
            leaves = each.links[before] if before < len(each.links) else each.holds
            for slot, change in ((leaves, 1), (each.links[link], -1)):
                if slot in left:
                    left[slot] += change
            stands[each.booking] = returned[each.booking] = link
            has_moved = True
    return returned


def _stands_at(person: Unanswered) -> int:
    """The link that is as good as what is held now; past the last when none is."""
    later = range(1, len(person.links))
    return next((link for link in later if person.links[link] == person.holds is not None), len(person.links))


def _earliest(person: Unanswered, before: int, left: Mapping[int, int]) -> int | None:
    """The first link before this one with a place; the one that is held already needs no other."""
    for link, slot in enumerate(person.links[:before]):
        if slot is not None and (left.get(slot, 0) > 0 or (slot == person.holds and slot in left)):
            return link
    return None
