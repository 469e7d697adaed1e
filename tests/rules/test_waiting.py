"""The estimate of a wait: an interval that is honest about how little is known, and that holds as often as it says."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.waiting import LAST_DURATIONS, LEAST_DURATIONS, Ahead, OpenCounter, WaitEstimate, wait_estimate

DOCUMENTS, INTERVIEW = ("documents", "passport"), ("interview", "passport")
TENS = {DOCUMENTS: [10.0] * 5}


def ahead(order: int, *stations, wanted: str = "") -> Ahead:
    return Ahead((order,), stations or (DOCUMENTS,), wanted)


def counter(name: str = "1", *calls, serves: Ahead | None = None, since: float = 0) -> OpenCounter:
    return OpenCounter(name, frozenset(calls or (DOCUMENTS,)), serves, since)


def busy(name: str = "1", since: float = 0) -> OpenCounter:
    return counter(name, serves=ahead(0), since=since)


def surely(minutes: int, services: int = 5) -> WaitEstimate:
    return WaitEstimate((minutes, max(1, minutes)), (minutes, max(1, minutes)), services)


def test_too_few_services_give_no_estimate():
    assert wait_estimate(ahead(9), (), [counter()], {DOCUMENTS: [10.0] * (LEAST_DURATIONS - 1)}) is None


def test_no_counter_that_calls_gives_no_estimate():
    assert wait_estimate(ahead(9), (), [counter("1", INTERVIEW)], TENS) is None
    assert wait_estimate(ahead(9, wanted="7"), (), [counter()], TENS) is None


@pytest.mark.parametrize(
    ("before", "counters", "minutes"),
    [
        (0, [counter()], 0),
        (0, [busy(since=4)], 6),
        (3, [busy(since=4)], 36),
        (3, [busy("1", 4), busy("2", 9)], 16),
        (2, [counter(), busy("2", 9)], 10),
    ],
)
def test_equal_services_give_a_certain_time(before, counters, minutes):
    line = [ahead(number) for number in range(1, before + 1)]

    assert wait_estimate(ahead(9), line, counters, TENS) == surely(minutes)


def test_who_is_behind_changes_nothing():
    assert wait_estimate(ahead(1), [ahead(2), ahead(3)], [busy()], TENS) == surely(10)


def test_who_comes_back_for_another_stage_goes_first_where_one_counter_calls_both():
    first = ahead(1, DOCUMENTS, INTERVIEW)
    both = counter("1", DOCUMENTS, INTERVIEW)

    assert wait_estimate(ahead(2), [first], [both], TENS | {INTERVIEW: [5.0] * 5}) == surely(15)


def test_who_waits_for_another_counter_is_passed():
    assert wait_estimate(ahead(2), [ahead(1, wanted="7")], [busy(since=4)], TENS) == surely(6)


def test_only_the_last_services_count():
    slow_then_fast = {DOCUMENTS: [60.0] * 10 + [5.0] * LAST_DURATIONS}

    assert wait_estimate(ahead(1), (), [busy()], slow_then_fast) == surely(5, LAST_DURATIONS)


def test_a_service_longer_than_any_known_ends_some_time():
    estimate = wait_estimate(ahead(1), (), [busy(since=99)], TENS)

    assert estimate == surely(5)


durations = st.lists(st.floats(0.1, 60), min_size=LEAST_DURATIONS, max_size=40)


@given(st.integers(0, 12), st.integers(1, 4), durations)
def test_the_sure_interval_holds_the_likely_one_and_the_same_question_gives_the_same(before, number, minutes):
    line = [ahead(place) for place in range(1, before + 1)]
    counters = [busy(str(name)) for name in range(number)]

    once, again = (wait_estimate(ahead(99), line, counters, {DOCUMENTS: minutes}) for _ in range(2))

    assert once is not None
    assert once == again
    assert 0 <= once.almost_sure[0] <= once.likely[0] <= once.likely[1] <= once.almost_sure[1]


def test_the_intervals_hold_as_often_as_they_say():
    """Days with other service times, counters and lines, played by a few lines of their own."""
    chance = random.Random(4)
    tries, likely, sure = 300, 0, 0
    for _ in range(tries):
        mean, number, before = chance.uniform(5, 20), chance.randint(1, 4), chance.randint(0, 10)

        def service(mean: float = mean) -> float:
            return mean * chance.lognormvariate(-0.08, 0.4)

        spent = [chance.uniform(0, mean / 2) for _ in range(number)]
        free_at = []
        for minutes in spent:
            whole = service()
            while whole <= minutes:
                whole = service()
            free_at.append(whole - minutes)
        for _ in range(before):
            free_at[free_at.index(min(free_at))] += service()
        truth = min(free_at)
        counters = [busy(str(name), minutes) for name, minutes in enumerate(spent)]
        line = [ahead(place) for place in range(1, before + 1)]

        estimate = wait_estimate(ahead(99), line, counters, {DOCUMENTS: [service() for _ in range(LAST_DURATIONS)]})

        assert estimate is not None
        likely += estimate.likely[0] <= truth <= estimate.likely[1]
        sure += estimate.almost_sure[0] <= truth <= estimate.almost_sure[1]

    assert 0.45 <= likely / tries <= 0.75  # whole minutes, rounded outward, make both a little wider
    assert sure / tries >= 0.85
