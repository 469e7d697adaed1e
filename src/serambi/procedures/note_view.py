"""Note in the ledger that a member of staff looked at somebody's personal data."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger


def note_view(*, subject: str, office: str, reason: str, now: datetime, by: str) -> None:
    """Write one row for one view: `subject` a booking code or "day 2020-09-10", `reason` what the clerk was doing.

    Source: reliability Q10: 100 % of views are recorded.
    """
    with durable_transaction():
        write_ledger("person.viewed", subject, now=now, by=by, office=office, facts={"reason": reason})
