"""Re-seating: the order of care, no place twice, nobody forgotten."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.capacity import Contingent
from serambi.rules.reseating import FreePlaces, Seated, answer_deadline, displaced, reseat
from tests.factories import NOW

MONDAY = datetime(2020, 9, 14, 2, 30, tzinfo=UTC)


def seated(party: int, size: int = 1, *, urgent: bool = False, vulnerable: bool = False, start_at=MONDAY) -> Seated:
    booked_at = NOW - timedelta(days=10) + timedelta(minutes=party)
    return Seated(party, 1, size, start_at, booked_at, urgent, vulnerable)


def free(slot: int, places: int, days: int, contingent: Contingent = Contingent.GENERAL) -> FreePlaces:
    return FreePlaces(slot, MONDAY + timedelta(days=days), contingent, places)


def test_displaced_last_in_the_order_of_care_leave():
    plain, early, vulnerable, urgent = (
        seated(3),
        seated(1),
        seated(4, vulnerable=True),
        seated(5, urgent=True),
    )

    assert displaced([plain, early, vulnerable, urgent], 2) == (early, plain)
    assert displaced([plain, early, vulnerable, urgent], 4) == ()
    assert displaced([plain, early, vulnerable, urgent], 0) == (urgent, vulnerable, early, plain)


def test_displaced_party_leaves_as_a_whole_and_a_smaller_one_may_stay():
    family, single = seated(1, 4), seated(2)

    assert displaced([family, single], 3) == (family,)


def test_reseat_gives_the_first_slot_not_before_the_old_time():
    seats = reseat([seated(1)], [free(2, 1, -1), free(4, 1, 2), free(3, 1, 1)], NOW)

    assert seats == {(1, 1): 3}


def test_reseat_needs_a_days_notice():
    soon = FreePlaces(2, NOW + timedelta(hours=23), Contingent.GENERAL, 5)

    assert reseat([seated(1, start_at=NOW)], [soon], NOW) == {(1, 1): None}


def test_reseat_urgent_needs_have_both_contingents_and_come_first():
    places = [free(2, 1, 1, Contingent.URGENT), free(3, 1, 2)]

    assert reseat([seated(1), seated(2, urgent=True)], places, NOW) == {(2, 1): 2, (1, 1): 3}
    assert reseat([seated(1)], places[:1], NOW) == {(1, 1): None}


def test_reseat_party_stays_together():
    assert reseat([seated(1, 3)], [free(2, 2, 1), free(3, 3, 2)], NOW) == {(1, 1): 3}


def test_answer_deadline_is_two_days_or_half_the_time_left():
    assert answer_deadline(NOW + timedelta(days=10), NOW) == NOW + timedelta(hours=48)
    assert answer_deadline(NOW + timedelta(hours=24), NOW) == NOW + timedelta(hours=12)


PARTIES = st.lists(
    st.builds(
        seated,
        st.integers(1, 10_000),
        st.integers(1, 5),
        urgent=st.booleans(),
        vulnerable=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda each: each.party,
)
SLOTS = st.lists(
    st.builds(free, st.integers(2, 30), st.integers(0, 6), st.integers(-3, 20), st.sampled_from(Contingent)),
    max_size=8,
    unique_by=lambda each: each.slot,
)


@given(PARTIES, SLOTS)
def test_law_everybody_has_one_answer_and_no_place_is_given_twice(parties, slots):
    seats = reseat(parties, slots, NOW)

    assert set(seats) == {(each.party, each.slot) for each in parties}
    given_out: Counter[int] = Counter()
    for each in parties:
        slot = seats[each.party, each.slot]
        if slot is not None:
            given_out[slot] += each.size
    assert all(given_out[each.slot] <= each.free for each in slots)


@given(PARTIES, st.integers(0, 40))
def test_law_displaced_and_staying_fit_exactly(parties, places):
    leaving = displaced(parties, places)

    staying = [each for each in parties if each not in leaving]
    assert sum(each.size for each in staying) <= places
    if leaving:
        assert any(sum(s.size for s in staying) + each.size > places for each in leaving)


@given(PARTIES, SLOTS)
def test_law_nobody_is_passed_over_for_somebody_later_in_the_order(parties, slots):
    singles = [Seated(p.party, p.slot, 1, p.start_at, p.booked_at, p.is_urgent, p.is_vulnerable) for p in parties]

    seats = reseat(singles, slots, NOW)

    without = [p for p in singles if seats[p.party, p.slot] is None]
    placed = [p for p in singles if seats[p.party, p.slot] is not None]
    assert all(w.care_order > p.care_order for w in without for p in placed if w.is_urgent == p.is_urgent)
