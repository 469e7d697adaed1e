"""Let a member of staff try to sign in, and note that it worked: what keeps a password from being guessed."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.queries.sign_ins import SIGNED_IN, TRIED, sign_in_subject, tries_in_window
from serambi.rules.refusal import Refused
from serambi.rules.signing_in import why_not_try


def note_try(*, username: str, address: str, now: datetime) -> None:
    """Count a try before the password is looked at.

    The try is committed before tries are counted again, so that however many arrive together no more than the
    allowed ones go on. Raises Busy, OutcomeUnknown, and Refused: `sign_in.too_many`.
    """
    subject = sign_in_subject(username=username, address=address)
    refusal = why_not_try(tries_in_window(subject=subject, now=now))
    if refusal is not None:
        raise Refused(refusal)
    with durable_transaction():
        write_ledger(TRIED, subject, now=now, by="console")
    # This try is among them now; it may be the last that is allowed, but not one more.
    refusal = why_not_try(tries_in_window(subject=subject, now=now) - 1)
    if refusal is not None:
        raise Refused(refusal)


def note_sign_in(*, username: str, address: str, now: datetime) -> None:
    """Note that a member of staff signed in; the tries before no longer count. Raises Busy, OutcomeUnknown."""
    subject = sign_in_subject(username=username, address=address)
    with durable_transaction():
        write_ledger(SIGNED_IN, subject, now=now, by=username)
