"""Taking the place that is held for an answer, or another one instead. In the caller's transaction."""

from datetime import datetime

from serambi.procedures.steps.change_booking import LockedBooking, let_place_return, note_status
from serambi.procedures.steps.settle import is_answer_too_late, leave_line, settle_by_answer
from serambi.procedures.steps.slot_facts import facts_of
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.procedures.steps.write_messages import messages_of_visit, put_in_outbox
from serambi.records.models import Booking, Slot
from serambi.records.models.bookings import BookingState
from serambi.records.models.obligations import ObligationOutcome
from serambi.rules.booking import why_not_book_slot, why_not_take_held
from serambi.rules.refusal import Refusal, Refused

AWAITING_ANSWER = (BookingState.OFFERED, BookingState.INVITED)


def take_offer(locked: LockedBooking, other: str | None, *, now: datetime, by: str) -> Slot:
    """Confirm the place held for a booking, or `other` (a slot's code) instead; returns the slot that was taken.

    Raises Refused: `offer.none` (nothing is held, or the time to answer is over), those of
    rules.booking.why_not_take_held and, for another slot, the slot's codes.
    """
    refuse_if_not_awaiting(locked, now)
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
    settle_by_answer(booking, ObligationOutcome.ACCEPTED, now=now, by=by)
    leave_line(booking)
    note_status(booking, "accepted", now=now, by=by)
    facts = {"slot": target.code}
    write_ledger("offer.accepted", booking.code, now=now, by=by, office=booking.office.code, facts=facts)
    put_in_outbox(messages_of_visit(booking, target, "confirmed", occasion=f"accepted {target.code}", now=now))
    return target


def refuse_if_not_awaiting(locked: LockedBooking, now: datetime) -> None:
    """Raises Refused: `offer.none`, when no answer of this booking is awaited, or the time for it is over."""
    if locked.booking.state not in AWAITING_ANSWER or is_answer_too_late(locked.booking, now):
        raise Refused(Refusal("offer.none"))


def _why_not_instead(booking: Booking, slot: Slot | None, now: datetime) -> Refusal | None:
    if slot is None or slot.group != booking.group or slot.office_day.office_id != booking.office_id:
        return Refusal("slot.unknown", "slot")
    return why_not_book_slot(facts_of(slot), booking.urgency or None, 1, now)
