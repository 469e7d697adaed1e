"""Which orders leave an office without a place, from when, how long and by what."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.rules.capacity import capacity_of_day
from serambi.rules.emptied import Emptied, can_empty, emptied, ruling_that_empties, span_of, supposed
from serambi.rules.instrument import Mode, Rank, Topic
from serambi.rules.period import DayPeriod
from serambi.rules.regime import orders_for, regime_on
from serambi.rules.risk import Zone
from serambi.rules.signing import needs_second_signer, why_not_order
from serambi.rules.territory import Seat, covers
from serambi.rules.workdays import Calendar, calendar_as_known
from tests.factories import group_means, means
from tests.rules.orders import LATER, SERANG, clause, instrument, order_books, score

MONDAY, SATURDAY = date(2020, 9, 14), date(2020, 9, 19)
WORKED = Calendar({})


def found(order, *others, own=None, calendar=WORKED, today=MONDAY, assessments=()):
    """What the order does to an office of the factories, beside the others."""
    before = orders_for(SERANG, LATER, instruments=others, assessments=assessments)
    after = orders_for(SERANG, LATER, instruments=[*others, supposed(order)], assessments=assessments)
    return emptied(own or means(), before, after, calendar, span_of(order, today), order.number)


def by_head(*clauses, **changes):
    return instrument("X", *clauses, rank=Rank.OFFICE_HEAD, in_force=DayPeriod(MONDAY, changes.pop("until_on", None)))


@pytest.mark.parametrize(
    ("topic", "value"),
    [
        (Topic.OPEN, False),
        (Topic.QUOTA_SHARE, Decimal(0)),
        (Topic.QUOTA_SHARE, Decimal("0.009")),
        (Topic.DISTANCE_M, Decimal(100_000)),
        (Topic.LAST_SERVICE_AT, time(0)),
        (Topic.LAST_SERVICE_AT, time(7, 59)),
        (Topic.STAFF_CEILING_SHARE, Decimal(0)),
        (Topic.STAFF_CEILING_SHARE, Decimal("0.06")),
    ],
)
def test_whatever_leaves_no_place_empties(topic, value):
    rank = Rank.DIRECTORATE if topic is Topic.OPEN else Rank.OFFICE_HEAD
    order = instrument("X", clause(topic, value), rank=rank, in_force=DayPeriod(MONDAY))

    assert found(order) == Emptied("serang", MONDAY, None, order.clauses[0], False)


@pytest.mark.parametrize(
    ("topic", "value"),
    [
        (Topic.QUOTA_SHARE, Decimal("0.5")),
        (Topic.QUOTA_SHARE, Decimal("0.01")),
        (Topic.DISTANCE_M, Decimal(2)),
        (Topic.LAST_SERVICE_AT, time(14)),
        (Topic.LAST_SERVICE_AT, time(8)),
        (Topic.STAFF_CEILING_SHARE, Decimal("0.25")),
        (Topic.MODE, Mode.URGENT_ONLY),
        (Topic.RESTRICTION, "psbb"),
        (Topic.MAX_TEMPERATURE_C, Decimal(30)),
    ],
)
def test_what_leaves_a_place_empties_nothing(topic, value):
    assert found(by_head(clause(topic, value))) is None


def test_the_clause_behind_the_binding_bound_is_named():
    half, far = clause(Topic.QUOTA_SHARE, Decimal("0.5")), clause(Topic.DISTANCE_M, Decimal(100_000))

    assert found(by_head(half, far)).taken_by == far


@pytest.mark.parametrize(("until", "days"), [(15, 1), (16, 2), (21, 5), (22, 6)])
def test_only_working_days_are_counted(until, days):
    order = by_head(clause(Topic.QUOTA_SHARE, Decimal(0)), until_on=date(2020, 9, until))

    assert (found(order).first_on, found(order).days) == (MONDAY, days)


def test_days_off_and_days_past_are_not_counted():
    order = by_head(clause(Topic.QUOTA_SHARE, Decimal(0)), until_on=date(2020, 9, 19))
    leave = Calendar({date(2020, 9, 16): "cuti bersama"})

    assert found(order, calendar=leave, today=date(2020, 9, 16)).first_on == date(2020, 9, 17)
    assert found(order, calendar=leave, today=date(2020, 9, 16)).days == 2
    assert span_of(order, SATURDAY) is None


def test_one_weekday_can_be_emptied():
    friday_mornings = {**dict.fromkeys(range(4), time(16)), 4: time(11)}
    own = means(groups=(group_means(opens_at=time(10), closes_at={**friday_mornings, 0: time(10, 15)}),))
    order = by_head(clause(Topic.LAST_SERVICE_AT, time(10, 29)), until_on=date(2020, 9, 28))

    # Monday has no slot without the order either.
    assert (found(order, own=own).first_on, found(order, own=own).days) == (date(2020, 9, 15), 8)


def test_days_closed_anyway_are_not_the_orders():
    days = DayPeriod(MONDAY, date(2020, 9, 17))
    closed = instrument("SE-1", clause(Topic.OPEN, False), rank=Rank.DIRECTORATE, in_force=days)

    emptying = found(by_head(clause(Topic.QUOTA_SHARE, Decimal(0)), until_on=date(2020, 9, 18)), closed)

    assert (emptying.first_on, emptying.days) == (date(2020, 9, 17), 1)


def test_a_floor_keeps_the_office_served():
    none, floor = clause(Topic.STAFF_CEILING_SHARE, Decimal(0)), clause(Topic.STAFF_FLOOR_SHARE, Decimal("0.25"))

    assert found(instrument("SE-58", none, floor, rank=Rank.MINISTRY)) is None


@pytest.mark.parametrize("condition", [{"zones": frozenset({Zone.RED})}, {"restrictions": frozenset({"psbb"})}])
def test_a_condition_that_does_not_hold_yet_counts_as_held(condition):
    order = by_head(clause(Topic.QUOTA_SHARE, Decimal(0), **condition))

    assert found(order, assessments=[score("3.00")]).taken_by == supposed(order).clauses[0]


def test_a_restriction_closes_nothing_where_anothers_clause_asks_for_it():
    closed = clause(Topic.OPEN, False, restrictions=frozenset({"psbb"}))
    asks = instrument("SE-1", closed, rank=Rank.DIRECTORATE)
    declares = instrument("PSBB", clause(Topic.RESTRICTION, "psbb"), rank=Rank.MAYOR)

    assert (found(declares, asks), can_empty(declares)) == (None, False)


def test_revoking_what_reopened_or_lifted_empties():
    none = instrument("SE-1", clause(Topic.STAFF_CEILING_SHARE, Decimal(0)), rank=Rank.MINISTRY)
    floor = instrument("SE-2", clause(Topic.STAFF_FLOOR_SHARE, Decimal("0.25")), rank=Rank.MINISTRY)
    revoking = instrument("SE-3", revokes=("SE-2",), rank=Rank.MINISTRY, in_force=DayPeriod(MONDAY, SATURDAY))

    # What it ends has ended for good, whatever its own last day.
    assert found(revoking, none, floor) == Emptied("serang", MONDAY, None, None, False)


@pytest.mark.parametrize(
    ("rank", "kinds", "receives"),
    [
        (Rank.DIRECTORATE, {"urgent"}, True),
        (Rank.DIRECTORATE, {"lost"}, False),
        (Rank.DIRECTORATE, None, True),
        (Rank.OFFICE_HEAD, {"urgent"}, False),
    ],
)
def test_urgent_needs_are_received_only_where_the_directorate_says_so(rank, kinds, receives):
    clauses = [clause(Topic.MODE, Mode.URGENT_ONLY), clause(Topic.QUOTA_SHARE, Decimal(0))]
    clauses += [clause(Topic.WALK_IN, frozenset(kinds))] if kinds else []

    assert found(instrument("X", *clauses, rank=rank)).receives_urgent is receives


@given(order_books())
def test_an_emptied_day_has_no_place_and_had_some(orders):
    order, others = orders[0], orders[1:]

    emptying = found(order, *others, today=date(2020, 9, 1))

    def places(books):
        regime = regime_on(orders_for(SERANG, LATER, instruments=books), emptying.first_on)
        own = regime_on(orders_for(SERANG, LATER, instruments=books), emptying.first_on, service_group="passport")
        return capacity_of_day(means(), regime, WORKED, {}, regime_by_group={"passport": own}).places

    if emptying is not None:
        assert places(others) > 0
        assert places([*others, supposed(order)]) == 0


def test_no_real_order_of_2020_needs_another_hand_than_before():
    policy = read_policy(POLICY_FOLDER)
    orders = [filed.instrument for filed in policy.instruments]
    seats = {each.code: Seat(each.code, each.seat_region, each.means.sectors) for each in policy.offices}
    tried = set()
    for order in orders:
        known = [each for each in orders if each.known_at <= order.known_at and each.number != order.number]
        span = span_of(order, order.known_at.date())
        if span is None or order.signed_on.year != 2020:
            continue
        calendar = calendar_as_known(order.known_at, public_holidays={}, instruments=known)
        emptying = []
        for office in policy.offices:
            seat = seats[office.code]
            if any(covers(area, seat) for area in order.areas):
                at = (seat, order.known_at)
                was = orders_for(*at, instruments=known, assessments=policy.assessments)
                then = orders_for(*at, instruments=[*known, supposed(order)], assessments=policy.assessments)
                each = emptied(office.means, was, then, calendar, span, order.number)
                emptying += [each] if each else []
        tried.add(order.short_name)
        assert why_not_order(order, (), emptying) is None, order.number
        assert not needs_second_signer(order, len(policy.offices), emptying), order.number
    assert {"SE 2114", "SE 0946", "SE 58", "SE 67"} <= tried


@pytest.mark.parametrize(
    ("named", "by"),
    [
        (clause(Topic.QUOTA_SHARE, Decimal(0)), "K"),
        (clause(Topic.LAST_SERVICE_AT, time(0)), "K"),
        (clause(Topic.DISTANCE_M, Decimal(100_000)), "K"),
        (clause(Topic.QUOTA_SHARE, Decimal("0.5")), None),
        (clause(Topic.OPEN, False), None),
        (clause(Topic.MODE, Mode.URGENT_ONLY), None),
    ],
)
@pytest.mark.parametrize("days", [0, 5])
def test_what_leaves_an_open_office_without_a_place_is_named(named, by, days):
    order = instrument("K", named, rank=Rank.DIRECTORATE, in_force=DayPeriod(MONDAY))

    orders = orders_for(SERANG, LATER, instruments=[order], assessments=())
    ruling = ruling_that_empties(means(), regime_on(orders, MONDAY + timedelta(days=days)))

    assert (ruling.instrument.number if ruling else None) == by
