"""Withdraw an order that waits for its second signer."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.second_signer import WITHDRAWN
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import ProposedOrder
from serambi.rules.refusal import Refusal, Refused


def withdraw_proposal(*, number: str, now: datetime, by: str) -> None:
    """Take a proposed order off the desk; its number is free again. Nothing had changed by it.

    `by` is a member of the directorate whom the counter has let in. Raises Busy, OutcomeUnknown, and Refused:
    `instrument.unknown` (no such order waits). Source: docs/rules.md, orders.
    """
    with durable_transaction():
        proposed = ProposedOrder.objects.select_for_update().filter(number=number, decision="").first()
        if proposed is None:
            raise Refused(Refusal("instrument.unknown", "number", {"number": number}))
        proposed.decision, proposed.decided_by, proposed.decided_at = WITHDRAWN, by, now
        proposed.save(update_fields=["decision", "decided_by", "decided_at"])
        write_ledger("instrument.withdrawn", number, now=now, by=by)
