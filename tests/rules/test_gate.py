"""The gate's rules: one case per code."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from serambi.rules.gate import (
    Arrival,
    BookedArrival,
    Hall,
    why_not_arrive,
    why_not_enter,
    why_not_reopen,
    why_not_walk_in,
)
from serambi.rules.refusal import Refusal
from serambi.rules.visit_day import VisitDay
from tests.factories import THE_DAY
from tests.rules.orders import regime

SLOT = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)
ARRIVAL = Arrival(SLOT, THE_DAY, 1, Decimal("36.5"))
LIMITED = replace(regime(on=THE_DAY), max_temperature_c=Decimal("37.5"))
BOOKED = BookedArrival(THE_DAY, SLOT, is_confirmed=True, has_arrived=False)


@pytest.mark.parametrize(
    ("arrival", "hall", "made", "refusal"),
    [
        ({}, Hall(8, 10), LIMITED, None),
        ({}, Hall(9, 10), LIMITED, Refusal("hall.full", None, {"inside": 9, "limit": 10, "people": 2})),
        ({"temperature_c": Decimal("37.5")}, Hall(0, 10), LIMITED, None),
        (
            {"temperature_c": Decimal("37.6")},
            Hall(0, 10),
            LIMITED,
            Refusal("visitor.too_warm", "temperature_c", {"temperature_c": "37.6", "limit_c": "37.5"}),
        ),
        ({"temperature_c": None}, Hall(0, 10), LIMITED, Refusal("visitor.not_measured", "temperature_c")),
        ({"temperature_c": None}, Hall(0, 10), regime(on=THE_DAY), None),
        ({"companions": 5}, Hall(0, 10), LIMITED, Refusal("visitor.companions", "companions", {"most": 4})),
        ({"companions": -1}, Hall(0, 10), LIMITED, Refusal("visitor.companions", "companions", {"most": 4})),
        ({}, Hall(0, 10), replace(LIMITED, open=False), Refusal("office.closed")),
        ({}, Hall(0, 10, is_closed=True), LIMITED, Refusal("hall.closed")),
        ({}, Hall(0, 10, is_closed=True), replace(LIMITED, open=False), Refusal("office.closed")),
    ],
)
def test_why_not_enter(arrival, hall, made, refusal):
    assert why_not_enter(replace(ARRIVAL, **arrival), hall, made) == refusal


@pytest.mark.parametrize(
    ("booking", "minutes", "refusal"),
    [
        ({}, 0, None),
        ({}, 200, None),
        ({}, -31, Refusal("visit.too_early", None, {"start_at": SLOT.isoformat()})),
        ({"is_confirmed": False}, 0, Refusal("booking.not_live")),
        ({"is_confirmed": False, "is_asked": True}, 0, Refusal("visit.asked", None, {"on": "2020-09-10"})),
        ({"has_arrived": True, "is_confirmed": False}, 0, Refusal("visit.arrived_already")),
        ({"on": date(2020, 9, 11)}, 0, Refusal("visit.other_day", None, {"on": "2020-09-11"})),
    ],
)
def test_why_not_arrive(booking, minutes, refusal):
    arrival = replace(ARRIVAL, now=SLOT + timedelta(minutes=minutes))

    assert why_not_arrive(replace(BOOKED, **booking), arrival, VisitDay()) == refusal


@pytest.mark.parametrize(
    ("kind", "admitted", "allowed", "most", "refusal"),
    [
        ("elderly", 100, frozenset(), None, None),
        ("elderly", 9, frozenset(), 10, None),
        ("elderly", 10, frozenset(), 10, Refusal("visit.priority_used_up", "kind", {"most": 10})),
        ("lost", 0, None, None, None),
        ("lost", 0, frozenset({"lost"}), None, None),
        ("lost", 0, frozenset({"damaged"}), None, Refusal("visit.kind_not_allowed", "kind", {"kind": "lost"})),
    ],
)
def test_why_not_walk_in(kind, admitted, allowed, most, refusal):
    assert why_not_walk_in(kind, admitted, allowed, VisitDay(priority_per_day=most)) == refusal


@pytest.mark.parametrize(
    ("is_closed", "reason", "refusal"),
    [
        (True, "ditutup karena salah tekan", None),
        (True, "  ", Refusal("hall.reopening_reason", "reason")),
        (False, "apa pun", Refusal("hall.not_closed")),
    ],
)
def test_why_not_reopen(is_closed, reason, refusal):
    assert why_not_reopen(is_closed=is_closed, reason=reason) == refusal
