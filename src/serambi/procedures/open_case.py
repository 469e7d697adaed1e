"""Open a case: a complete file with a clear purpose is accepted, and gets its number."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from serambi.procedures.steps.case_clocks import foresee, local_day_of, note_step
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import from_json
from serambi.records.models import Booking, Case, Visit
from serambi.records.models.bookings import BookingState
from serambi.records.sealing import pseudonym, unseal
from serambi.rules.booking import Applicant
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.states import CaseStage
from serambi.rules.verdict import Verdict

NUMBER_DIGITS = 16


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """The number by which the applicant follows the case."""

    number: str


def open_case(*, code: str, verdict: Verdict, now: datetime, by: str) -> OpenedCase:
    """Accept the file of a booking whose person is at the document desk.

    Only a complete file with a clear purpose is accepted; the clocks start with interview and payment, and the
    day foreseen for both today is kept. Who came past
    no gate has made their visit with this; of others the visit goes on. Raises Busy,
    OutcomeUnknown, and Refused: `booking.not_found`, `case.open_already`, `case.incomplete` (fact `missing`: how many
    papers), `case.purpose_unclear`. Source: docs/rules.md, the case.
    """
    with durable_transaction():
        case = accept_file(code, verdict, now=now, by=by)
        facts = {"booking": code}
        write_ledger("case.opened", case.number, now=now, by=by, office=case.office.code, facts=facts)
        return OpenedCase(case.number)


def accept_file(code: str, verdict: Verdict, *, now: datetime, by: str) -> Case:
    """The same in the caller's transaction, without the ledger row."""
    bookings = Booking.objects.select_related("office", "applicant").select_for_update(of=("self",))
    booking = bookings.filter(code=code).first()
    if booking is None:
        raise Refused(Refusal("booking.not_found"))
    if Case.objects.filter(booking=booking).exists():
        raise Refused(Refusal("case.open_already"))
    if verdict.missing:
        raise Refused(Refusal("case.incomplete", None, {"missing": len(verdict.missing)}))
    if not verdict.is_purpose_clear:
        raise Refused(Refusal("case.purpose_unclear", "purpose"))
    person = from_json(Applicant, unseal(booking.applicant.sealed))
    case = Case(
        number="".join(str(secrets.randbelow(10)) for _ in range(NUMBER_DIGITS)),
        office=booking.office,
        booking=booking,
        service=booking.service,
        group=booking.group,
        purpose=booking.purpose,
        born_on_hash=pseudonym(f"born|{person.born_on.isoformat()}"),
        sealed=booking.applicant.sealed,
        stage=CaseStage.RECEIVED,
        stage_since_at=now,
        received_on=local_day_of(booking.office, now),
    )
    foresee(case, now)
    case.save()
    if booking.is_live and not Visit.objects.filter(booking=booking).exists():
        booking.state, booking.is_live = BookingState.VISITED, False
        booking.save(update_fields=["state", "is_live"])
    note_step(case, "received", now=now, by=by)
    return case
