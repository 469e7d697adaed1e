"""Lapse interviewed cases whose slip ran out unpaid."""

from datetime import datetime, timedelta

from serambi.procedures.advance_case import take_step
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Case
from serambi.records.queries.closures import closures_of
from serambi.records.queries.office_day import today_of
from serambi.rules.payment import BANK_FILE_DAYS
from serambi.rules.states import CaseEvent, CaseStage

NOT_PAID = "not_paid"


def lapse_unpaid(*, office: str, now: datetime, by: str) -> int:
    """Lapse an office's cases that were not paid in time, some days later; returns how many.

    The bank's file of the last day is given time to arrive; a case that stands still does not lapse, nor one without a
    billing code (none was made yet, or it was voided: nobody could pay), and none on a day on which the office is
    closed by order. Doing it twice is safe. Raises Busy, OutcomeUnknown. Source: docs/sources.md, payment.
    """
    with durable_transaction():
        if _is_closed(office, now):
            return 0
        late = Case.objects.filter(
            office__code=office,
            stage=CaseStage.INTERVIEWED,
            billing_code__isnull=False,
            payable_until__lt=now - timedelta(days=BANK_FILE_DAYS),
        ).exclude(pauses__until_on=None, pauses__isnull=False)
        rows = late.select_related("office", "booking").select_for_update(of=("self",)).order_by("id")
        due = list(rows)
        for case in due:
            take_step(case, CaseEvent.LAPSE, reason=NOT_PAID, now=now, by=by)
        if due:
            facts = {"cases": len(due), "why": NOT_PAID}
            write_ledger("cases.lapsed", "cases", now=now, by=by, office=office, facts=facts)
        return len(due)


def _is_closed(office: str, now: datetime) -> bool:
    today = today_of(office=office, now=now)
    return today is not None and any(each.days.covers(today) for each in closures_of(office=office, known_at=now))
