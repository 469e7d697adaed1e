"""Who may sign what: the directorate anything, the head of an office only that office's own orders."""

import pytest

from serambi.rules.authority import MOST_TOKEN_DAYS, why_not_days, why_not_sign
from serambi.rules.instrument import Rank
from serambi.rules.refusal import Refusal
from serambi.rules.territory import NATION, Area, AreaKind
from tests.rules.orders import KOTA_SERANG, instrument

SERANG, CILEGON = Area(AreaKind.OFFICE, "serang"), Area(AreaKind.OFFICE, "cilegon")
OWN = instrument("OWN", rank=Rank.OFFICE_HEAD, areas=(SERANG,))


@pytest.mark.parametrize("rank", list(Rank))
def test_the_directorate_signs_for_every_rank(rank):
    assert why_not_sign(instrument(rank=rank), None, [instrument()]) is None


@pytest.mark.parametrize(
    ("rank", "areas", "field"),
    [
        (Rank.OFFICE_HEAD, (SERANG,), None),
        (Rank.OFFICE_HEAD, (CILEGON,), "areas"),
        (Rank.OFFICE_HEAD, (SERANG, CILEGON), "areas"),
        (Rank.OFFICE_HEAD, (KOTA_SERANG,), "areas"),
        (Rank.DIRECTORATE, (SERANG,), "rank"),
        (Rank.MAYOR, (SERANG,), "rank"),
        (Rank.DIRECTORATE, (NATION,), "rank"),
    ],
)
def test_a_head_signs_for_their_own_office_in_their_own_rank(rank, areas, field):
    refusal = Refusal("instrument.signer_not_competent", field, {"rank": str(rank), "office": "serang"})

    assert why_not_sign(instrument(rank=rank, areas=areas), "serang") == (refusal if field else None)


def test_a_head_ends_no_order_of_others_whatever_issuer_the_file_names():
    refusal = Refusal("instrument.signer_not_competent", "revokes", {"rank": "office_head", "office": "serang"})

    assert why_not_sign(OWN, "serang", [OWN]) is None
    assert why_not_sign(OWN, "serang", [OWN, instrument(rank=Rank.DIRECTORATE)]) == refusal


@pytest.mark.parametrize(("days", "is_refused"), [(0, True), (1, False), (MOST_TOKEN_DAYS, False), (367, True)])
def test_a_key_lasts_a_day_to_a_year(days, is_refused):
    assert why_not_days(days) == (Refusal("token.days", "days", {"most": 366}) if is_refused else None)
