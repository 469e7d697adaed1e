"""Foreigners' deadlines, from the real circulars of 2020."""

from datetime import UTC, date, datetime

import pytest

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.rules.instrument import PermitDeadline, Rank, Topic
from serambi.rules.permit import Stay, StayDeadline, stay_deadline
from tests.rules.orders import clause, instrument


@pytest.fixture(scope="module")
def instruments():
    return [filed.instrument for filed in read_policy(POLICY_FOLDER).instruments]


def at(*day: int) -> datetime:
    return datetime(*day, 12, tzinfo=UTC)


def test_stay_deadline_of_a_valid_permit_is_its_own(instruments):
    stay = Stay("itk", date(2020, 12, 1))

    assert stay_deadline(stay, date(2020, 9, 10), at(2020, 9, 10), instruments) == StayDeadline(
        stay.valid_until, None, None
    )


def test_stay_deadline_moved_from_august_to_september(instruments):
    stranded = Stay("itk", date(2020, 4, 15))

    before = stay_deadline(stranded, date(2020, 8, 1), at(2020, 8, 1), instruments)
    after = stay_deadline(stranded, date(2020, 8, 19), at(2020, 8, 19), instruments)

    assert (before.last_on, before.becomes) == (date(2020, 8, 20), "itkt")
    assert (after.last_on, after.becomes) == (date(2020, 9, 20), "itkt")
    assert before.instrument != after.instrument


def test_stay_deadline_to_return_with_a_permit_that_ran_out_abroad(instruments):
    abroad = Stay("itas", date(2020, 5, 1), is_abroad=True)

    made = stay_deadline(abroad, date(2020, 9, 1), at(2020, 9, 1), instruments)

    assert (made.last_on, made.becomes) == (date(2020, 9, 10), None)


def test_stay_deadline_of_a_visit_permit_ends_when_its_holder_left(instruments):
    gone = Stay("itk", date(2020, 5, 1), is_abroad=True)

    made = stay_deadline(gone, date(2020, 9, 1), at(2020, 9, 1), instruments)

    assert made == StayDeadline(gone.valid_until, None, None)


@pytest.mark.parametrize(
    ("entered_on", "last_on"),
    [(date(2020, 3, 1), date(2020, 9, 20)), (date(2020, 4, 2), date(2020, 4, 15)), (None, date(2020, 4, 15))],
)
def test_stay_deadline_for_those_who_entered_before_a_day_asks_for_the_entry(entered_on, last_on):
    deadline = PermitDeadline("itkt", date(2020, 9, 20), entered_before=date(2020, 4, 2))
    order = instrument("SE-1", clause(Topic.PERMIT_DEADLINE, deadline), rank=Rank.DIRECTORATE)
    stay = Stay("itk", date(2020, 4, 15), entered_on=entered_on)

    assert stay_deadline(stay, date(2020, 9, 1), at(2020, 9, 1), [order]).last_on == last_on
