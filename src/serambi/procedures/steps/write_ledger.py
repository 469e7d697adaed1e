"""Writing the ledger, inside the caller's transaction."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from serambi.records.models import LedgerRow


def ledger_row(action: str, subject: str, *, now: datetime, by: str, office: str = "", **facts: Any) -> LedgerRow:
    """A ledger row, not yet written. Facts hold codes and counts, never names or identity numbers."""
    return LedgerRow(at=now, by=by, action=action, subject=subject, office=office, facts=facts)


def write_ledger(
    action: str,
    subject: str,
    *,
    now: datetime,
    by: str,
    office: str = "",
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Write one ledger row."""
    LedgerRow.objects.create(at=now, by=by, action=action, subject=subject, office=office, facts=dict(facts or {}))
