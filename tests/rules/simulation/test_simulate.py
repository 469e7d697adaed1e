"""The figures of played days: by hand for one day, by law for many."""

from serambi.rules.queueing import VisitClass
from serambi.rules.simulation.day import play_days, play_people
from serambi.rules.simulation.figures import CurvePoint, Waiting, figures_of
from serambi.rules.simulation.habits import Habits
from serambi.rules.simulation.plan import with_counters
from serambi.rules.simulation.simulate import simulate
from tests.rules.simulation.halls import EIGHT, FOUR, group, people, plan

SERANG = plan(group("passport", 4, (5,) * 8), group("permit", 2, (1,) * 8), hall_limit=16)


def test_figures_of_one_day_by_hand():
    day_plan = plan(hall_limit=2)
    kinds = [VisitClass.BOOKED] * 3 + [VisitClass.PRIORITY]
    who = people([EIGHT, EIGHT, EIGHT, FOUR - 5], [10, 10, 10, 40], classes=kinds)

    figures = figures_of(day_plan, Habits(), [play_people(day_plan, who)])

    ends = (figures.expected, figures.served, figures.absent, figures.too_late, figures.not_called)
    assert ends == (4, 4, 0, 0, 0)
    assert figures.waiting_by_class == {
        VisitClass.PRIORITY: Waiting(1, 0, 0),
        VisitClass.BOOKED: Waiting(3, 10, 19),
        VisitClass.WALK_IN: Waiting(0, 0, 0),
    }
    assert (figures.inside_p99, figures.inside_most, figures.hall_limit) == (2, 2, 2)
    assert (figures.overtime_mean_minutes, figures.overtime_p95_minutes) == (35, 35)
    assert (figures.in_time_share, figures.within_limit_share, figures.holds_share) == (0, 0, 0)
    assert figures.outside_waiting_p95_minutes == 10
    # Ten minutes with two inside and one before the door, ten with two, ten with one.
    assert figures.curve[0] == CurvePoint(EIGHT, 3, 19, 50 / 30, 10 / 30, 10, 2)
    assert [point.start_minute for point in figures.curve] == list(range(EIGHT, FOUR, 30))


def test_the_same_seed_gives_the_same_figures_and_another_does_not():
    assert simulate(SERANG, days=150, seed=1) == simulate(SERANG, days=150, seed=1)
    assert simulate(SERANG, days=150, seed=1) != simulate(SERANG, days=150, seed=2)


def test_days_played_in_stretches_are_as_many_as_asked_for():
    played = list(play_days(SERANG, Habits(), days=250, seed=1))

    assert [each.days for each in played] == [100, 100, 50]
    assert figures_of(SERANG, Habits(), played).days == 250


def test_everybody_expected_comes_to_one_end():
    figures = simulate(SERANG, Habits(arrival_spread_minutes=200), days=200, seed=1)

    assert figures.too_late > 0
    assert figures.expected == figures.served + figures.absent + figures.too_late + figures.not_called


def test_more_counters_never_make_the_p95_longer_nor_the_plan_worse():
    figures = [simulate(with_counters(SERANG, "passport", n), days=200, seed=4) for n in range(1, 7)]

    waits = [each.waiting.p95_minutes for each in figures]
    assert waits == sorted(waits, reverse=True)
    holds = [each.holds_share for each in figures]
    assert holds == sorted(holds)
    assert holds[0] < 0.1 < holds[-1] == 1


def test_a_plan_without_doubt_holds_and_a_full_hall_breaks_it():
    calm = Habits(service_spread=0, arrival_spread_minutes=0, early_minutes=0, priority_per_booked=0, companion_share=0)
    one_by_one = plan(group(booked=(1,) * 8), hall_limit=2)

    assert simulate(one_by_one, calm, days=50, seed=1).holds_share == 1
    crowded = simulate(plan(group(booked=(8,)), hall_limit=2), calm, days=50, seed=1)
    assert (crowded.in_time_share, crowded.within_limit_share, crowded.holds_share) == (1, 0, 0)
