"""Return a file at the desk that is not complete or whose purpose is not clear: the visit ends, the slip says why."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.hall import lock_hall, note_visit
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
from serambi.records.models import Booking, Case, Visit
from serambi.records.models.bookings import BookingState
from serambi.records.models.visits import IN_THE_HOUSE, VisitState
from serambi.records.queries.desk import FILE_RETURNED
from serambi.rules.desk import DeskFindings
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.verdict import Verdict, VerdictKind


def return_file(*, code: str, findings: DeskFindings, verdict: Verdict, now: datetime, by: str) -> None:
    """End the visit of a booking whose file cannot be accepted today.

    The booking is settled, so the person may book again at once: an unclear purpose is no blacklist, and nothing of
    what was said is kept, only which questions stayed open. The findings are kept as codes for the slip. Raises Busy,
    OutcomeUnknown, and Refused: `booking.not_found`, `booking.not_live`, `case.open_already`, `case.complete`.
    Source: docs/sources.md, incomplete file (returned the same day with a slip).
    """
    if verdict.kind is VerdictKind.COMPLETE:
        raise Refused(Refusal("case.complete"))
    with durable_transaction():
        bookings = Booking.objects.select_related("office").select_for_update(of=("self",))
        booking = bookings.filter(code=code).first()
        if booking is None:
            raise Refused(Refusal("booking.not_found"))
        if Case.objects.filter(booking=booking).exists():
            raise Refused(Refusal("case.open_already"))
        if not booking.is_live:
            raise Refused(Refusal("booking.not_live"))
        _end_visit(booking, now, by)
        booking.state, booking.is_live = BookingState.VISITED, False
        booking.save(update_fields=["state", "is_live"])
        facts = {
            "kind": str(verdict.kind),
            "missing": [missing.document.code for missing in verdict.missing],
            "unanswered": list(verdict.unanswered),
            "findings": to_json(findings),
        }
        write_ledger(FILE_RETURNED, code, now=now, by=by, office=booking.office.code, facts=facts)


def _end_visit(booking: Booking, now: datetime, by: str) -> None:
    """The person's visit of today, if the gate let them in, is over; their counter is free."""
    if not Visit.objects.filter(booking=booking, state__in=IN_THE_HOUSE).exists():
        return
    lock_hall(booking.office.code, now)
    visit = Visit.objects.filter(booking=booking, state__in=IN_THE_HOUSE).first()
    if visit is not None:
        visit.state, visit.counter = VisitState.INCOMPLETE, ""
        visit.save(update_fields=["state", "counter"])
        note_visit(visit, "incomplete", now=now, by=by)
