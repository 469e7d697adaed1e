"""Record the examination that a lost or damaged passport asks for: its report, and the decision of the head."""

from datetime import datetime

from serambi.procedures.steps.case_clocks import EXAMINED, lock_case, note_step
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.states import CaseStage

BEFORE_INTERVIEW = (CaseStage.RECEIVED, CaseStage.VERIFIED)


def record_examination(*, number: str, report: str, now: datetime, by: str) -> None:
    """Note that the examination is over; `report` is the number of its record (BAP) with the head's decision.

    Raises Busy, OutcomeUnknown, and Refused: `case.not_found`, `case.wrong_stage` (it comes before the interview),
    `case.reason` (no number given). Source: docs/sources.md, papers (sippn 8059474).
    """
    if not report.strip():
        raise Refused(Refusal("case.reason", "reason"))
    with durable_transaction():
        case = lock_case(number)
        if case.stage not in BEFORE_INTERVIEW:
            raise Refused(Refusal("case.wrong_stage", None, {"stage": case.stage, "event": EXAMINED}))
        note_step(case, EXAMINED, now=now, by=by, reason=report.strip())
        write_ledger("case.examined", number, now=now, by=by, office=case.office.code, facts={"report": report.strip()})
