"""Wrong facts given for cases, as the ledger holds them."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from serambi.records.models import LedgerRow
from serambi.records.sealing import pseudonym
from serambi.rules.tracking import WRONG_FACTS_COUNT_MINUTES, network_of

ASKED, ANSWERED = "case.asked", "case.answered"
SUBJECT_SIGNS = 32


def tracking_subjects(*, number: str, address: str) -> tuple[str, str]:
    """Under what the ledger keeps the questions about a number and from a network: keyed hashes."""
    kinds = (("number", number), ("network", network_of(address)))
    return tuple(f"tracking {pseudonym(f'tracking|{kind}|{text}').hex()[:SUBJECT_SIGNS]}" for kind, text in kinds)  # type: ignore[return-value]  # two kinds, two subjects


def wrong_facts_in_window(*, subjects: tuple[str, ...], now: datetime) -> int:
    """The most questions that found no case under any of these subjects within the window that counts."""
    since = now - timedelta(minutes=WRONG_FACTS_COUNT_MINUTES)
    rows = LedgerRow.objects.filter(subject__in=subjects, at__gt=since, at__lte=now).order_by().values("subject")
    counted = rows.annotate(asked=Count("id", Q(action=ASKED)), answered=Count("id", Q(action=ANSWERED)))
    return max((row["asked"] - row["answered"] for row in counted), default=0)
