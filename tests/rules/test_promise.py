"""The promise: golden cases around the five decrees of 2020, and agreement with a second way of counting."""

import csv
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.rules.period import DayPeriod, days_between
from serambi.rules.promise import Clocks, Pause, PauseReason, after_closures, clocks, days_left, due_on, is_overdue
from serambi.rules.states import CaseStage
from serambi.rules.workdays import Calendar, calendar_as_known

GOLDEN = Path(__file__).parents[1] / "golden" / "promise_2020.csv"
PLAIN = Calendar({})
FRIDAY = date(2020, 9, 11)


@pytest.fixture(scope="module")
def calendar_known_on():
    policy = read_policy(POLICY_FOLDER)
    holidays = {holiday.on: holiday.name.id for holiday in policy.public_holidays}
    instruments = [filed.instrument for filed in policy.instruments]

    def known_on(day: date) -> Calendar:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        return calendar_as_known(noon, public_holidays=holidays, instruments=instruments)

    return known_on


def test_golden_cases_of_2020(calendar_known_on):
    with GOLDEN.open(newline="") as file:
        rows = list(csv.DictReader(file))

    made = [
        str(due(date.fromisoformat(r["counted_from"]), calendar_known_on(date.fromisoformat(r["known_on"]))))
        for r in rows
    ]

    assert made == [row["due_on"] for row in rows]
    assert len(rows) >= 40


def due(paid_on: date, calendar: Calendar, *pauses: Pause) -> date | None:
    return clocks(legal_days=4, interviewed_on=paid_on, paid_on=paid_on, pauses=pauses, calendar=calendar).practice_on


def test_clocks_count_from_interview_and_from_payment():
    made = clocks(legal_days=4, interviewed_on=date(2020, 9, 10), paid_on=FRIDAY, pauses=(), calendar=PLAIN)

    assert made == Clocks(legal_on=date(2020, 9, 16), practice_on=date(2020, 9, 17))
    assert made.promised_on == date(2020, 9, 17)


def test_clocks_before_payment_promise_by_law_and_without_a_law_by_practice():
    unpaid = clocks(legal_days=4, interviewed_on=FRIDAY, paid_on=None, pauses=(), calendar=PLAIN)
    lost = clocks(legal_days=None, interviewed_on=FRIDAY, paid_on=FRIDAY, pauses=(), calendar=PLAIN)

    assert (unpaid.promised_on, unpaid.practice_on) == (date(2020, 9, 17), None)
    assert (lost.legal_on, lost.practice_on) == (None, date(2020, 9, 17))


def test_pause_moves_the_deadline_by_its_working_days():
    weekend_too = Pause(PauseReason.CLOSURE, DayPeriod(date(2020, 9, 14), date(2020, 9, 16)))

    assert due(FRIDAY, PLAIN, weekend_too) == date(2020, 9, 21)


def test_pause_without_an_end_stops_the_clock_that_has_come_to_it():
    assert due(FRIDAY, PLAIN, Pause(PauseReason.APPLICANT, DayPeriod(date(2020, 9, 14)))) is None
    assert due(FRIDAY, PLAIN, Pause(PauseReason.APPLICANT, DayPeriod(date(2020, 9, 17)))) is None
    assert due(FRIDAY, PLAIN, Pause(PauseReason.APPLICANT, DayPeriod(date(2020, 9, 18)))) == date(2020, 9, 17)


@pytest.mark.parametrize(
    ("today", "left"),
    [(date(2020, 9, 11), 4), (date(2020, 9, 16), 1), (date(2020, 9, 17), 0), (date(2020, 9, 18), -1)],
)
def test_days_left_counts_working_days(today, left):
    assert days_left(date(2020, 9, 17), today, (), PLAIN) == left


@pytest.mark.parametrize(
    ("today", "stage", "billing_code", "overdue"),
    [
        (date(2020, 9, 17), "paid", None, False),
        (date(2020, 9, 18), "paid", None, True),
        (date(2020, 9, 18), "paid", "1" * 15, True),
        (date(2020, 9, 18), "checked", "1" * 15, True),
        # Without a slip the office has its work to do; with one the applicant has to pay.
        (date(2020, 9, 18), "interviewed", None, True),
        (date(2020, 9, 18), "interviewed", "1" * 15, False),
        (date(2020, 9, 30), "ready", "1" * 15, False),
        (date(2020, 9, 30), "collected", "1" * 15, False),
        (date(2020, 9, 30), "lapsed", "1" * 15, False),
    ],
)
def test_is_overdue_is_said_plainly_of_what_the_office_has_in_work(today, stage, billing_code, overdue):
    assert is_overdue(date(2020, 9, 17), today, CaseStage(stage), billing_code) is overdue
    assert is_overdue(None, today, CaseStage(stage), billing_code) is False


DAYS = st.integers(0, 500).map(lambda offset: date(2020, 1, 1) + timedelta(days=offset))
DAYS_OFF = st.frozensets(DAYS, max_size=60)
PAUSES = st.lists(
    st.tuples(DAYS, st.integers(1, 20)).map(
        lambda pair: Pause(PauseReason.CLOSURE, DayPeriod(pair[0], pair[0] + timedelta(days=pair[1])))
    ),
    max_size=3,
)


RANDOM_CASES = 100_000
FAR = np.datetime64("2025-01-01")


def test_second_implementation_agrees_on_a_hundred_thousand_cases():
    """NumPy's business days, which know nothing of our rule: pauses are given to them as more holidays."""
    chance, made, counted = random.Random(2020), [], []
    for _ in range(RANDOM_CASES // 250):
        off = [date(2020, 1, 1) + timedelta(days=chance.randrange(700)) for _ in range(chance.randrange(60))]
        pauses = [_random_pause(chance) for _ in range(chance.randrange(4))]
        calendar = Calendar(dict.fromkeys(off, "libur"))
        starts = [date(2020, 1, 1) + timedelta(days=chance.randrange(500)) for _ in range(250)]
        days = [chance.randrange(1, 31) for _ in range(250)]
        made += [due_on(start, n, pauses, calendar) for start, n in zip(starts, days, strict=True)]
        holidays = np.array([*off, *(day for pause in pauses for day in _days_of(pause))], dtype="datetime64[D]")
        found = np.busday_offset(np.array(starts, "datetime64[D]"), days, roll="backward", holidays=holidays)
        counted += [None if day >= FAR else day.astype(date) for day in found]

    assert len(made) == RANDOM_CASES
    assert made == counted
    assert 5_000 < made.count(None) < 50_000


def _random_pause(chance: random.Random) -> Pause:
    from_on = date(2020, 1, 1) + timedelta(days=chance.randrange(500))
    length = chance.randrange(1, 40)
    until_on = None if chance.random() < 0.1 else from_on + timedelta(days=length)
    return Pause(PauseReason.CLOSURE, DayPeriod(from_on, until_on))


def _days_of(pause: Pause) -> Iterator[date]:
    return days_between(pause.days.from_on, pause.days.until_on or FAR.astype(date))


@settings(max_examples=500)
@given(DAYS, DAYS_OFF, PAUSES, st.integers(1, 30))
def test_law_second_way_of_counting_agrees(start, days_off, pauses, legal_days):
    calendar = Calendar(dict.fromkeys(days_off, "libur"))

    made = clocks(legal_days=legal_days, interviewed_on=start, paid_on=None, pauses=pauses, calendar=calendar)

    assert made.legal_on == counted_by_listing(start, days_off, pauses, legal_days)


def counted_by_listing(start: date, days_off: frozenset[date], pauses: list[Pause], count: int) -> date:
    """Written without looking at the rule: list every day that counts, take the n-th."""
    stopped = {
        pause.days.from_on + timedelta(days=n)
        for pause in pauses
        for n in range((pause.days.until_on - pause.days.from_on).days)
    }
    far = [start + timedelta(days=n) for n in range(1, 400)]
    counting = [day for day in far if day.isoweekday() <= 5 and day not in days_off and day not in stopped]
    return counting[count - 1]


@given(DAYS, DAYS_OFF, PAUSES, PAUSES, st.integers(1, 10))
def test_law_moving_the_named_day_by_closures_is_counting_anew_with_them(start, days_off, own, closed, days):
    calendar = Calendar(dict.fromkeys(days_off, "libur"))
    named = due_on(start, days, own, calendar)

    moved = after_closures(named, start, own=own, closed=closed, calendar=calendar)

    assert moved == due_on(start, days, (*own, *closed), calendar)
    assert after_closures(named, start, own=own, closed=(), calendar=Calendar({})) == named


@given(DAYS, DAYS_OFF, PAUSES)
def test_law_more_days_off_never_bring_the_deadline_forward(start, days_off, pauses):
    free, busy = Calendar({}), Calendar(dict.fromkeys(days_off, "libur"))

    assert due(start, busy, *pauses) >= due(start, free, *pauses) >= due(start, free)
