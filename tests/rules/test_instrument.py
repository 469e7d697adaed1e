"""Who may order what."""

import pytest

from serambi.rules.instrument import Rank, Topic, may_revoke, why_not_enact
from serambi.rules.refusal import Refusal
from serambi.rules.territory import NATION, Area, AreaKind
from tests.rules.orders import BANTEN, KOTA_SERANG, clause, instrument

OFFICE = Area(AreaKind.OFFICE, "serang")


@pytest.mark.parametrize("rank", sorted(Rank))
def test_why_not_enact_closing_is_the_directorates_alone(rank):
    refusal = why_not_enact(instrument("X", clause(Topic.OPEN, False), rank=rank, areas=(OFFICE,)))

    facts = {"rank": rank.value, "topic": "open", "clause": 1}
    expected = Refusal("instrument.not_competent", "clause.1.topic", facts)
    assert refusal == (None if rank is Rank.DIRECTORATE else expected)


@pytest.mark.parametrize(
    ("rank", "area", "is_allowed"),
    [
        (Rank.GOVERNOR, BANTEN, True),
        (Rank.GOVERNOR, NATION, False),
        (Rank.MAYOR, KOTA_SERANG, True),
        (Rank.MAYOR, BANTEN, False),
        (Rank.OFFICE_HEAD, OFFICE, True),
        (Rank.OFFICE_HEAD, KOTA_SERANG, False),
        (Rank.MINISTRY, NATION, True),
    ],
)
def test_why_not_enact_area_is_no_wider_than_the_rank(rank, area, is_allowed):
    refusal = why_not_enact(instrument("X", clause(Topic.RESTRICTION, "psbb"), rank=rank, areas=(area,)))

    if rank is Rank.OFFICE_HEAD:
        assert refusal is not None
        assert refusal.facts["topic"] == "restriction"
        return
    expected = Refusal("instrument.not_competent", "areas", {"rank": rank.value, "area": str(area)})
    assert refusal == (None if is_allowed else expected)


def test_may_revoke_lower_ranks_and_ones_own():
    ministry = instrument("A")
    mayor = instrument("B", rank=Rank.MAYOR, issuer="Wali Kota Serang")
    other_mayor = instrument("C", rank=Rank.MAYOR, issuer="Wali Kota Cilegon")

    assert may_revoke(ministry, mayor)
    assert may_revoke(mayor, mayor)
    assert not may_revoke(mayor, ministry)
    assert not may_revoke(mayor, other_mayor)
