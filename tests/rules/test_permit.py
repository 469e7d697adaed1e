"""Foreigners' deadlines, from the real circulars of 2020."""

from datetime import UTC, date, datetime

import pytest

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.rules.instrument import PermitDeadline, Rank, Topic
from serambi.rules.period import DayPeriod
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


@pytest.mark.parametrize(
    ("ended_from", "last_on"),
    [(None, date(2020, 9, 20)), (date(2020, 4, 15), date(2020, 9, 20)), (date(2020, 4, 16), date(2020, 4, 15))],
)
def test_stay_deadline_for_permits_that_ended_from_a_day_on_counts_for_no_earlier_one(ended_from, last_on):
    deadline = PermitDeadline("itkt", date(2020, 9, 20), ended_from=ended_from)
    order = instrument("SE-1", clause(Topic.PERMIT_DEADLINE, deadline), rank=Rank.DIRECTORATE)

    made = stay_deadline(Stay("itk", date(2020, 4, 15)), date(2020, 9, 1), at(2020, 9, 1), [order])

    assert made.last_on == last_on


APRIL_TO_JUNE = DayPeriod(date(2020, 4, 2), date(2020, 7, 1))


def test_stay_deadline_without_a_last_day_ends_with_its_instrument():
    clauses = clause(Topic.PERMIT_DEADLINE, PermitDeadline("itkt", None))
    order = instrument("SE-1", clauses, rank=Rank.DIRECTORATE, in_force=APRIL_TO_JUNE)
    stay = Stay("itk", date(2020, 4, 15))

    made = [stay_deadline(stay, day, at(2020, 8, 1), [order]) for day in (date(2020, 6, 30), date(2020, 7, 1))]

    assert made == [StayDeadline(None, "itkt", "SE-1"), StayDeadline(stay.valid_until, None, None)]


OWN = None, None
"""The permit's own day counts: it becomes nothing, and no instrument decides."""
SE_2114, PERMEN_11 = ("itkt", "SE-IMI-GR.01.01-2114-2020"), ("itkt", "PERMENKUMHAM-11-2020")
SE_1102, SE_4049 = ("itkt", "SE-IMI-GR.01.01-1102-2020"), ("itkt", "SE-IMI-GR.01.01-4049-2020")


@pytest.mark.parametrize(
    ("permit", "ended", "asked", "last", "said"),
    [
        # Before SE 2114 (24 March) an emergency stay had to be asked for.
        ("itk", "2020-02-10", "2020-02-10", "2020-02-10", OWN),
        ("itk", "2020-02-10", "2020-02-11", "2020-02-10", OWN),
        ("itk", "2020-03-10", "2020-03-23", "2020-03-10", OWN),
        ("itk", "2020-03-22", "2020-03-24", "2020-03-22", OWN),
        # From 24 March by itself and without a last day; from 2 April by the minister's regulation.
        ("itk", "2020-03-23", "2020-03-24", None, SE_2114),
        ("itas", "2020-03-31", "2020-04-01", None, SE_2114),
        ("itk", "2020-03-31", "2020-04-02", None, PERMEN_11),
        ("itk", "2020-04-15", "2020-04-15", "2020-04-15", OWN),
        ("itk", "2020-04-15", "2020-04-16", None, PERMEN_11),
        ("itk", "2020-04-15", "2020-06-01", None, PERMEN_11),
        ("itap", "2020-05-31", "2020-06-14", None, PERMEN_11),
        # SE 0946 revokes SE 2114 from 15 June; the regulation goes on.
        ("itk", "2020-03-25", "2020-06-15", None, PERMEN_11),
        ("itk", "2020-04-15", "2020-07-12", None, PERMEN_11),
        ("itk", "2018-01-01", "2020-06-01", "2018-01-01", OWN),
        # SE 1102 (13 July) sets 20 August, SE 4049 (18 August) 20 September.
        ("itk", "2020-04-15", "2020-07-13", "2020-08-20", SE_1102),
        ("itk", "2020-04-15", "2020-08-17", "2020-08-20", SE_1102),
        ("itk", "2020-04-15", "2020-08-19", "2020-09-20", SE_4049),
        ("itk", "2020-04-15", "2020-09-10", "2020-09-20", SE_4049),
        ("itk", "2018-01-01", "2020-09-10", "2018-01-01", OWN),
        ("itk", "2020-03-22", "2020-09-10", "2020-03-22", OWN),
        # Afterwards that day is over, also once Permenkumham 26/2020 has revoked the regulation (1 October).
        ("itk", "2020-04-15", "2020-09-21", "2020-09-20", SE_4049),
        ("itk", "2020-04-15", "2020-10-15", "2020-09-20", SE_4049),
        ("itk", "2020-09-25", "2020-09-28", "2020-09-25", OWN),
        ("itk", "2020-10-10", "2020-10-15", "2020-10-10", OWN),
    ],
)
def test_stay_deadline_from_february_to_october_2020(instruments, permit, ended, asked, last, said):
    day, last_on = date.fromisoformat(asked), date.fromisoformat(last) if last else None
    stay = Stay(permit, date.fromisoformat(ended))

    made = stay_deadline(stay, day, at(day.year, day.month, day.day), instruments)

    assert made == StayDeadline(last_on, *said)


def test_stay_deadline_to_return_is_not_for_a_permit_that_ended_long_before(instruments):
    abroad = Stay("itas", date(2018, 1, 1), is_abroad=True)

    made = stay_deadline(abroad, date(2020, 9, 1), at(2020, 9, 1), instruments)

    assert made == StayDeadline(abroad.valid_until, None, None)
