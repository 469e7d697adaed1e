"""Let an applicant follow a case by number and birth date, and count what was guessed wrong."""

from datetime import date, datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import ledger_row
from serambi.records.models import LedgerRow
from serambi.records.queries.cases import CaseRow, case_of_applicant
from serambi.records.queries.trackings import ANSWERED, ASKED, tracking_subjects, wrong_facts_in_window
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.tracking import why_not_ask_case


def follow_case(*, number: str, born_on: date, address: str, now: datetime, by: str) -> CaseRow:
    """The case with this number, if the birth date opens it.

    The question is committed before it is answered, so that however many arrive together no more than the allowed
    ones are answered; it counts until it found its case. Raises Busy, OutcomeUnknown, and Refused:
    `tracking.too_many`, `case.not_found` (alike for a wrong date and an unknown number).
    """
    subjects = tracking_subjects(number=number, address=address)
    _refuse_too_many(subjects, now, own=0)
    _note(ASKED, subjects, now, by)
    _refuse_too_many(subjects, now, own=1)
    case = case_of_applicant(number=number, born_on=born_on, now=now)
    if case is None:
        raise Refused(Refusal("case.not_found"))
    _note(ANSWERED, subjects, now, by)
    return case


def _refuse_too_many(subjects: tuple[str, ...], now: datetime, *, own: int) -> None:
    """`own` 1: this question is among the counted ones; it may be the last that is allowed, but not one more."""
    refusal = why_not_ask_case(wrong_facts_in_window(subjects=subjects, now=now) - own)
    if refusal is not None:
        raise Refused(refusal)


def _note(action: str, subjects: tuple[str, ...], now: datetime, by: str) -> None:
    with durable_transaction():
        LedgerRow.objects.append([ledger_row(action, subject, now=now, by=by) for subject in subjects])
