"""Putting messages into the outbox, inside the caller's transaction."""

from datetime import date, datetime
from typing import Any

from serambi.records.models import Booking, Message, Slot, StayRow
from serambi.rules.delivery import KIND_NEEDS_STATE, reminder_at
from serambi.rules.permit import StayDeadline

CRITICAL = frozenset({"offer", "called_off", "restored", "invited", "urgency_rejected"})
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


def message_to_stay(stay: StayRow, *, was_on: date | None, deadline: StayDeadline, now: datetime) -> Message:
    """An outbox row about another deadline of a stay, not yet written; a day is None where no last day was set."""
    last_on, was = (day.isoformat() if day else None for day in (deadline.last_on, was_on))
    facts = {"last_on": last_on, "was": was, "becomes": deadline.becomes}
    return Message(
        stay=stay,
        kind="stay_changed",
        facts=facts | {"cause": f"enacted {deadline.instrument}" if deadline.instrument else None},
        dedupe_key=f"{stay.code} stay_changed {was_on} {deadline.last_on} {now:%Y-%m-%dT%H%M%S}",
        made_at=now,
        next_try_at=now,
    )


def messages_of_visit(
    booking: Booking, slot: Slot, kind: str, *, occasion: str, now: datetime, was: Slot | None = None
) -> list[Message]:
    """Word of a visit in `slot` and its reminder, not yet written; none for a booking without an e-mail.

    `was` is the slot it was before, None when it is new. The slot comes with its day and office.
    """
    if not booking.is_reachable:
        return []
    facts = {"slot": slot.code} | ({"from": was.code} if was else {})
    word = message_for(booking, kind, occasion=occasion, now=now, not_after=slot.start_at, facts=facts)
    send_at = reminder_at(slot.start_at, slot.office_day.office.time_zone, now)
    if send_at is None:
        return [word]
    reminder = message_for(
        booking,
        "reminder",
        occasion=slot.code,
        now=now,
        not_after=slot.start_at,
        facts={"slot": slot.code},
        send_at=send_at,
    )
    return [word, reminder]


def put_in_outbox(messages: list[Message]) -> None:
    """Write outbox rows; one that is there already stays the only one.

    Raises ValueError for a kind that rules/delivery.py does not know: it would lapse unsent, and nobody would notice.
    """
    unknown = {message.kind for message in messages} - KIND_NEEDS_STATE.keys()
    if unknown:
        raise ValueError(f"messages of no known kind: {sorted(unknown)}")
    Message.objects.put(messages)
