"""Capacity: the least bound decides and is named; the day's sum is exact; stricter never means more."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.capacity import (
    Bound,
    BoundValue,
    Contingent,
    capacity_of_day,
    counters_staffed,
    left_after,
    seats_at,
)
from serambi.rules.instrument import Mode
from serambi.rules.period import DayPeriod
from serambi.rules.regime import Regime
from serambi.rules.rota.manning import Isolation, Manning
from serambi.rules.workdays import Calendar
from tests.factories import THE_DAY, group_means, means
from tests.rules.orders import SHARES, regime

NO_DAYS_OFF = Calendar({})
PLAIN = regime(on=THE_DAY)
STORY = replace(
    PLAIN,
    staff_share=Decimal("0.25"),
    quota_share=Decimal("0.5"),
    last_service_at=time(14),
    distance_m=Decimal(1),
)


def capacity(made: Regime = STORY, own=None, calendar=NO_DAYS_OFF, **unfinished: int):
    return capacity_of_day(own or means(), made, calendar, unfinished)


def test_capacity_of_the_story_is_bound_by_the_quota():
    day = capacity()

    assert day.places == 50
    assert len(day.slots) == 11
    assert {slot.binding for slot in day.slots} == {Bound.QUOTA}
    first = day.slots[0]
    assert (first.start_at, first.places) == (time(7, 30), 5)
    assert first.by_contingent == {Contingent.GENERAL: 4, Contingent.URGENT: 1}
    assert {bound: value.places for bound, value in first.bounds.items()} == {
        Bound.QUOTA: 5,
        Bound.COUNTERS: 8,
        Bound.HALL: 20,
        Bound.BACK_OFFICE: 11,
    }
    assert first.bounds[Bound.COUNTERS] == BoundValue(
        8, {"counters": 4, "staffed": 4, "service_minutes": 15, "slot_minutes": 30, "staff_share": "0.25"}
    )


@pytest.mark.parametrize(
    ("changes", "days_off", "left"),
    [
        ({}, {}, 70),
        ({"staff_share": Decimal("0.5")}, {}, 40),
        ({"staff_share": Decimal(1)}, {}, 0),
        ({"open": False}, {}, 100),
        ({}, {THE_DAY: "libur"}, 100),
    ],
)
def test_files_left_after_a_day_fall_by_what_the_back_office_can_finish(changes, days_off, left):
    made = left_after(means(), replace(STORY, **changes), Calendar(days_off), {"passport": 100, "other": 3})

    assert made == {"passport": left, "other": 3}


@pytest.mark.parametrize(
    ("changes", "binding", "places"),
    [
        ({"staff_share": Decimal("0.07")}, Bound.COUNTERS, 2),
        ({"distance_m": Decimal(8)}, Bound.HALL, 0),
        ({"quota_share": Decimal("0.1")}, Bound.QUOTA, 1),
    ],
)
def test_capacity_names_the_bound_that_binds(changes, binding, places):
    first = capacity(replace(STORY, **changes)).slots[0]

    assert (first.binding, first.places) == (binding, places)


def test_capacity_back_office_binds_when_files_pile_up():
    first = capacity(passport=110).slots[0]

    assert (first.binding, first.places) == (Bound.BACK_OFFICE, 1)


def test_capacity_of_a_day_off_has_no_slots_and_says_why():
    day = capacity(calendar=Calendar({THE_DAY: "Hari Raya"}))

    assert (day.why_none, day.slots) == ("Hari Raya", ())


def test_capacity_of_a_closed_day_keeps_its_slots_at_zero():
    day = capacity(replace(STORY, open=False))

    assert day.places == 0
    assert len(day.slots) == 11


def test_capacity_urgent_only_leaves_the_urgent_places():
    day = capacity(replace(PLAIN, mode=Mode.URGENT_ONLY))

    assert sum(slot.by_contingent[Contingent.GENERAL] for slot in day.slots) == 0
    assert day.places == 10


def test_capacity_instrument_for_one_group_binds_that_group():
    two = means(groups=(group_means(), group_means(code="permit")))

    day = capacity_of_day(
        two, PLAIN, NO_DAYS_OFF, {}, regime_by_group={"permit": replace(PLAIN, quota_share=Decimal(0))}
    )

    by_group = {code: sum(s.places for s in day.slots if s.group == code) for code in ("passport", "permit")}
    assert by_group == {"passport": 100, "permit": 0}


@pytest.mark.parametrize(
    ("distance", "seats"), [(None, 80), ("0", 80), ("0.5", 40), ("1.0", 40), ("1.2", 24), ("2.0", 16), ("4", 4)]
)
def test_seats_at_takes_the_next_larger_known_distance(distance, seats):
    assert seats_at(means(), None if distance is None else Decimal(distance)) == seats


@pytest.mark.parametrize(("share", "staffed"), [("1", 4), ("0.25", 4), ("0.2", 3), ("0.06", 0), ("0", 0)])
def test_counters_staffed_counts_whole_people(share, staffed):
    assert counters_staffed(group_means(), Decimal(share)) == staffed


@pytest.mark.parametrize(("share", "manned", "staffed"), [("1", 2, 2), ("1", 9, 4), ("0.06", 2, 0), ("1", 0, 0)])
def test_counters_staffed_are_never_more_than_the_rota_mans(share, manned, staffed):
    assert counters_staffed(group_means(), Decimal(share), Manning(manned)) == staffed


def test_capacity_with_a_team_in_isolation_is_bound_by_the_counters_of_its_group_alone():
    two = means(groups=(group_means(), group_means(code="permit")))
    away = Isolation("paspor-1", DayPeriod(THE_DAY, THE_DAY + timedelta(days=1)))
    manning = {"passport": Manning(1, (away,)), "permit": Manning(4)}

    day = capacity_of_day(two, PLAIN, NO_DAYS_OFF, {}, manning=manning)

    first = day.slots[0]
    assert (first.binding, first.places) == (Bound.COUNTERS, 2)
    facts = {"counters": 4, "staffed": 1, "service_minutes": 15, "slot_minutes": 30, "staff_share": "1", "manned": 1}
    assert first.bounds[Bound.COUNTERS] == BoundValue(2, facts, (away,))
    untouched = capacity_of_day(two, PLAIN, NO_DAYS_OFF, {})
    places = [[slot.places for slot in each.slots if slot.group == "permit"] for each in (day, untouched)]
    assert places[0] == places[1]


REGIMES = st.builds(
    lambda staff, quota, last, distance, mode: replace(
        PLAIN,
        staff_share=staff,
        quota_share=quota,
        last_service_at=last,
        distance_m=distance,
        mode=mode,
    ),
    SHARES,
    SHARES,
    st.none() | st.integers(8, 16).map(time),
    st.none() | st.integers(1, 6).map(lambda halves: Decimal(halves) / 2),
    st.sampled_from(Mode),
)


@given(REGIMES, st.integers(0, 300))
def test_law_places_are_the_least_bound_and_split_exactly(made, unfinished):
    for slot in capacity(made, passport=unfinished).slots:
        assert slot.places == min(value.places for value in slot.bounds.values())
        assert slot.bounds[slot.binding].places == slot.places
        assert sum(slot.by_contingent.values()) == slot.places
        assert min(slot.by_contingent.values()) >= 0


@given(REGIMES)
def test_law_quota_of_the_day_is_spread_exactly(made):
    open_to_all = replace(made, mode=Mode.ALL)

    day = capacity(open_to_all)

    quota = sum(slot.bounds[Bound.QUOTA].places for slot in day.slots)
    assert quota == (int(100 * made.quota_share) if day.slots else 0)


@given(REGIMES, st.sampled_from(["staff_share", "quota_share", "mode"]), SHARES)
def test_law_tightening_never_adds_places(made, topic, share):
    stricter: Regime
    if topic == "mode":
        stricter = replace(made, mode=Mode.URGENT_ONLY)
    else:
        stricter = replace(made, **{topic: min(share, getattr(made, topic))})

    assert capacity(stricter).places <= capacity(made).places


def test_capacity_weekend_is_a_day_off():
    assert capacity(replace(STORY, on=date(2020, 9, 12))).why_none == "weekend"
