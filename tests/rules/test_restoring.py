"""Who returns to which place after an undo."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.reseating import Seated
from serambi.rules.restoring import Unanswered, put_back
from tests.factories import NOW


def person(
    booking: int, *links: int | None, holds: int | None = None, is_urgent: bool = False, after_minutes: int = 0
) -> Unanswered:
    start_at = NOW + timedelta(minutes=after_minutes)
    seated = Seated(booking, links[0] or 0, 1, start_at, NOW, is_urgent, is_vulnerable=False)
    return Unanswered(booking, links, holds, seated)


@pytest.mark.parametrize(
    ("unanswered", "free", "returns"),
    [
        ((), {1: 1}, {}),
        ((person(1, 10),), {}, {}),
        ((person(1, 10),), {10: 0}, {}),
        ((person(1, 10),), {10: -1}, {}),
        ((person(1, 10),), {10: 1}, {1: 0}),
        ((person(1, None),), {10: 1}, {}),
        ((person(1, 10, 20),), {10: 1, 20: 1}, {1: 0}),
        ((person(1, 10, 20),), {10: 0, 20: 1}, {1: 1}),
        ((person(1, None, 20),), {20: 1}, {1: 1}),
        # By care: the urgent one first, then by the time they had first.
        ((person(1, 10), person(2, 10, is_urgent=True)), {10: 1}, {2: 0}),
        ((person(1, 10, after_minutes=30), person(2, 10)), {10: 1}, {2: 0}),
        # The place that the second leaves is the one that the first had.
        ((person(1, 20), person(2, 10, holds=20, after_minutes=5)), {10: 1, 20: 0}, {1: 0, 2: 0}),
        # What is held already is as good as that link: no further offer of it, and the first needs no other place.
        ((person(1, 10, 20, 30, holds=20),), {10: 0, 20: 5, 30: 5}, {}),
        ((person(1, 10, holds=10),), {10: 0}, {1: 0}),
        ((person(1, 10, holds=10),), {}, {}),
    ],
)
def test_put_back_gives_the_earliest_link_with_a_place(unanswered, free, returns):
    assert put_back(unanswered, free) == returns


SLOTS = st.integers(1, 5)
LINKS = st.lists(st.none() | SLOTS, min_size=1, max_size=4)
PEOPLE = st.lists(st.tuples(LINKS, st.none() | SLOTS, st.booleans(), st.integers(0, 3)), min_size=1, max_size=8)


@given(PEOPLE, st.dictionaries(SLOTS, st.integers(-1, 3)))
def test_put_back_gives_no_place_twice_and_leaves_none_that_somebody_could_return_to(drawn, free):
    people = [
        person(booking, *links, holds=holds, is_urgent=is_urgent, after_minutes=after)
        for booking, (links, holds, is_urgent, after) in enumerate(drawn, start=1)
    ]

    returns = put_back(people, free)

    left = Counter(free)
    for each in people:
        if each.booking in returns:
            left[each.holds or 0] += 1 if each.holds in free else 0
            left[each.links[returns[each.booking]] or 0] -= 1
    assert all(left[slot] >= min(places, 0) for slot, places in free.items())
    for each in people:
        before = each.links[: returns.get(each.booking, 1 if each.holds in each.links[1:] else len(each.links))]
        assert all(left[slot] < 1 for slot in before if slot is not None and slot in free)
    assert put_back(list(reversed(people)), free) == returns
