"""Recompute the clocks of open cases after the calendar changed; only a closure moves a day once promised."""

from datetime import datetime

from serambi.procedures.steps.bring_clocks import bring_clocks
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Case
from serambi.records.queries.clocks import RECOMPUTED, RECOMPUTED_SUBJECT


def recompute_clocks(*, now: datetime, by: str) -> int:
    """Bring both clocks of every open case to what is known at `now`; returns how many changed.

    Closures are carried out with their order (steps/carry_out.py); what was recorded otherwise moves its promises here.
    Doing it twice is safe: the second changes none. Raises Busy, OutcomeUnknown. Source: docs/rules.md, the promise.
    """
    with durable_transaction():
        brought = bring_clocks(Case.objects.all(), cause=RECOMPUTED, now=now, by=by)
        facts = {"cases": brought.changed, "moved": brought.moved}
        write_ledger(RECOMPUTED, RECOMPUTED_SUBJECT, now=now, by=by, facts=facts)
        return brought.changed
