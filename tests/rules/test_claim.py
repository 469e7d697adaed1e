"""Printed percentages checked against their numbers."""

from decimal import Decimal

import pytest

from serambi.rules.claim import ClaimCheck, check_claim, why_not_claim
from serambi.rules.refusal import Refusal


def test_more_than_all_of_it_is_refused_with_the_claim():
    assert why_not_claim(Decimal("-166.3")) == Refusal("decline.impossible", "claimed", {"claimed": "-166.3"})


@pytest.mark.parametrize("claimed", ["-100", "-90", "0", "253.2"])
def test_what_can_be_is_not_refused(claimed):
    assert why_not_claim(Decimal(claimed)) is None


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

    assert found == ClaimCheck(Decimal(claimed), Decimal(recomputed), agrees)
    assert found.points_off == Decimal(claimed) - Decimal(recomputed)
