"""Printed percentages checked against their numbers."""

from decimal import Decimal
from fractions import Fraction

import pytest

from serambi.rules.claim import ClaimCheck, Reading, check_changes, check_claim, why_not_base, why_not_claim
from serambi.rules.decline import Change
from serambi.rules.refusal import Refusal


def test_more_than_all_of_it_is_refused_with_the_claim():
    assert why_not_claim(Decimal("-166.3")) == Refusal("decline.impossible", "claimed", {"claimed": "-166.3"})


@pytest.mark.parametrize("claimed", ["-100", "-90", "0", "253.2"])
def test_what_can_be_is_not_refused(claimed):
    assert why_not_claim(Decimal(claimed)) is None


@pytest.mark.parametrize(("value", "base", "is_refused"), [("0", "1", False), ("-1", "1", True), ("1", "0", True)])
def test_two_printed_numbers_need_a_base(value, base, is_refused):
    refusal = Refusal("claim.no_base", "base") if is_refused else None

    assert why_not_base(Decimal(value), Decimal(base)) == refusal


@pytest.mark.parametrize(
    ("value", "base", "claimed", "recomputed", "agrees"),
    [
        ("14635", "31264", "-166.3", "-53.2", False),
        ("1141", "3173", "-64.04", "-64.0", True),
        ("37276", "78870", "-52.8", "-52.7", False),
        ("4906", "9000", "-50", "-45.5", False),
        ("13292", "9630", "38", "38.0", True),
        ("9", "100", "-91", "-91.0", True),
    ],
)
def test_a_claim_is_recomputed_and_judged_as_far_as_it_is_rounded(value, base, claimed, recomputed, agrees):
    found = check_claim(value=Decimal(value), base=Decimal(base), claimed=Decimal(claimed))

    off = Decimal(claimed) - Decimal(recomputed)
    assert found == ClaimCheck(Decimal(claimed), (Reading(None, Decimal(recomputed), off, agrees),))
    assert found.agrees is agrees


@pytest.mark.parametrize(
    ("claimed", "agreeing"),
    [("-90", [None]), ("-87.8", ["working-days"]), ("-88", ["working-days"]), ("-89", [])],
)
def test_a_claim_is_wrong_only_where_no_way_of_reading_it_is_right(claimed, agreeing):
    per_day, plain = Fraction(210, 18) / Fraction(2100, 22) - 1, Fraction(210, 2100) - 1

    found = check_changes(changes=[Change("working-days", per_day), Change(None, plain)], claimed=Decimal(claimed))

    assert [reading.per for reading in found.readings] == ["working-days", None]
    assert [reading.per for reading in found.readings if reading.agrees] == agreeing
    assert found.agrees is bool(agreeing)
