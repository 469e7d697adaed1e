"""Replies sent of late, as the ledger holds them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from serambi.records.models import LedgerRow
from serambi.records.sealing import pseudonym
from serambi.rules.policy import REPLIES_COUNT_MINUTES
from serambi.rules.tracking import network_of

REPLY_TRIED = "reply.tried"
SUBJECT_SIGNS = 32


def reply_subjects(*, network: str, email: str) -> tuple[str, str]:
    """Under what the ledger counts replies from a network (given any address in it) and with an e-mail address:
    keyed hashes."""
    return _subject("network", network_of(network)), _subject("email", email.casefold())


def tries_in_window(*, subjects: Sequence[str], now: datetime) -> list[int]:
    """How many replies were sent under each of these subjects within the window that counts."""
    since = now - timedelta(minutes=REPLIES_COUNT_MINUTES)
    rows = LedgerRow.objects.filter(subject__in=subjects, action=REPLY_TRIED, at__gt=since, at__lte=now)
    found = list(rows.order_by().values_list("subject", flat=True))
    return [found.count(subject) for subject in subjects]


def _subject(kind: str, text: str) -> str:
    return f"reply from {pseudonym(f'reply|{kind}|{text}').hex()[:SUBJECT_SIGNS]}"
