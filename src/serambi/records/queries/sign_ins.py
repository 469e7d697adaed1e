"""Tries to sign in, as the ledger holds them."""

from datetime import datetime, timedelta

from serambi.records.models import LedgerRow
from serambi.records.sealing import pseudonym
from serambi.rules.signing_in import TRIES_COUNT_MINUTES

TRIED, SIGNED_IN = "sign_in.tried", "sign_in.done"
SUBJECT_SIGNS = 32


def sign_in_subject(*, username: str, address: str) -> str:
    """Under what the ledger keeps the tries of a user name from an address: a keyed hash, since people type their
    password or e-mail into the wrong field."""
    return f"sign-in {pseudonym(f'sign-in|{username.casefold()}|{address}').hex()[:SUBJECT_SIGNS]}"


def tries_in_window(*, subject: str, now: datetime) -> int:
    """How many tries since the last success, within the window that counts, led to nothing so far."""
    since = now - timedelta(minutes=TRIES_COUNT_MINUTES)
    rows = LedgerRow.objects.filter(subject=subject, at__gt=since, at__lte=now).order_by("-id")
    tries = 0
    for action in rows.values_list("action", flat=True):
        if action == SIGNED_IN:
            break
        tries += 1
    return tries
