"""The forecast: empirical quantiles of the office's own history, or nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.forecast import LEAST_CASES, Forecast, forecast

DAYS = st.lists(st.integers(0, 60), max_size=300)


@pytest.mark.parametrize(
    ("took", "elapsed", "made"),
    [
        ([], 0, None),
        ([3] * 19, 0, None),
        ([3] * 20, 0, Forecast(3, 3, 20)),
        (list(range(1, 101)), 0, Forecast(10, 90, 100)),
        (list(range(100, 0, -1)), 0, Forecast(10, 90, 100)),
        (list(range(1, 101)), 51, Forecast(55, 95, 50)),
        (list(range(1, 101)), 82, None),
    ],
)
def test_forecast(took, elapsed, made):
    assert forecast(took, elapsed) == made


@given(DAYS, st.integers(0, 20))
def test_forecast_is_something_that_happened_and_never_in_the_past(took, elapsed):
    made = forecast(took, elapsed)

    assert (made is None) == (sum(days >= elapsed for days in took) < LEAST_CASES)
    if made is not None:
        assert elapsed <= made.early_days <= made.late_days
        assert {made.early_days, made.late_days} <= set(took)
        inside = sum(made.early_days <= days <= made.late_days for days in took if days >= elapsed)
        assert inside >= 0.8 * made.cases
