"""The estimate of a wait: an interval that is honest about how little is known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.waiting import LAST_DURATIONS, LEAST_DURATIONS, WaitEstimate, wait_estimate

minutes = st.lists(st.floats(0.1, 60), min_size=LEAST_DURATIONS, max_size=60)


def test_too_few_services_give_no_estimate():
    assert wait_estimate(3, 2, [10.0] * (LEAST_DURATIONS - 1)) is None


@pytest.mark.parametrize(
    ("ahead", "counters", "likely"), [(0, 1, (10, 10)), (3, 1, (40, 40)), (3, 2, (20, 20)), (0, 0, (10, 10))]
)
def test_equal_services_give_a_certain_time(ahead, counters, likely):
    assert wait_estimate(ahead, counters, [10.0] * 5) == WaitEstimate(likely, likely, 5)


def test_only_the_last_services_count():
    slow_then_fast = [60.0] * 10 + [5.0] * LAST_DURATIONS

    assert wait_estimate(0, 1, slow_then_fast) == WaitEstimate((5, 5), (5, 5), LAST_DURATIONS)


@given(st.integers(0, 40), st.integers(1, 10), minutes)
def test_the_sure_interval_holds_the_likely_one_and_nobody_waits_less_with_more_ahead(ahead, counters, durations):
    here, behind = (wait_estimate(each, counters, durations) for each in (ahead, ahead + 5))

    assert here and behind
    assert 0 <= here.almost_sure[0] <= here.likely[0] <= here.likely[1] <= here.almost_sure[1]
    assert here.likely[1] <= behind.likely[1]
