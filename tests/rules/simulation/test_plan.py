"""The plan of a day from the office's means and the regime."""

from datetime import date, time
from decimal import Decimal

from serambi.rules.capacity import capacity_of_day
from serambi.rules.instrument import Rank, Topic
from serambi.rules.refusal import Refusal
from serambi.rules.rota.manning import Manning
from serambi.rules.simulation.plan import (
    CounterSpan,
    DayPlan,
    GroupPlan,
    SlotBand,
    plan_of_day,
    why_not_simulate,
    with_counters,
)
from serambi.rules.workdays import Calendar
from tests.factories import group_means, means
from tests.rules.orders import clause, instrument, regime
from tests.rules.simulation.halls import group, plan

THURSDAY = date(2020, 9, 10)


def planned(*clauses, people=None, **changes) -> DayPlan:
    order = instrument("SE-1", *clauses, rank=Rank.DIRECTORATE)
    own, rules = means(**changes), regime(order, on=THURSDAY)
    return plan_of_day(own, rules, capacity_of_day(own, rules, Calendar({}), {}), people or {})


def test_a_plan_has_the_counters_of_the_share_the_seats_of_the_distance_and_ends_with_the_last_service():
    orders = (
        clause(Topic.STAFF_CEILING_SHARE, Decimal("0.125")),
        clause(Topic.DISTANCE_M, Decimal("1.5")),
        clause(Topic.LAST_SERVICE_AT, time(14)),
    )

    found = planned(*orders, people={("passport", time(7, 30)): 5, ("passport", time(13, 30)): 2})

    starts = [450 + 30 * n for n in range(9)] + [780, 810]
    bands = tuple(SlotBand(start, {450: 5, 810: 2}.get(start, 0)) for start in starts)
    spans = (CounterSpan(450, 720, 2), CounterSpan(780, 840, 2))
    assert found == DayPlan((GroupPlan("passport", 15, spans, bands),), 24, takes_walk_ins=True)
    assert (found.booked, found.opens_minute, found.closes_minute) == (7, 450, 840)


def test_an_end_inside_the_break_leaves_the_morning():
    found = planned(clause(Topic.LAST_SERVICE_AT, time(12, 30)))

    assert found.groups[0].spans == (CounterSpan(450, 720, 4),)


def test_the_counters_are_at_most_those_that_the_rota_mans():
    own, rules = means(), regime(on=THURSDAY)
    manning = {"passport": Manning(1)}

    found = plan_of_day(own, rules, capacity_of_day(own, rules, Calendar({}), {}), {}, manning=manning)

    assert {span.counters for span in found.groups[0].spans} == {1}


def test_walk_ins_come_only_where_the_regime_lets_them():
    allowed = [planned(clause(Topic.WALK_IN, frozenset(kinds))).takes_walk_ins for kinds in ({"lost"}, {"elderly"})]

    assert allowed == [True, False]


def test_a_closed_day_and_a_group_without_service_have_no_plan():
    weekday_only = group_means(closes_at={0: time(16)})

    assert planned(clause(Topic.OPEN, False)).groups == ()
    assert planned(groups=(weekday_only,)).groups == ()


def test_why_not_simulate_names_what_is_missing():
    assert why_not_simulate(plan()) is None
    assert why_not_simulate(DayPlan((), 10, False)) == Refusal("simulation.no_people", "date")
    assert why_not_simulate(plan(group(booked=(0,)))) == Refusal("simulation.no_people", "date")
    assert why_not_simulate(plan(hall_limit=0)) == Refusal("simulation.no_seats", "date")
    no_counters = Refusal("simulation.no_counters", "date", {"group": "passport"})
    assert why_not_simulate(with_counters(plan(), "passport", 0)) == no_counters
