"""Calling people whom no message reaches: what a call came to, and who is called first."""

from datetime import datetime
from enum import StrEnum


class CallOutcome(StrEnum):
    """What one telephone call came to."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    WRONG_NUMBER = "wrong_number"


class CallReason(StrEnum):
    """What the person must be told."""

    OFFER = "offer"
    CALLED_OFF = "called_off"
    EXPIRED = "expired"
    INVITED = "invited"
    RESTORED = "restored"
    URGENCY_REJECTED = "urgency_rejected"


def call_order(
    *, is_wrong_number: bool, is_urgent: bool, deadline_at: datetime | None, since_at: datetime, code: str
) -> tuple[bool, bool, bool, datetime, str]:
    """The key by which calls are sorted: urgent needs first, then by deadline, then by how long they wait.

    A number known to be wrong goes to the end. Source: docs/rules.md, messages.
    """
    return (is_wrong_number, not is_urgent, deadline_at is None, deadline_at or since_at, code)
