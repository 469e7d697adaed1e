"""How often somebody may guess at a case, and from where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.refusal import Refusal
from serambi.rules.tracking import network_of, why_not_ask_case


@pytest.mark.parametrize(("wrong", "is_refused"), [(0, False), (4, False), (5, True), (50, True)])
def test_five_wrong_facts_are_answered_and_no_sixth(wrong, is_refused):
    assert why_not_ask_case(wrong) == (Refusal("tracking.too_many", None, {"minutes": 15}) if is_refused else None)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.7", "203.0.113.7/32"),
        ("::ffff:203.0.113.7", "203.0.113.7/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::", "2001:db8:1:2::/64"),
        ("", ""),
        ("nonsense", "nonsense"),
    ],
)
def test_network_of_an_address(address, network):
    assert network_of(address) == network


@given(st.text())
def test_network_of_anything_is_a_text(address):
    assert isinstance(network_of(address), str)
