"""Answer an offer or an invitation: take the place that is held, choose another, or give it back."""

from datetime import datetime

from serambi.procedures.steps.answer_once import answer_once
from serambi.procedures.steps.change_booking import let_place_return, lock_booking, note_status
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.settle import leave_line, settle_open_obligation
from serambi.procedures.steps.take_offer import refuse_if_not_awaiting, take_offer
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models.bookings import BookingState
from serambi.records.models.obligations import ObligationOutcome


def accept_offer(*, code: str, slot: str | None, key: str, now: datetime, by: str) -> None:
    """Confirm the place held for a booking, or `slot` (a slot's code) instead; None takes the one that is held.

    The caller has let the person in. Doing it twice with one `key` is safe. Raises Busy, OutcomeUnknown, and Refused:
    `key.reused`, `booking.not_found`, `booking.changed`, `offer.none` (nothing is held, or the time to answer is over),
    those of rules.booking.why_not_take_held and, for another slot, the slot's codes. Source: docs/rules.md, orders.
    """
    with durable_transaction():
        answer_once(f"accept {code}", key, slot or "", now, lambda: _accept(code, slot, now, by))


def decline_offer(*, code: str, key: str, now: datetime, by: str) -> None:
    """Give the held place back and end the booking; the place returns after a random while.

    Raises as accept_offer does, without the slot's codes.
    """
    with durable_transaction():
        answer_once(f"decline {code}", key, "", now, lambda: _decline(code, now, by))


def _accept(code: str, other: str | None, now: datetime, by: str) -> str:
    return take_offer(lock_booking(code, [other] if other else []), other, now=now, by=by).code


def _decline(code: str, now: datetime, by: str) -> str:
    locked = lock_booking(code)
    refuse_if_not_awaiting(locked, now)
    booking = locked.booking
    let_place_return(locked.holding, now)
    booking.state, booking.is_live = BookingState.CANCELLED, False
    booking.save(update_fields=["state", "is_live"])
    settle_open_obligation(booking, ObligationOutcome.DECLINED, now=now, by=by)
    leave_line(booking)
    note_status(booking, "declined", now=now, by=by)
    write_ledger("offer.declined", code, now=now, by=by, office=booking.office.code)
    return code
