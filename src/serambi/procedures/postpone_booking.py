"""Postpone a booking: give the place back for others and keep a dated place in line instead."""

from datetime import datetime

from serambi.procedures.steps.answer_once import answer_once
from serambi.procedures.steps.change_booking import booking_facts, let_place_return, lock_booking, note_status
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.settle import settle_by_answer, stand_in_line
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.procedures.steps.write_messages import message_for, put_in_outbox
from serambi.records.models.bookings import BookingState
from serambi.records.models.obligations import ObligationOutcome
from serambi.rules.booking import why_not_change
from serambi.rules.refusal import Refused


def postpone_booking(*, code: str, key: str, now: datetime, by: str) -> None:
    """Have the person wait in line from the day they first booked; an open offer is settled as postponed.

    The caller has let the person in. Doing it twice with one `key` is safe. Raises Busy, OutcomeUnknown, and Refused:
    `key.reused`, `booking.not_found`, `booking.changed` and the codes of rules.booking.why_not_change.
    Source: docs/rules.md, the line.
    """
    with durable_transaction():
        answer_once(f"postpone {code}", key, "", now, lambda: _postpone(code, now, by))


def _postpone(code: str, now: datetime, by: str) -> str:
    locked = lock_booking(code)
    booking = locked.booking
    refusal = why_not_change(booking_facts(locked), now)
    if refusal is not None:
        raise Refused(refusal)
    let_place_return(locked.holding, now)
    booking.state, booking.is_live = BookingState.POSTPONED, False
    booking.save(update_fields=["state", "is_live"])
    settle_by_answer(booking, ObligationOutcome.POSTPONED, now=now, by=by)
    stand_in_line(booking)
    note_status(booking, "postponed", now=now, by=by)
    write_ledger("booking.postponed", code, now=now, by=by, office=booking.office.code)
    if booking.is_reachable:
        occasion, facts = f"{now:%Y%m%dT%H%M%S}", {"from": locked.holding.code}
        word = message_for(booking, "postponed", occasion=occasion, now=now, not_after=None, facts=facts)
        put_in_outbox([word])
    return code
