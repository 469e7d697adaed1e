"""Advance a case by one step of the table, and keep its clocks."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from serambi.procedures.steps.case_clocks import is_to_be_examined, local_day_of, lock_case, note_step, promise_anew
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.visit_at_desk import end_visit, lock_visit_of_case
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.procedures.steps.write_messages import message_for, put_in_outbox
from serambi.records.models import Case, CasePause
from serambi.records.models.visits import VisitState
from serambi.rules.payment import time_after_interview
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.states import ENDS, NEEDS_REASON, CaseEvent, CaseStage, after, why_not_advance

WORK = frozenset({CaseEvent.ADJUDICATE, CaseEvent.PRINT, CaseEvent.CHECK, CaseEvent.MAKE_READY})
"""What nobody does while an officer lets a case stand still: the pause ends first, so that its days are counted right.
While an order closes the office it may be done: a document that is finished sooner harms nobody."""

ENDS_VISIT = {
    CaseEvent.RETURN: VisitState.INCOMPLETE,
    CaseEvent.WITHDRAW: VisitState.DONE,
    CaseEvent.REFUSE: VisitState.DONE,
}
"""How the visit of somebody who is at a counter ends when their case does."""


def advance_case(*, number: str, event: CaseEvent, reason: str = "", now: datetime, by: str) -> CaseStage:
    """Take one step; returns the stage that follows. The clocks start with interview and payment.

    Steps against the applicant, or back, need a reason, which the tracking page shows. A lost or damaged passport is
    examined before the interview. A step that ends the case ends the visit of its person, if they are at a counter.
    Raises Busy, OutcomeUnknown, and Refused: `case.not_found`, `case.wrong_stage`, `case.reason` (none given),
    `case.paused`, `case.not_examined`. Source: docs/rules.md, the case.
    """
    if event in NEEDS_REASON and not reason.strip():
        raise Refused(Refusal("case.reason", "reason"))
    with durable_transaction():
        visit = lock_visit_of_case(number, now) if event in ENDS_VISIT else None
        case = lock_case(number)
        if event in WORK and CasePause.objects.filter(case=case, until_on=None).exists():
            raise Refused(Refusal("case.paused"))
        if event is CaseEvent.INTERVIEW and is_to_be_examined(case):
            raise Refused(Refusal("case.not_examined"))
        take_step(case, event, reason=reason, now=now, by=by)
        ended = end_visit(visit, ENDS_VISIT[event], now=now, by=by) if visit else {}
        facts = {"stage": case.stage} | ended
        write_ledger(f"case.{event}", number, now=now, by=by, office=case.office.code, facts=facts)
        return CaseStage(case.stage)


def take_step(case: Case, event: CaseEvent, *, reason: str, now: datetime, by: str) -> None:
    """Take one step with a locked case, in the caller's transaction. Raises Refused: `case.wrong_stage`."""
    refusal = why_not_advance(CaseStage(case.stage), event)
    if refusal is not None:
        raise Refused(refusal)
    case.stage, case.stage_since_at = after(CaseStage(case.stage), event), now
    on_event = ON_EVENT.get(event)
    if on_event is not None:
        on_event(case, now)
    if case.stage in ENDS:
        case.is_open, case.finished_on = False, local_day_of(case.office, now)
    case.save()
    note_step(case, event.value, now=now, by=by, reason=reason)
    if event is CaseEvent.MAKE_READY and case.booking is not None and case.booking.is_reachable:
        facts = {"case": case.number}
        message = message_for(case.booking, "ready", occasion=case.number, now=now, not_after=None, facts=facts)
        put_in_outbox([message])


def _interviewed(case: Case, now: datetime) -> None:
    case.interviewed_on = local_day_of(case.office, now)
    case.payable_until = time_after_interview(now, ZoneInfo(case.office.time_zone))
    promise_anew(case, now)


def _paid(case: Case, now: datetime) -> None:
    case.paid_on = local_day_of(case.office, now)
    promise_anew(case, now)


def _ready(case: Case, now: datetime) -> None:
    case.ready_on = local_day_of(case.office, now)


ON_EVENT: dict[CaseEvent, Callable[[Case, datetime], None]] = {
    CaseEvent.INTERVIEW: _interviewed,
    CaseEvent.PAY: _paid,
    CaseEvent.MAKE_READY: _ready,
}
