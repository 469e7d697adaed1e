"""Answer an offer or an invitation: take the place that is held, choose another, or give it back."""

from datetime import datetime

from serambi.procedures.steps.answer_once import answer_once
from serambi.procedures.steps.change_booking import LockedBooking, let_place_return, lock_booking, note_status
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.settle import is_answer_too_late, leave_line, settle_open_obligation
from serambi.procedures.steps.slot_facts import facts_of
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.procedures.steps.write_messages import messages_of_visit, put_in_outbox
from serambi.records.models import Booking, Slot
from serambi.records.models.bookings import BookingState
from serambi.records.models.obligations import ObligationOutcome
from serambi.rules.booking import why_not_book_slot, why_not_take_held
from serambi.rules.refusal import Refusal, Refused

AWAITING_ANSWER = (BookingState.OFFERED, BookingState.INVITED)


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
    locked = _awaiting(code, other, now)
    booking, held = locked.booking, locked.holding
    target = held
    if other is None or other == held.code:
        # An order may have shut the day just now, and its task has not come to this office yet.
        refusal = why_not_take_held(facts_of(held), booking.urgency or None, now)
        if refusal is not None:
            raise Refused(refusal)
    else:
        found = locked.others.get(other)
        refusal = _why_not_instead(booking, found, now)
        if refusal is not None or found is None:
            raise Refused(refusal or Refusal("slot.unknown", "slot"))
        if not Slot.objects.take_places({found.pk: 1}):
            raise Refused(Refusal("slot.full", "slot"))
        let_place_return(held, now)
        target = found
    booking.state, booking.slot = BookingState.CONFIRMED, target
    booking.save(update_fields=["state", "slot"])
    settle_open_obligation(booking, ObligationOutcome.ACCEPTED, now=now, by=by)
    leave_line(booking)
    note_status(booking, "accepted", now=now, by=by)
    write_ledger("offer.accepted", code, now=now, by=by, office=booking.office.code, facts={"slot": target.code})
    put_in_outbox(messages_of_visit(booking, target, "confirmed", occasion=f"accepted {target.code}", now=now))
    return target.code


def _decline(code: str, now: datetime, by: str) -> str:
    locked = _awaiting(code, None, now)
    booking = locked.booking
    let_place_return(locked.holding, now)
    booking.state, booking.is_live = BookingState.CANCELLED, False
    booking.save(update_fields=["state", "is_live"])
    settle_open_obligation(booking, ObligationOutcome.DECLINED, now=now, by=by)
    leave_line(booking)
    note_status(booking, "declined", now=now, by=by)
    write_ledger("offer.declined", code, now=now, by=by, office=booking.office.code)
    return code


def _awaiting(code: str, other: str | None, now: datetime) -> LockedBooking:
    locked = lock_booking(code, [other] if other else [])
    if locked.booking.state not in AWAITING_ANSWER or is_answer_too_late(locked.booking, now):
        raise Refused(Refusal("offer.none"))
    return locked


def _why_not_instead(booking: Booking, slot: Slot | None, now: datetime) -> Refusal | None:
    if slot is None or slot.group != booking.group or slot.office_day.office_id != booking.office_id:
        return Refusal("slot.unknown", "slot")
    return why_not_book_slot(facts_of(slot), booking.urgency or None, 1, now)
