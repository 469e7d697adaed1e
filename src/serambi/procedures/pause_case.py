"""Pause and resume a case: the clocks stand still for a reason the applicant can read."""

from datetime import datetime

from serambi.procedures.steps.case_clocks import local_day_of, lock_case, note_step, promise_after_pause
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.time_to_pay import give_back_time_to_pay
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import CasePause
from serambi.rules.promise import PauseReason
from serambi.rules.refusal import Refusal, Refused


def pause_case(*, number: str, reason: PauseReason, note: str, now: datetime, by: str) -> None:
    """Stop the clocks from today. Raises Busy, OutcomeUnknown, and Refused: `case.not_found`, `case.ended`,
    `case.paused_already`. Source: docs/rules.md, the promise.
    """
    with durable_transaction():
        case = lock_case(number)
        if not case.is_open:
            raise Refused(Refusal("case.ended"))
        if CasePause.objects.filter(case=case, until_on=None).exists():
            raise Refused(Refusal("case.paused_already"))
        today = local_day_of(case.office, now)
        CasePause.objects.create(case=case, reason=reason, note=note, from_on=today, by=by)
        promise_after_pause(case, now)
        case.save()
        note_step(case, "paused", now=now, by=by, reason=reason)
        write_ledger("case.paused", number, now=now, by=by, office=case.office.code, facts={"reason": str(reason)})


def resume_case(*, number: str, now: datetime, by: str) -> None:
    """Let the clocks run again from today; the days between do not count, and the promised day moves with them, as does
    the time to pay.

    Raises Busy, OutcomeUnknown, and Refused: `case.not_found`, `case.not_paused`.
    """
    with durable_transaction():
        case = lock_case(number)
        pause = CasePause.objects.filter(case=case, until_on=None).first()
        if pause is None:
            raise Refused(Refusal("case.not_paused"))
        give_back_time_to_pay(case, now)
        pause.until_on = local_day_of(case.office, now)
        pause.save(update_fields=["until_on"])
        promise_after_pause(case, now)
        case.save()
        note_step(case, "resumed", now=now, by=by)
        write_ledger("case.resumed", number, now=now, by=by, office=case.office.code)
