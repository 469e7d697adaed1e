"""Whose hand an order needs."""

from datetime import date
from decimal import Decimal

import pytest

from serambi.rules.emptied import Emptied
from serambi.rules.instrument import Rank, Topic
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal
from serambi.rules.signing import empties_much, needs_second_signer, why_not_order, why_not_signed
from serambi.rules.territory import Area, AreaKind
from tests.rules.orders import KOTA_SERANG, clause, instrument, regime

CLOSED = clause(Topic.OPEN, False)
ONE_DAY, TWO_DAYS = (DayPeriod(date(2020, 9, 14), date(2020, 9, day)) for day in (15, 16))
HALF = instrument("HALF", clause(Topic.QUOTA_SHARE, Decimal("0.5")))


def emptying(office="serang", *, days, taken_by=None, receives_urgent=False):
    return Emptied(office, date(2020, 9, 14), days, taken_by, receives_urgent)


@pytest.mark.parametrize(
    ("what", "period", "offices", "needed"),
    [
        (CLOSED, ONE_DAY, 1, False),
        (CLOSED, ONE_DAY, 2, True),
        (CLOSED, TWO_DAYS, 1, True),
        (CLOSED, DayPeriod(date(2020, 9, 14)), 1, True),
        (clause(Topic.OPEN, True), TWO_DAYS, 125, False),
        (clause(Topic.QUOTA_SHARE, Decimal(0)), TWO_DAYS, 125, False),
    ],
)
def test_needs_second_signer(what, period, offices, needed):
    order = instrument("X", what, rank=Rank.DIRECTORATE, in_force=period)

    assert needs_second_signer(order, offices, ()) == needed


@pytest.mark.parametrize(
    ("emptied", "needed"),
    [
        ([], False),
        ([emptying(days=1)], False),
        ([emptying(days=2)], True),
        ([emptying(days=None)], True),
        ([emptying(days=1), emptying("bandung", days=1)], True),
        ([emptying(days=None, receives_urgent=True), emptying("bandung", days=1)], False),
    ],
)
def test_needs_second_signer_to_leave_no_place(emptied, needed):
    order = instrument("X", clause(Topic.QUOTA_SHARE, Decimal(0)), rank=Rank.DIRECTORATE, in_force=TWO_DAYS)

    assert needs_second_signer(order, 125, emptied) == needed


def test_undoing_empties_much_whoever_is_received_all_the_same():
    assert empties_much([emptying(days=2, receives_urgent=True)])
    assert not empties_much([emptying(days=1)])


@pytest.mark.parametrize("rank", [rank for rank in Rank if rank is not Rank.DIRECTORATE])
def test_why_not_order_closes_by_another_name(rank):
    order = instrument("X", clause(Topic.QUOTA_SHARE, Decimal(0)), rank=rank, areas=(Area(AreaKind.OFFICE, "serang"),))
    facts = {"rank": rank.value, "closes": "serang", "on": "2020-09-14"}

    by_clause = why_not_order(order, (), [emptying(days=1, taken_by=order.clauses[0])])
    by_revoking = why_not_order(order, (), [emptying(days=1)])

    said = {**facts, "topic": "quota_share", "clause": 1}
    assert by_clause == Refusal("instrument.not_competent", "clause.1.topic", said)
    assert by_revoking == Refusal("instrument.not_competent", "revokes", facts)


def test_why_not_order_the_directorate_may_close():
    order = instrument("X", clause(Topic.QUOTA_SHARE, Decimal(0)), rank=Rank.DIRECTORATE)

    assert why_not_order(order, (), [emptying(days=None, taken_by=order.clauses[0])]) is None


@pytest.mark.parametrize(
    ("rank", "share", "refused"),
    [
        (Rank.MAYOR, "0.8", True),
        (Rank.MAYOR, "0.5", False),
        (Rank.MAYOR, "0.2", False),
        (Rank.MINISTRY, "0.8", False),
    ],
)
def test_why_not_order_local_ranks_never_loosen(rank, share, refused):
    order = instrument("X", clause(Topic.QUOTA_SHARE, Decimal(share)), rank=rank, issuer="W", areas=(KOTA_SERANG,))

    refusal = why_not_order(order, [regime(HALF, order)])

    facts = {"rank": rank.value, "topic": "quota_share", "loosens": 1}
    assert refusal == (Refusal("instrument.not_competent", "clause", facts) if refused else None)


def test_an_order_is_signed_today_or_before():
    order = instrument("X", signed_on=date(2020, 9, 11))
    facts = {"signed_on": "2020-09-11", "today": "2020-09-10"}

    assert why_not_signed(order, date(2020, 9, 10)) == Refusal("instrument.signed_later", "signed_on", facts)
    assert [why_not_signed(order, date(2020, 9, day)) for day in (11, 12)] == [None, None]
