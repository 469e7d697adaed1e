"""What a month shows, and what a correction may change of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.publication import NOTHING_SHOWN, MonthCounted, MonthShown, show, show_part
from serambi.rules.suppression import protect, protect_again


def counted(*services: int, days: tuple[int, ...] | None = None) -> MonthCounted:
    return MonthCounted(dict(zip("abcdefgh", services, strict=False)), days)


def test_a_month_is_shown_with_its_services_and_days():
    shown = show(counted(120, 30, 3, days=(100, 53)), None)

    assert shown == MonthShown(153, {"a": 120, "b": None, "c": None}, (100, 53))


def test_a_total_under_ten_keeps_back_everything():
    assert show(counted(5, 4, days=(9, 0)), None) == MonthShown(None, {"a": None, "b": None}, (None, None))


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        # More came to a shown and to a kept cell: the same cells are kept back.
        ((120, 30, 3), (125, 30, 4), MonthShown(159, {"a": 125, "b": None, "c": None}, None)),
        # What was small no longer is: to show it would tell, beside the older table, what it was.
        ((120, 30, 3), (120, 30, 15), MonthShown(165, {"a": 120, "b": None, "c": None}, None)),
        # A shown cell fell under ten: kept back now, it would be the total less the others of before.
        ((120, 30, 12), (120, 30, 8), MonthShown(162, {"a": 120, "b": 30, "c": 12}, None)),
        # Nothing was told of the month but that it was small.
        ((4, 3), (40, 30), MonthShown(70, {"a": 40, "b": 30}, None)),
        # The whole month shrank to a few.
        ((120, 30), (4, 1), MonthShown(150, {"a": 120, "b": 30}, None)),
        # What is left unsaid fell under ten together.
        ((120, 30, 3), (120, 2, 3), MonthShown(153, {"a": 120, "b": None, "c": None}, None)),
    ],
)
def test_a_correction_keeps_back_the_same_cells_or_waits(before, after, shown):
    assert show(counted(*after), show(counted(*before), None)) == shown


def test_days_and_services_are_corrected_together_or_not_at_all():
    before = show(counted(40, 20, days=(40, 20)), None)

    assert show(counted(40, 15, days=(47, 8)), before) == before


def test_a_service_that_is_new_changes_nothing_of_older_months():
    before = show(counted(40, 20), None)

    assert show(counted(40, 20, 10), before) == before


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (80, 100, MonthShown(80, {}, None)),
        (97, 100, MonthShown(None, {}, None, 91)),
        (100, 100, MonthShown(None, {}, None, 91)),
        (9, 100, NOTHING_SHOWN),
        (9, 12, NOTHING_SHOWN),
    ],
)
def test_a_part_tells_no_small_rest(part, whole, shown):
    assert show_part(part, whole, MonthShown(whole, {}, None), None) == shown


@pytest.mark.parametrize(("before", "after"), [((91, 100), (91, 101)), ((80, 100), (96, 101)), ((9, 100), (15, 101))])
def test_a_part_that_would_be_told_otherwise_than_before_is_left_as_it_was(before, after):
    first = show_part(*before, MonthShown(before[1], {}, None), None)

    assert show_part(*after, MonthShown(after[1], {}, None), first) == first


def test_a_part_of_a_whole_that_was_not_corrected_is_not_either():
    first = show_part(80, 100, MonthShown(100, {}, None), None)

    assert show_part(85, 105, MonthShown(100, {}, None), first) == first


cells = st.lists(st.integers(0, 40), min_size=2, max_size=12)


@given(before=cells, changes=st.lists(st.integers(-20, 20), min_size=12, max_size=12))
def test_two_tables_of_one_row_keep_back_the_same(before, changes):
    after = [max(0, count + change) for count, change in zip(before, changes, strict=False)]
    shown = protect(before)

    again = protect_again(shown, after)

    if again is not None:
        assert [count is None for count in again] == [count is None for count in shown]
        unsaid = [count for count, told in zip(after, again, strict=True) if told is None]
        assert not unsaid or (len(unsaid) > 1 and sum(unsaid) >= 10)
        assert all(told is None or told >= 10 for told in again)
