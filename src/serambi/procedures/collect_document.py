"""Hand over a finished document, and lapse what nobody collected."""

from datetime import datetime, timedelta

from serambi.procedures.advance_case import take_step
from serambi.procedures.steps.case_clocks import local_day_of, lock_case
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Case
from serambi.rules.collection import Collector, collect_until, why_not_hand_over
from serambi.rules.refusal import Refused
from serambi.rules.states import CaseEvent, CaseStage

BATCH = 500


def collect_document(*, number: str, collector: Collector, now: datetime, by: str) -> None:
    """Hand the document to the applicant, to a proxy, or to the post.

    Raises Busy, OutcomeUnknown, and Refused: `case.not_found`, `case.wrong_stage`, `collector.no_authority` (a proxy
    who is neither on the family card nor holds a stamped power of attorney). Source: docs/sources.md, collection.
    """
    refusal = why_not_hand_over(collector)
    if refusal is not None:
        raise Refused(refusal)
    with durable_transaction():
        case = lock_case(number)
        take_step(case, CaseEvent.COLLECT, reason=collector.kind, now=now, by=by)
        facts = {"collector": str(collector.kind)}
        write_ledger("case.collected", number, now=now, by=by, office=case.office.code, facts=facts)


def lapse_uncollected(*, now: datetime, by: str, is_suspended: bool = False) -> int:
    """Lapse up to 500 documents that waited longer than a month; returns how many. Call again until it returns 0.

    `is_suspended` says that a circular suspends lapsing (SE IMI-GR.01.01-2114/2020: no penalty for collecting late):
    then nothing lapses. Doing it twice is safe. Raises Busy, OutcomeUnknown.
    """
    if is_suspended:
        return 0
    with durable_transaction():
        ready = Case.objects.filter(stage=CaseStage.READY, ready_on__lte=now.date() - timedelta(days=28))
        rows = ready.select_related("office", "booking").select_for_update(of=("self",)).order_by("id")[:BATCH]
        due = [case for case in rows if case.ready_on and local_day_of(case.office, now) > collect_until(case.ready_on)]
        for case in due:
            take_step(case, CaseEvent.LAPSE, reason="not collected", now=now, by=by)
        if due:
            write_ledger("cases.lapsed", "cases", now=now, by=by, facts={"cases": len(due)})
        return len(due)
