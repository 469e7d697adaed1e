"""The ledger as a whole: when it was last written."""

from datetime import datetime

from django.db.models import Max

from serambi.records.models import LedgerRow


def newest_entry_at(*, from_at: datetime, until_at: datetime) -> datetime | None:
    """The newest instant of [from_at, until_at] at which something was written down; None when nothing was."""
    newest: datetime | None = LedgerRow.objects.filter(at__range=(from_at, until_at)).aggregate(at=Max("at"))["at"]
    return newest
