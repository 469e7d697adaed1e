"""An order that waits for its second signer can be taken off the desk, and proposed anew."""

import pytest

from serambi.procedures.withdraw_proposal import withdraw_proposal
from serambi.records.models import InstrumentRow, LedgerRow, ProposedOrder
from serambi.records.queries.order_book import proposals
from serambi.rules.refusal import Refusal, Refused
from tests.factories import CLOSED, NOW, order_text
from tests.procedures.orders import enact

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = order_text("SE-9", CLOSED, areas='["office:serang"]')


def test_withdraw_proposal_frees_its_number(serang):
    enact(TEXT)

    withdraw_proposal(number="SE-9", now=NOW, by="sekretaris")

    assert proposals() == ()
    assert list(ProposedOrder.objects.values_list("decision", "decided_by")) == [("withdrawn", "sekretaris")]
    assert LedgerRow.objects.filter(action="instrument.withdrawn", subject="SE-9", by="sekretaris").count() == 1
    assert enact(TEXT.replace("Surat", "Nota")).carried_out is None
    assert InstrumentRow.objects.count() == 0


def test_withdraw_proposal_that_does_not_wait_is_refused(serang):
    with pytest.raises(Refused) as refused:
        withdraw_proposal(number="SE-9", now=NOW, by="sekretaris")

    assert refused.value.refusal == Refusal("instrument.unknown", "number", {"number": "SE-9"})
