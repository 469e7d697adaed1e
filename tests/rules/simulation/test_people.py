"""The people drawn: numbers and times as the habits say, and the order the queue of the day would give."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from serambi.rules.queueing import InLine, band_of, due_at, in_order
from serambi.rules.simulation.habits import Habits
from serambi.rules.simulation.people import CLASSES, NEVER, draw_people
from tests.rules.simulation.halls import EIGHT, FOUR, group, plan

DAYS = 2000


def drawn(habits: Habits, *, days: int = DAYS, seed: int = 1):
    return draw_people(plan(group(booked=(10, 10))), habits, days=days, chance=np.random.default_rng(seed))


def test_numbers_follow_the_shares():
    people = drawn(Habits(no_show_share=0.1, priority_per_booked=0.2, walk_ins_per_booked=0.05, companion_share=0.25))

    came = people.arrives_at < NEVER
    by_class = [came[:, people.classes == number].sum() / DAYS for number in range(len(CLASSES))]
    assert by_class == pytest.approx([4, 18, 1], rel=0.05)
    assert (people.seats[came] == 2).mean() == pytest.approx(0.25, rel=0.05)


def test_service_and_arrival_have_the_mean_and_spread_asked_for():
    people = drawn(Habits(early_minutes=12, arrival_spread_minutes=5, no_show_share=0, service_spread=0.5))

    booked = people.classes == 1
    offsets = people.arrives_at[:, booked] - np.repeat([EIGHT, EIGHT + 30], 10)
    assert (offsets.mean(), offsets.std()) == pytest.approx((-12, 5), rel=0.03)
    assert (people.service_minutes.mean(), people.service_minutes.std()) == pytest.approx((10, 5), rel=0.03)


def test_samples_are_drawn_from_as_they_are():
    people = drawn(Habits(arrival_samples=(-5, 3), service_samples={"passport": (7, 21)}, no_show_share=0))

    assert set(people.service_minutes.flat) == {7, 21}
    assert set(people.arrives_at[:, people.classes == 1].flat) == {475, 483, 505, 513}


def test_the_door_opens_with_the_day_and_not_too_long_before_the_slot():
    people = drawn(
        Habits(arrival_samples=(-25,), admit_early_minutes=15, no_show_share=0, priority_per_booked=0), days=1
    )

    booked = people.classes == 1
    assert people.admitted_at[0, booked].tolist() == [EIGHT] * 10 + [EIGHT + 15] * 10


def test_who_comes_after_the_end_of_service_is_not_let_in():
    people = drawn(Habits(arrival_samples=(FOUR - EIGHT,), no_show_share=0, priority_per_booked=0), days=1)

    assert (people.admitted_at[0, people.classes == 1] == NEVER).all()


def test_the_order_is_that_of_the_queue_of_the_day():
    habits = Habits(arrival_spread_minutes=40, admit_early_minutes=20, late_after_minutes=15)
    people = drawn(habits, days=20)
    midnight = datetime(2020, 9, 10, tzinfo=UTC)
    slots = dict(enumerate([EIGHT] * 10 + [EIGHT + 30] * 10))

    for day in range(20):
        line = []
        for person in np.flatnonzero(people.arrives_at[day] < NEVER):
            arrived_at = midnight + timedelta(minutes=float(people.arrives_at[day, person]))
            slot_at = midnight + timedelta(minutes=slots[person]) if person in slots else None
            band = band_of(slot_at or arrived_at, arrived_at, early_minutes=20, grace_minutes=15)
            due = due_at(band, slot_at, arrived_at)
            line.append(InLine(str(person), CLASSES[people.classes[person]], due, arrived_at))
        ranks = [people.rank[day, int(each.ticket)] for each in in_order(line)]
        assert ranks == sorted(ranks)


def test_counters_and_hall_do_not_change_who_comes():
    few, many = (
        draw_people(plan(group(counters=n), hall_limit=10 * n), Habits(), days=5, chance=np.random.default_rng(3))
        for n in (1, 4)
    )

    assert (few.arrives_at == many.arrives_at).all()
    assert (few.service_minutes == many.service_minutes).all()
