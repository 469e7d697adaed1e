"""Import a bank's file: match payments by billing code, move the paid cases on, and say what does not match."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from serambi.procedures.advance_case import take_step
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.time_to_pay import time_to_pay
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
from serambi.records.models import BankPayment, Case, CaseStatus, VoidedSlip
from serambi.rules.payment import BankLine, why_impossible
from serambi.rules.states import CaseEvent, CaseStage


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A payment that moved no case.

    `reason`: unknown_code | in_future | before_slip | voided_code | paid_then_voided | other_amount | too_late |
    not_awaited.
    """

    line: int
    billing_code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: lines read, cases paid, lines known from before, and those that did not match."""

    lines: int
    paid: int
    known: int
    unmatched: tuple[Unmatched, ...]


def import_payments(*, lines: Sequence[BankLine], file: str, now: datetime, by: str) -> Imported:
    """Keep every line once and advance each case whose slip it pays in full and in time.

    Loading a file twice is safe: its lines are known, and so is a line that stands in it twice. A second payment on a
    code, or one of another amount, is a payment of its own. What matches nothing is kept and reported, so that money is
    never lost. Raises Busy, OutcomeUnknown. Source: docs/rules.md, the case.
    """
    with durable_transaction():
        cases = _lock_cases(lines)
        slips = _slips(lines, cases)  # read after the lock: a slip voided while we waited is known as voided
        new = _unknown(lines)
        unmatched: list[Unmatched] = []
        payments: list[BankPayment] = []
        for line in new:
            case = cases.get(line.billing_code)
            reason = _why_not_match(line, case, slips.get(line.billing_code), now)
            if reason is not None or case is None:
                unmatched.append(Unmatched(line.line, line.billing_code, reason or "unknown_code"))
            else:
                take_step(case, CaseEvent.PAY, reason="", now=line.paid_at, by=by)
            payments.append(
                BankPayment(
                    billing_code=line.billing_code,
                    amount_idr=line.amount_idr,
                    paid_at=line.paid_at,
                    file=file,
                    line=line.line,
                    case=case,
                )
            )
        BankPayment.objects.bulk_create(payments)
        done = Imported(len(lines), len(new) - len(unmatched), len(lines) - len(new), tuple(unmatched))
        write_ledger("payments.imported", file, now=now, by=by, facts=to_json(done))
        return done


def _lock_cases(lines: Sequence[BankLine]) -> dict[str, Case]:
    rows = Case.objects.select_related("office", "booking").select_for_update(of=("self",)).order_by("id")
    found = rows.filter(billing_code__in=[line.billing_code for line in lines])
    return {case.billing_code: case for case in found if case.billing_code is not None}


def _unknown(lines: Sequence[BankLine]) -> list[BankLine]:
    """The lines that are not kept yet, each once: one is the same by code, instant and amount."""
    rows = BankPayment.objects.filter(billing_code__in=[line.billing_code for line in lines])
    kept = set(rows.values_list("billing_code", "paid_at", "amount_idr"))
    new: list[BankLine] = []
    for line in lines:
        payment = (line.billing_code, line.paid_at, line.amount_idr)
        if payment not in kept:
            kept.add(payment)
            new.append(line)
    return new


@dataclass(frozen=True, slots=True)
class _Slip:
    """A slip by its steps: when it was given (None where no step tells it) and voided (None while it lives)."""

    issued_at: datetime | None
    voided_at: datetime | None


def _slips(lines: Sequence[BankLine], cases: Mapping[str, Case]) -> dict[str, _Slip]:
    """The slips of these lines by billing code; each was given by the last such step before it was voided."""
    found: dict[str, tuple[int, datetime | None]] = {code: (case.pk, None) for code, case in cases.items()}
    voided = VoidedSlip.objects.filter(billing_code__in=[line.billing_code for line in lines])
    found |= {code: (case, at) for code, case, at in voided.values_list("billing_code", "case_id", "at")}
    steps = CaseStatus.objects.filter(case_id__in=[case for case, _ in found.values()], event="slip")
    given: dict[int, list[datetime]] = {}
    for case, at in steps.values_list("case_id", "at"):
        given.setdefault(case, []).append(at)

    def issued_at(case: int, end: datetime | None) -> datetime | None:
        return max((at for at in given.get(case, ()) if end is None or at <= end), default=None)

    return {code: _Slip(issued_at(case, end), end) for code, (case, end) in found.items()}


def _why_not_match(line: BankLine, case: Case | None, slip: _Slip | None, now: datetime) -> str | None:
    if slip is None:
        return "unknown_code"
    impossible = why_impossible(line.paid_at, slip.issued_at, now)
    if impossible is not None:
        return impossible
    if slip.voided_at is not None:
        return "paid_then_voided" if line.paid_at < slip.voided_at else "voided_code"
    if case is None:
        return "unknown_code"
    if line.amount_idr != case.amount_idr:
        return "other_amount"
    until = time_to_pay(case, line.paid_at)
    if until is not None and line.paid_at > until:
        return "too_late"
    return None if case.stage == CaseStage.INTERVIEWED else "not_awaited"
