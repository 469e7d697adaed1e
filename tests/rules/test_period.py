"""Half-open periods."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.period import DayPeriod, days_between

DAY_NUMBERS = st.integers(1, 28)


def september(from_day: int, until_day: int | None = None) -> DayPeriod:
    return DayPeriod(date(2020, 9, from_day), date(2020, 9, until_day) if until_day else None)


@pytest.mark.parametrize(("day", "is_covered"), [(9, False), (10, True), (24, True), (25, False)])
def test_covers_is_half_open(day, is_covered):
    assert september(10, 25).covers(date(2020, 9, day)) == is_covered


def test_period_cannot_be_empty_or_turned_around():
    for until_day in (10, 9):
        with pytest.raises(ValueError, match="not after its start"):
            september(10, until_day)


@given(DAY_NUMBERS, st.integers(1, 5), DAY_NUMBERS, st.integers(1, 5))
def test_law_overlap_means_a_common_day(a, a_days, b, b_days):
    first = DayPeriod(date(2020, 9, a), date(2020, 9, a).replace(day=min(a + a_days, 30)))
    second = DayPeriod(date(2020, 9, b), date(2020, 9, b).replace(day=min(b + b_days, 30)))

    common = any(first.covers(date(2020, 9, day)) and second.covers(date(2020, 9, day)) for day in range(1, 31))

    assert first.overlaps(second) == second.overlaps(first) == common


def test_cut_at_leaves_the_part_before():
    assert september(10).cut_at(date(2020, 9, 20)) == september(10, 20)
    assert september(10, 15).cut_at(date(2020, 9, 20)) == september(10, 15)
    assert september(10, 15).cut_at(date(2020, 9, 10)) is None


def test_days_between_lists_each_day_once():
    assert list(days_between(date(2020, 9, 29), date(2020, 10, 2))) == [
        date(2020, 9, 29),
        date(2020, 9, 30),
        date(2020, 10, 1),
    ]
    assert list(days_between(date(2020, 10, 2), date(2020, 9, 29))) == []
