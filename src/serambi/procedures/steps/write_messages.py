"""Putting messages into the outbox, inside the caller's transaction."""

from datetime import datetime
from typing import Any

from serambi.records.models import Booking, Message

CRITICAL = frozenset({"offer", "called_off", "restored"})
"""Kinds that somebody must phone about when they cannot be delivered."""


def message_for(
    booking: Booking,
    kind: str,
    *,
    occasion: str,
    now: datetime,
    not_after: datetime | None,
    facts: dict[str, Any] | None = None,
    send_at: datetime | None = None,
) -> Message:
    """An outbox row, not yet written; `occasion` makes it unique for the booking and kind.

    `not_after` is the visit it speaks of: later it lapses. `send_at` None means at once. Its text is made when it is
    sent; `facts` holds codes only (slots, an order's number), never personal data.
    """
    return Message(
        booking=booking,
        office_id=booking.office_id,
        kind=kind,
        facts=facts or {},
        dedupe_key=f"{booking.code} {kind} {occasion}",
        is_critical=kind in CRITICAL,
        made_at=now,
        next_try_at=send_at or now,
        not_after=not_after,
    )


def put_in_outbox(messages: list[Message]) -> None:
    """Write outbox rows; one that is there already stays the only one."""
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=2000)
