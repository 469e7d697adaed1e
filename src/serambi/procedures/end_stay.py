"""End being told of a stay: what the person gave is forgotten at once."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import StayRow
from serambi.rules.refusal import Refusal, Refused


def end_stay(*, code: str, now: datetime, by: str) -> None:
    """Tell its holder nothing more, and empty the seal: consent to be told ends when its giver says so.

    The counter has checked the key. Raises Busy, OutcomeUnknown, and Refused: `stay.not_found`.
    Source: UU 27/2022 art. 40.
    """
    with durable_transaction():
        if not StayRow.objects.filter(code=code, ended_at=None).update(ended_at=now, sealed=b""):
            raise Refused(Refusal("stay.not_found"))
        write_ledger("stay.ended", code, now=now, by=by)
