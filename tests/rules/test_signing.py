"""Whose hand an order needs."""

from datetime import date
from decimal import Decimal

import pytest

from serambi.rules.instrument import Rank, Topic
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal
from serambi.rules.signing import needs_second_signer, why_not_order, why_not_signed
from tests.rules.orders import KOTA_SERANG, clause, instrument, regime

CLOSED = clause(Topic.OPEN, False)
ONE_DAY, TWO_DAYS = (DayPeriod(date(2020, 9, 14), date(2020, 9, day)) for day in (15, 16))
HALF = instrument("HALF", clause(Topic.QUOTA_SHARE, Decimal("0.5")))


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

    assert needs_second_signer(order, offices) == needed


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
