"""Slot times and the exact split."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.slotplan import largest_remainder, slot_times, spread
from tests.factories import THE_DAY, group_means


def test_slot_times_leave_out_the_break_and_end_with_the_last_service():
    times = slot_times(group_means(), THE_DAY, time(14))

    mornings = [time(7, 30), time(8), time(8, 30), time(9), time(9, 30), time(10), time(10, 30), time(11), time(11, 30)]
    assert times == (*mornings, time(13), time(13, 30))


def test_slot_times_fit_only_whole_slots():
    assert slot_times(group_means(slot_minutes=60), THE_DAY, time(9)) == (time(7, 30),)


def test_slot_times_of_a_weekday_without_service_are_none():
    assert slot_times(group_means(), date(2020, 9, 12), None) == ()


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (50, (1,) * 11, (5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4)),
        (10, (1, 1, 1), (4, 3, 3)),
        (7, (5, 3, 2), (4, 2, 1)),
        (0, (1, 1), (0, 0)),
        (5, (0, 0), (0, 0)),
        (5, (), ()),
    ],
)
def test_largest_remainder_splits(total, weights, shares):
    assert largest_remainder(total, weights) == shares


@given(st.integers(0, 10_000), st.lists(st.integers(0, 500), max_size=30))
def test_law_split_is_exact_and_within_one_of_its_due(total, weights):
    shares = largest_remainder(total, weights)

    assert sum(shares) == (total if any(weights) else 0)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share * sum(weights) - total * weight) < max(sum(weights), 1)


@given(st.integers(0, 500), st.integers(1, 40))
def test_law_spread_differs_by_at_most_one(total, slots):
    shares = spread(total, slots)

    assert max(shares) - min(shares) <= 1
    assert sum(shares) == total
