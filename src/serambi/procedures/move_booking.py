"""Move a booking to another slot of the same office and service group."""

from datetime import datetime
from zoneinfo import ZoneInfo

from serambi.procedures.steps.answer_once import answer_once
from serambi.procedures.steps.change_booking import booking_facts, let_place_return, lock_booking, note_status
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.slot_facts import facts_of
from serambi.procedures.steps.take_offer import AWAITING_ANSWER, take_offer
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.procedures.steps.write_messages import messages_of_visit, put_in_outbox
from serambi.records.models import Slot
from serambi.rules.booking import why_not_move
from serambi.rules.refusal import Refusal, Refused


def move_booking(*, code: str, slot: str, key: str, now: datetime, by: str) -> None:
    """Give the booking a place in `slot` (a slot's code); its old place comes back after a random 5-60 minutes.

    While an offer or invitation waits for an answer, to move is to answer it with this slot: the booking is confirmed.
    The caller has let the person in (code and secret, or a staff member of the office). Doing it twice with one
    `key` is safe. Raises Busy, OutcomeUnknown, and Refused: `key.reused`, `booking.not_found`, `booking.changed`, the
    codes of rules.booking.why_not_move and, for an offer, `offer.none` (the time to answer is over). Source:
    docs/rules.md; M-Paspor's rule of moving (docs/sources.md).
    """
    with durable_transaction():
        answer_once(f"move {code}", key, slot, now, lambda: _move(code, slot, now, by))


def _move(code: str, slot_code: str, now: datetime, by: str) -> str:
    locked = lock_booking(code, [slot_code])
    if locked.booking.state in AWAITING_ANSWER:
        # A move that left the offer open would lose the chosen place at the deadline.
        return take_offer(locked, slot_code, now=now, by=by).code
    booking, old, new = locked.booking, locked.holding, locked.others.get(slot_code)
    today = now.astimezone(ZoneInfo(old.office_day.office.time_zone)).date()
    refusal = why_not_move(booking_facts(locked), facts_of(new) if new else None, now, today)
    if refusal is not None or new is None:
        raise Refused(refusal or Refusal("slot.unknown", "slot"))
    if not Slot.objects.take_places({new.pk: 1}):
        raise Refused(Refusal("slot.full", "slot"))
    let_place_return(old, now)
    booking.slot = new
    booking.save(update_fields=["slot"])
    note_status(booking, "moved", now=now, by=by)
    facts = {"from": old.code, "to": new.code}
    write_ledger("booking.moved", code, now=now, by=by, office=old.office_day.office.code, facts=facts)
    occasion = f"{new.code} {now:%Y%m%dT%H%M%S}"
    put_in_outbox(messages_of_visit(booking, new, "moved", occasion=occasion, now=now, was=old))
    return new.code
