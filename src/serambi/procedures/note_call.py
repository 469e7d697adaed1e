"""Note what a telephone call came to, and settle what it was owed for."""

from datetime import datetime

from serambi.procedures.steps.answer_once import answer_once
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.settle import settle_open_obligation
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Booking, Message
from serambi.records.models.bookings import BookingState
from serambi.records.models.messages import MessageState
from serambi.records.models.obligations import ObligationOutcome
from serambi.records.queries.call_list import CALL_NOTED, open_call
from serambi.rules.calling import CallOutcome
from serambi.rules.refusal import Refusal, Refused


def note_call(*, code: str, outcome: CallOutcome, key: str, now: datetime, by: str) -> None:
    """Note one call for a booking on the call list.

    Reached: the call is off the list, its undelivered messages count as `phoned`, and who has no place to answer for
    has been told. An offer stays open for the answer, which accept_offer, decline_offer or postpone_booking take.
    Not reached or wrong number: the call stays open and its tries are counted. Doing it twice with one `key` is safe.
    Raises Busy, OutcomeUnknown, and Refused: `key.reused`, `booking.not_found`, `call.none`.
    Source: docs/rules.md, messages.
    """
    with durable_transaction():
        answer_once(f"call {code}", key, str(outcome), now, lambda: _note(code, outcome, now, by))


def _note(code: str, outcome: CallOutcome, now: datetime, by: str) -> str:
    booking = Booking.objects.select_related("office").select_for_update(of=("self",)).filter(code=code).first()
    if booking is None:
        raise Refused(Refusal("booking.not_found"))
    call = open_call(code=code, now=now)
    if call is None:
        raise Refused(Refusal("call.none"))
    if outcome is CallOutcome.REACHED:
        undelivered = Message.objects.filter(booking=booking, is_critical=True, state=MessageState.GIVEN_UP)
        undelivered.update(state=MessageState.PHONED, settled_at=now, settled_by=by)
        if booking.state == BookingState.POSTPONED:
            settle_open_obligation(booking, ObligationOutcome.REACHED, now=now, by=by)
    facts = {"outcome": str(outcome), "reason": str(call.reason)}
    write_ledger(CALL_NOTED, code, now=now, by=by, office=booking.office.code, facts=facts)
    return str(outcome)
