"""Void the unpaid payment slip of a case, so that another can be issued."""

from datetime import datetime

from serambi.procedures.steps.case_clocks import lock_case, note_step
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import VoidedSlip
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.states import CaseStage

SLIP_VOIDED = "slip_voided"


def void_payment_slip(*, number: str, billing_code: str, reason: str, now: datetime, by: str) -> None:
    """Take back the billing code of a case that was not paid yet; the case waits for another slip.

    `billing_code` is the one the officer saw: a newer slip is not voided unseen. The time to pay stays as it was until
    there is another slip. Money on the voided code moves no case, even if it was paid before, as the bank's file comes
    later; the import says which it was (import_payments).
    Raises Busy, OutcomeUnknown, and Refused: `case.reason`, `case.not_found`, `case.wrong_stage` (paid, or ended),
    `slip.not_current` (no slip, or another by now).
    """
    if not reason.strip():
        raise Refused(Refusal("case.reason", "reason"))
    with durable_transaction():
        case = lock_case(number)
        if case.stage != CaseStage.INTERVIEWED:
            raise Refused(Refusal("case.wrong_stage", None, {"stage": case.stage, "event": SLIP_VOIDED}))
        if case.billing_code is None or case.payable_until is None or case.billing_code != billing_code:
            raise Refused(Refusal("slip.not_current", "billing_code"))
        facts = {"billing_code": case.billing_code, "amount_idr": case.amount_idr, "reason": reason.strip()}
        VoidedSlip.objects.create(case=case, payable_until=case.payable_until, at=now, by=by, **facts)
        case.billing_code, case.amount_idr = None, 0
        case.save(update_fields=["billing_code", "amount_idr"])
        note_step(case, SLIP_VOIDED, now=now, by=by, reason=reason.strip())
        write_ledger("case.slip_voided", number, now=now, by=by, office=case.office.code, facts=facts)
