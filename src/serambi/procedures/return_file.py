"""Return a file at the desk that is not complete or whose purpose is not clear: the visit ends, the slip says why."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.visit_at_desk import end_visit, lock_visit
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
from serambi.records.models import Booking, Case
from serambi.records.models.bookings import BookingState
from serambi.records.models.visits import IN_THE_HOUSE, VisitState
from serambi.records.queries.desk import FILE_RETURNED
from serambi.rules.desk import DeskFindings
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.verdict import Verdict, VerdictKind


def return_file(*, code: str, findings: DeskFindings, verdict: Verdict, now: datetime, by: str) -> None:
    """End the visit of a booking whose file cannot be accepted today, and their ticket if the gate let them in.

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
        # Also of somebody nobody called: a file on the desk is its person's at the desk.
        visit = lock_visit(booking.pk, booking.office.code, IN_THE_HOUSE, now)
        ended = end_visit(visit, VisitState.INCOMPLETE, now=now, by=by) if visit else {}
        booking.state, booking.is_live = BookingState.VISITED, False
        booking.save(update_fields=["state", "is_live"])
        facts = {
            "kind": str(verdict.kind),
            "missing": [missing.document.code for missing in verdict.missing],
            "unanswered": list(verdict.unanswered),
            "findings": to_json(findings),
        }
        write_ledger(FILE_RETURNED, code, now=now, by=by, office=booking.office.code, facts=facts | ended)
