"""The hall by tables of small days, and by what must hold on every day."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serambi.rules.queueing import VisitClass
from serambi.rules.simulation.day import play_people
from serambi.rules.simulation.habits import Habits
from serambi.rules.simulation.people import draw_people
from serambi.rules.simulation.plan import CounterSpan, GroupPlan
from tests.rules.simulation.halls import EIGHT, FOUR, NOON, ONE, called_at, group, inside_at_once, people, plan

PRIORITY, BOOKED, WALK_IN = VisitClass


@pytest.mark.parametrize(
    ("counters", "arrivals", "expected"),
    [
        (1, [480, 480, 480], [480, 490, 500]),
        (2, [480, 480, 480], [480, 480, 490]),
        (3, [480, 480, 480], [480, 480, 480]),
        (1, [500, 480, 485], [500, 480, 490]),
        (0, [480], [math.inf]),
    ],
)
def test_people_are_called_by_arrival_as_counters_are_free(counters, arrivals, expected):
    assert called_at(plan(group(counters=counters)), people(arrivals)) == expected


def test_class_goes_before_arrival_but_nobody_is_sent_away_from_a_counter():
    who = people([480, 481, 482, 483], classes=[WALK_IN, WALK_IN, BOOKED, PRIORITY])

    assert called_at(plan(), who) == [480, 510, 500, 490]


def test_nobody_is_called_in_the_break_and_service_begun_before_it_is_finished():
    who = people([NOON - 5, NOON - 4, NOON + 30])

    assert called_at(plan(), who) == [NOON - 5, ONE, ONE + 10]


def test_who_waits_at_the_end_of_service_is_served_in_overtime():
    assert called_at(plan(), people([FOUR - 5, FOUR - 4, FOUR - 3])) == [FOUR - 5, FOUR + 5, FOUR + 15]


def test_counters_open_by_hour():
    own = GroupPlan("passport", 10, (CounterSpan(480, 500, 1), CounterSpan(500, 540, 3)), ())

    assert called_at(plan(own), people([480] * 5)) == [480, 490, 500, 500, 500]


def test_a_counter_that_closes_finishes_its_person_and_calls_nobody():
    own = GroupPlan("passport", 10, (CounterSpan(480, 485, 2), CounterSpan(485, 540, 1)), ())

    assert called_at(plan(own), people([480, 480, 481], [10, 30, 10])) == [480, 480, 510]


def test_groups_have_counters_of_their_own():
    two = plan(group("passport", 1), group("permit", 2))
    who = people([480, 480, 480, 480], groups=[0, 0, 1, 1])

    assert called_at(two, who) == [480, 490, 480, 480]


def test_people_wait_outside_while_the_hall_is_full_and_enter_in_order_of_call():
    full = plan(hall_limit=2)
    who = people([480, 481, 482, 483], classes=[BOOKED, BOOKED, WALK_IN, PRIORITY])

    played = play_people(full, who)

    assert played.entered_at[0].tolist() == [480, 481, 500, 490]
    assert played.called_at[0].tolist() == [480, 500, 510, 490]


def test_a_companion_takes_a_seat_and_nobody_is_let_past_the_pair():
    who = people([480, 481, 482], seats=[2, 2, 1])

    assert play_people(plan(hall_limit=3), who).entered_at[0].tolist() == [480, 490, 490]


BUSY_DAYS = st.builds(
    lambda counters, limit, booked, other: plan(
        group("passport", counters, booked), group("permit", 1, other), hall_limit=limit
    ),
    st.integers(1, 4),
    st.integers(2, 12),
    st.lists(st.integers(0, 8), min_size=1, max_size=8).filter(any),
    st.lists(st.integers(0, 3), min_size=1, max_size=8).filter(any),
)
HABITS = Habits(walk_ins_per_booked=0.3, companion_share=0.3, service_spread=1)


@settings(max_examples=60, deadline=None)
@given(day_plan=BUSY_DAYS, seed=st.integers(0, 2**32))
def test_on_every_day_people_are_conserved_in_time_and_within_the_limit(day_plan, seed):
    who = draw_people(day_plan, HABITS, days=3, chance=np.random.default_rng(seed))

    played = play_people(day_plan, who)

    came = who.admitted_at < np.inf
    assert ((played.called_at < np.inf) == came).all()
    assert ((played.left_at < np.inf) == came).all()
    assert (played.entered_at[came] >= who.admitted_at[came]).all()
    assert (who.admitted_at[came] >= who.arrives_at[came]).all()
    assert (played.called_at[came] >= played.entered_at[came]).all()
    assert inside_at_once(played) <= day_plan.hall_limit


@settings(max_examples=60, deadline=None)
@given(day_plan=BUSY_DAYS, seed=st.integers(0, 2**32))
def test_no_counter_serves_two_and_none_calls_in_the_break(day_plan, seed):
    who = draw_people(day_plan, HABITS, days=2, chance=np.random.default_rng(seed))

    played = play_people(day_plan, who)

    for number, each in enumerate(day_plan.groups):
        mine = who.groups == number
        called, left = played.called_at[:, mine], played.left_at[:, mine]
        for day in range(played.days):
            at_once = [((called[day] <= at) & (at < left[day])).sum() for at in called[day] if at < np.inf]
            assert max(at_once, default=0) <= each.spans[0].counters
        assert not ((called >= NOON) & (called < ONE)).any()
        assert not (called < EIGHT).any()


@settings(max_examples=60, deadline=None)
@given(
    arrivals=st.lists(st.floats(EIGHT, FOUR - 1), min_size=1, max_size=40),
    minutes=st.floats(1, 60),
    counters=st.integers(1, 4),
    limit=st.integers(2, 30),
    seed=st.integers(0, 2**32),
)
def test_one_counter_or_seat_more_calls_nobody_later(arrivals, minutes, counters, limit, seed):
    """By person, where all are of one class; with classes an early long call may cost another."""
    drawn = np.random.default_rng(seed).exponential(minutes, len(arrivals))
    who = people(arrivals, drawn)

    before = np.array(called_at(plan(group(counters=counters), hall_limit=limit), who))

    more_counters = called_at(plan(group(counters=counters + 1), hall_limit=limit), who)
    more_seats = called_at(plan(group(counters=counters), hall_limit=limit + 1), who)
    assert (more_counters <= before + 1e-9).all()
    assert (more_seats <= before + 1e-9).all()


@settings(max_examples=30, deadline=None)
@given(day_plan=BUSY_DAYS, seed=st.integers(0, 2**32))
def test_the_first_day_does_not_depend_on_the_days_after_it(day_plan, seed):
    who = draw_people(day_plan, HABITS, days=3, chance=np.random.default_rng(seed))
    rows = {name: getattr(who, name)[:1] for name in ("arrives_at", "admitted_at", "rank", "service_minutes", "seats")}

    first = play_people(day_plan, replace(who, **rows))

    assert (first.called_at[0] == play_people(day_plan, who).called_at[0]).all()
