"""Until when a document waits, by table and by day-by-day count."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.rules.collection import collect_until, suspensions
from serambi.rules.period import DayPeriod
from serambi.rules.revocation import standing
from serambi.rules.territory import Seat

READY = date(2020, 3, 10)
SPRING = DayPeriod(date(2020, 3, 24), date(2020, 6, 15))


@pytest.mark.parametrize(
    ("suspended", "until"),
    [
        ((), date(2020, 4, 9)),
        ((SPRING,), date(2020, 7, 1)),
        ((DayPeriod(date(2020, 3, 24)),), None),
        ((DayPeriod(date(2020, 4, 10)),), date(2020, 4, 9)),
        ((DayPeriod(date(2020, 1, 1), READY),), date(2020, 4, 9)),
    ],
)
def test_collect_until(suspended, until):
    assert collect_until(READY, suspended) == until


@given(st.integers(-40, 60), st.integers(1, 90))
def test_a_suspension_gives_its_own_days_back_and_never_takes_any(starts, lasts):
    period = DayPeriod(READY + timedelta(days=starts), READY + timedelta(days=starts + lasts))

    until = collect_until(READY, (period,))

    assert until is not None and until >= collect_until(READY)
    days = [READY + timedelta(days=n + 1) for n in range((until - READY).days)]
    assert sum(not period.covers(day) for day in days) == 30


def test_the_circular_of_march_2020_lets_documents_wait_until_the_one_of_june():
    instruments = [filed.instrument for filed in read_policy(POLICY_FOLDER).instruments]
    stands = standing(instruments, datetime(2020, 9, 10, tzinfo=UTC))

    assert suspensions(stands, Seat("serang", "36.73")) == (SPRING,)
    assert suspensions(standing(instruments, datetime(2020, 3, 1, tzinfo=UTC)), Seat("serang", "36.73")) == ()
