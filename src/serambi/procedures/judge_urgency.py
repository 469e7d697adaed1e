"""Judge a claim of urgency at the triage desk, or audit one that was let through."""

from datetime import datetime

from serambi.procedures.steps.change_booking import let_place_return, lock_booking, note_status
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.settle import settle_by_answer, stand_in_line
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.procedures.steps.write_messages import message_for, put_in_outbox
from serambi.records.models import UrgencyVerdict
from serambi.records.models.bookings import BookingState
from serambi.records.models.obligations import ObligationOutcome
from serambi.rules.refusal import Refusal, Refused


def accept_urgency(*, code: str, reason: str, now: datetime, by: str) -> None:
    """Note that the evidence holds; the booking stays as it is.

    `by` is a member of the office whom the counter has let in; `reason` says what was seen. Raises Busy,
    OutcomeUnknown, and Refused: `booking.not_found`, `booking.changed`, `urgency.none`.
    """
    with durable_transaction():
        booking = lock_booking(code).booking
        if not booking.urgency:
            raise Refused(Refusal("urgency.none"))
        UrgencyVerdict.objects.create(booking=booking, is_accepted=True, reason=reason, at=now, by=by)
        write_ledger("urgency.accepted", code, now=now, by=by, office=booking.office.code)


def reject_urgency(*, code: str, reason: str, now: datetime, by: str) -> None:
    """Take the urgency from a booking: it gives its place back and waits in line from the day it was made.

    Nobody is turned away for good: the person is told and may book as everybody else. Raises as accept_urgency does,
    and Refused: `booking.not_live`, `visit.arrived_already` (who is inside is served, whatever the evidence was).
    """
    with durable_transaction():
        locked = lock_booking(code)
        booking = locked.booking
        if not booking.urgency:
            raise Refused(Refusal("urgency.none"))
        if not booking.is_live:
            raise Refused(Refusal("booking.not_live"))
        if booking.state == BookingState.ARRIVED:
            raise Refused(Refusal("visit.arrived_already"))
        UrgencyVerdict.objects.create(booking=booking, is_accepted=False, reason=reason, at=now, by=by)
        let_place_return(locked.holding, now)
        booking.urgency, booking.state, booking.is_live = "", BookingState.POSTPONED, False
        booking.save(update_fields=["urgency", "state", "is_live"])
        settle_by_answer(booking, ObligationOutcome.POSTPONED, now=now, by=by)
        stand_in_line(booking)
        note_status(booking, "urgency_rejected", now=now, by=by)
        write_ledger("urgency.rejected", code, now=now, by=by, office=booking.office.code)
        # Also to who left no address: it stands on the call list then, so that nobody comes to a place that is gone.
        message = message_for(
            booking,
            "urgency_rejected",
            occasion=f"{now:%Y%m%dT%H%M%S}",
            now=now,
            not_after=locked.holding.start_at,
            facts={"from": locked.holding.code},
        )
        put_in_outbox([message])


def audit_urgency(*, code: str, is_accepted: bool, reason: str, now: datetime, by: str) -> None:
    """Note what a second look at a sampled claim found; it changes no booking, and counts in the monthly figures.

    Raises Busy, OutcomeUnknown, and Refused: `booking.not_found`, `booking.changed`, `urgency.own_audit` (whoever
    judged a claim does not audit it).
    """
    with durable_transaction():
        booking = lock_booking(code).booking
        verdicts = UrgencyVerdict.objects.filter(booking=booking, is_audit=False)
        if verdicts.filter(by=by).exists():
            raise Refused(Refusal("urgency.own_audit"))
        UrgencyVerdict.objects.create(
            booking=booking, is_accepted=is_accepted, is_audit=True, reason=reason, at=now, by=by
        )
        write_ledger("urgency.audited", code, now=now, by=by, office=booking.office.code)
