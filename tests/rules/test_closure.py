"""When orders close an office: the golden cases of the promise, and runs of closed days."""

import csv
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.rules.closure import Closure, closures
from serambi.rules.instrument import Instrument, Rank, Topic
from serambi.rules.period import DayPeriod, days_between
from serambi.rules.promise import Pause, PauseReason, after_closures, due_on
from serambi.rules.regime import orders_for, regime_on
from serambi.rules.risk import Zone
from serambi.rules.workdays import Calendar, calendar_as_known
from tests.rules.orders import KNOWN, LATER, SERANG, START, clause, instrument, order_books, score

GOLDEN = Path(__file__).parents[1] / "golden" / "closures_2020.csv"


def closing(number: str, *days: date | None, **changes: object) -> Instrument:
    period = DayPeriod(*days)  # type: ignore[arg-type]  # a first day, and perhaps an end
    shut = clause(Topic.OPEN, False, **changes)
    return instrument(number, shut, rank=Rank.DIRECTORATE, issuer="Dirjen", in_force=period)


def closed(*instruments: Instrument, known_at: datetime = LATER, **more) -> tuple[Closure, ...]:
    return closures(orders_for(SERANG, known_at, instruments=instruments, **more))


@pytest.fixture(scope="module")
def calendar_known_on():
    policy = read_policy(POLICY_FOLDER)
    holidays = {holiday.on: holiday.name.id for holiday in policy.public_holidays}
    instruments = [filed.instrument for filed in policy.instruments]

    def known_on(day: date) -> Calendar:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=KNOWN.tzinfo)
        return calendar_as_known(noon, public_holidays=holidays, instruments=instruments)

    return known_on


def test_golden_closures_move_the_promise_by_working_days_once_and_undone_give_it_back(calendar_known_on):
    with GOLDEN.open(newline="") as file:
        rows = list(csv.DictReader(file))
    made = []
    for row in rows:
        known_on, start, first = (date.fromisoformat(row[name]) for name in ("known_on", "counted_from", "closed_from"))
        until = date.fromisoformat(row["closed_until"]) if row["closed_until"] else None
        order, calendar = closing("SE-9", first, until), calendar_known_on(known_on)
        named = due_on(start, 4, (), calendar)
        assert named is not None
        pauses = [[_pause(each) for each in closed(which)] for which in (order, replace(order, undone_at=KNOWN))]
        moved = [after_closures(named, start, own=(), closed=each, calendar=calendar) for each in pauses]
        assert moved == [due_on(start, 4, each, calendar) for each in pauses]
        made.append(tuple(str(day or "") for day in moved))

    assert made == [(row["due_on"], row["due_when_undone"]) for row in rows]
    assert len(rows) == 20


def _pause(closure: Closure) -> Pause:
    return Pause(PauseReason.CLOSURE, closure.days)


def test_closures_are_none_without_an_order_and_of_one_that_cannot_close():
    mayor = instrument("W-1", clause(Topic.OPEN, False), rank=Rank.MAYOR)

    assert closed() == ()
    assert closed(mayor) == ()


def test_closures_prolonged_name_each_order_and_overlaps_are_one_run():
    first = closing("SE-1", date(2020, 9, 14), date(2020, 9, 16))
    second = closing("SE-2", date(2020, 9, 15), date(2020, 9, 18))

    assert closed(first, second) == (
        Closure(DayPeriod(date(2020, 9, 14), date(2020, 9, 16)), "SE-1", "SE-1"),
        Closure(DayPeriod(date(2020, 9, 16), date(2020, 9, 18)), "SE-2", "SE-2"),
    )


def test_closure_of_a_red_zone_lasts_while_the_zone_does():
    order = closing("SE-1", date(2020, 9, 1), None, zones=frozenset({Zone.RED}))
    maps = [score("1.5", date(2020, 9, 6)), score("2.2", date(2020, 9, 13))]

    assert closed(order, assessments=maps) == (Closure(DayPeriod(date(2020, 9, 6), date(2020, 9, 13)), "SE-1", "SE-1"),)


def test_closure_for_a_service_group_closes_no_other():
    order = closing("SE-1", date(2020, 9, 14), None, service_groups=frozenset({"permit"}))
    orders = orders_for(SERANG, LATER, instruments=[order])

    assert closures(orders) == closures(orders, service_group="passport") == ()
    assert [each.days for each in closures(orders, service_group="permit")] == [DayPeriod(date(2020, 9, 14))]


@given(order_books(topics=[Topic.OPEN, Topic.RESTRICTION]), st.integers(0, 60))
def test_law_closures_are_the_days_on_which_the_regime_is_closed(instruments, days):
    orders = orders_for(SERANG, LATER, instruments=instruments)
    found = closures(orders)

    for on in days_between(START, START + timedelta(days=240 + days)):
        assert any(each.days.covers(on) for each in found) != regime_on(orders, on).open
