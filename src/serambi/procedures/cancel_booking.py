"""Cancel a booking; its place comes back after a random while."""

from datetime import datetime

from serambi.procedures.steps.answer_once import answer_once
from serambi.procedures.steps.change_booking import booking_facts, let_place_return, lock_booking, note_status
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.settle import leave_line, settle_open_obligation
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.procedures.steps.write_messages import message_for, put_in_outbox
from serambi.records.models.bookings import BookingState
from serambi.records.models.obligations import ObligationOutcome
from serambi.rules.booking import why_not_change
from serambi.rules.refusal import Refused


def cancel_booking(*, code: str, key: str, now: datetime, by: str) -> None:
    """End a booking before its visit, or leave the line.

    A place returns after a random 5-60 minutes, so that nobody can hand it on.

    The caller has let the person in (code and secret, or a staff member of the office). Doing it twice with one
    `key` is safe. Raises Busy, OutcomeUnknown, and Refused: `key.reused`, `booking.not_found`, `booking.changed`
    and the codes of rules.booking.why_not_change. Source: docs/rules.md.
    """
    with durable_transaction():
        answer_once(f"cancel {code}", key, "", now, lambda: _cancel(code, now, by))


def _cancel(code: str, now: datetime, by: str) -> str:
    locked = lock_booking(code)
    booking = locked.booking
    was_holding = booking.state != BookingState.POSTPONED
    if was_holding:
        refusal = why_not_change(booking_facts(locked), now)
        if refusal is not None:
            raise Refused(refusal)
        let_place_return(locked.holding, now)
    booking.state, booking.is_live = BookingState.CANCELLED, False
    booking.save(update_fields=["state", "is_live"])
    settle_open_obligation(booking, ObligationOutcome.DECLINED, now=now, by=by)
    leave_line(booking)
    note_status(booking, "cancelled", now=now, by=by)
    facts = {"slot": locked.held.code if locked.held else None}
    write_ledger("booking.cancelled", code, now=now, by=by, office=booking.office.code, facts=facts)
    if booking.is_reachable:
        given_up = locked.held if was_holding else None
        not_after, said = (given_up.start_at, {"from": given_up.code}) if given_up else (None, {})
        word = message_for(booking, "cancelled", occasion="by request", now=now, not_after=not_after, facts=said)
        put_in_outbox([word])
    return code
