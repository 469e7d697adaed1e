"""Open a day's hall again that was closed too early, for a reason that stays in the ledger."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.hall import lock_hall
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Visit
from serambi.rules.gate import why_not_reopen
from serambi.rules.refusal import Refused


def reopen_hall(*, office: str, reason: str, now: datetime, by: str) -> int:
    """Open the hall of the office's today again; returns how many people count as inside.

    Those are everybody whose exit was never noted, so that the limit holds whoever of them is really there; each can
    still be let out. Raises Busy, OutcomeUnknown, and Refused: `office.unknown` and the codes of
    rules.gate.why_not_reopen. Source: docs/rules.md, the visit day.
    """
    with durable_transaction():
        hall = lock_hall(office, now)
        refusal = why_not_reopen(is_closed=hall.day.closed_at is not None, reason=reason)
        if refusal is not None:
            raise Refused(refusal)
        companions = Visit.objects.filter(office=hall.office, on=hall.on, left_at=None).values_list(
            "companions", flat=True
        )
        inside = sum(1 + each for each in companions)
        hall.day.closed_at, hall.day.inside = None, inside
        hall.day.limit = max(hall.day.limit, inside)
        hall.day.save(update_fields=["closed_at", "inside", "limit"])
        facts = {"reason": reason.strip(), "inside": inside}
        write_ledger("hall.reopened", str(hall.on), now=now, by=by, office=office, facts=facts)
        return inside
