"""Hand over a finished document, and lapse what nobody collected."""

from collections.abc import Sequence
from datetime import datetime

from serambi.procedures.advance_case import take_step
from serambi.procedures.steps.case_clocks import local_day_of, lock_case
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Case
from serambi.records.queries.clocks import suspensions_of
from serambi.rules.collection import Collector, collect_until, why_not_hand_over
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refused
from serambi.rules.states import CaseEvent, CaseStage

NOT_COLLECTED = "not_collected"


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


def lapse_uncollected(*, office: str, now: datetime, by: str) -> int:
    """Lapse an office's documents that waited longer than a month; returns how many.

    Days on which an instrument suspends lapsing do not count (rules.collection). Doing it twice is safe.
    Raises Busy, OutcomeUnknown.
    """
    with durable_transaction():
        suspended = suspensions_of(office=office, known_at=now)
        ready = Case.objects.filter(office__code=office, stage=CaseStage.READY, ready_on__isnull=False)
        rows = ready.select_related("office", "booking").select_for_update(of=("self",)).order_by("id")
        due = [case for case in rows if _is_over(case, suspended, now)]
        for case in due:
            take_step(case, CaseEvent.LAPSE, reason=NOT_COLLECTED, now=now, by=by)
        if due:
            facts = {"cases": len(due), "why": NOT_COLLECTED}
            write_ledger("cases.lapsed", "cases", now=now, by=by, office=office, facts=facts)
        return len(due)


def _is_over(case: Case, suspended: Sequence[DayPeriod], now: datetime) -> bool:
    last_day = collect_until(case.ready_on, suspended) if case.ready_on else None
    return last_day is not None and local_day_of(case.office, now) > last_day
