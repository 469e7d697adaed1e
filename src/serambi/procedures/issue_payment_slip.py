"""Issue the payment slip of an interviewed case: billing code, amount, and until when it can be paid."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from serambi.procedures.advance_case import take_step
from serambi.procedures.steps.case_clocks import local_day_of, lock_case, note_step
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.time_to_pay import time_to_pay
from serambi.procedures.steps.visit_at_desk import end_visit, lock_visit_of_case
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Case, Visit
from serambi.records.models.visits import VisitState
from serambi.records.queries.catalogue import fees_on, service_by_code
from serambi.records.queries.orders import calendar_of
from serambi.rules.payment import BILLING_DIGITS, FREE_OF_CHARGE, payable_until, why_not_bill
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.states import CaseEvent, CaseStage


@dataclass(frozen=True, slots=True)
class PaymentSlip:
    """What the applicant takes to the bank; `payable_until` aware UTC. No code where nothing is to be paid."""

    billing_code: str
    amount_idr: int
    payable_until: datetime


def issue_payment_slip(*, number: str, fee_codes: tuple[str, ...], now: datetime, by: str) -> PaymentSlip:
    """Make the slip for these fees of the service; asking again gives the slip that was made.

    Where the fees come to nothing (first-time migrant workers), or the service has none, the case counts as paid now.
    Either way the day at the office is over: the visit of its person, if they are at a counter, is done.
    Raises Busy, OutcomeUnknown, and Refused: `case.not_found`, `case.wrong_stage` (the interview comes first),
    `service.unknown`, and as `why_not_bill` says `fee.unknown`, `fee.alternatives`, `fee.choice_missing`, `fee.none`.
    Source: docs/sources.md, payment.
    """
    with durable_transaction():
        visit = lock_visit_of_case(number, now)
        case = lock_case(number)
        if case.billing_code is not None and case.payable_until is not None:
            return PaymentSlip(case.billing_code, case.amount_idr, case.payable_until)
        if case.stage != CaseStage.INTERVIEWED:
            raise Refused(Refusal("case.wrong_stage", None, {"stage": case.stage, "event": "slip"}))
        case.amount_idr = _amount(case, fee_codes, now)
        if case.amount_idr == 0:
            return _free_of_charge(case, fee_codes, visit, now, by)
        case.billing_code = "".join(str(secrets.randbelow(10)) for _ in range(BILLING_DIGITS))
        until = case.payable_until = _payable_until(case, now)
        case.save(update_fields=["amount_idr", "billing_code", "payable_until"])
        note_step(case, "slip", now=now, by=by)
        facts = {"amount_idr": case.amount_idr, "fees": list(fee_codes)} | _end_day(visit, now, by)
        write_ledger("case.slip_issued", number, now=now, by=by, office=case.office.code, facts=facts)
        return PaymentSlip(case.billing_code, case.amount_idr, until)


def _payable_until(case: Case, now: datetime) -> datetime:
    return payable_until(
        now,
        interviewed_on=case.interviewed_on or local_day_of(case.office, now),
        left_until=time_to_pay(case, now),
        zone=ZoneInfo(case.office.time_zone),
        calendar=calendar_of(known_at=now),
    )


def _free_of_charge(case: Case, fee_codes: tuple[str, ...], visit: Visit | None, now: datetime, by: str) -> PaymentSlip:
    take_step(case, CaseEvent.PAY, reason=FREE_OF_CHARGE, now=now, by=by)
    facts = {"amount_idr": 0, "fees": list(fee_codes)} | _end_day(visit, now, by)
    write_ledger("case.free_of_charge", case.number, now=now, by=by, office=case.office.code, facts=facts)
    return PaymentSlip("", 0, now)


def _end_day(visit: Visit | None, now: datetime, by: str) -> dict[str, str]:
    return end_visit(visit, VisitState.DONE, now=now, by=by) if visit else {}


def _amount(case: Case, fee_codes: tuple[str, ...], now: datetime) -> int:
    service = service_by_code(code=case.service)
    if service is None:
        raise Refused(Refusal("service.unknown"))
    fees = fees_on(on=local_day_of(case.office, now))
    refusal = why_not_bill(fee_codes, service.fee_codes, fees)
    if refusal is not None:
        raise Refused(refusal)
    return sum(fees[code].amount_idr for code in fee_codes)
