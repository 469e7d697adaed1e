"""Forget the e-mail addresses of repliers whose time is over."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import ledger_row
from serambi.records.models import LedgerRow
from serambi.records.reply_addresses import forget_addresses
from serambi.rules.reply import forgotten_when_judged_until, forgotten_when_sent_until

BATCH = 1000


def forget_reply_addresses(*, now: datetime, by: str) -> int:
    """Delete up to 1000 addresses that are due, and say how many; call again until it says 0. Doing it twice is safe.

    Raises Busy, OutcomeUnknown. Source: docs/rules.md, replies.
    """
    with durable_transaction():
        codes = forget_addresses(
            judged_until=forgotten_when_judged_until(now), sent_until=forgotten_when_sent_until(now), most=BATCH
        )
        LedgerRow.objects.append([ledger_row("reply.address_forgotten", code, now=now, by=by) for code in codes])
    return len(codes)
