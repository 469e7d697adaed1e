"""Recompute the clocks of open cases after the calendar changed; a day once promised stays."""

from datetime import datetime

from serambi.procedures.steps.case_clocks import ServiceTime, pauses_of, set_clocks, time_in
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Case, CasePause
from serambi.records.queries.catalogue import all_services
from serambi.records.queries.clocks import RECOMPUTED, RECOMPUTED_SUBJECT
from serambi.records.queries.orders import calendar_of


def recompute_clocks(*, now: datetime, by: str) -> int:
    """Bring both clocks of every open case to the calendar known at `now`; returns how many changed.

    Doing it twice is safe: the second changes none. Raises Busy, OutcomeUnknown. Source: docs/rules.md, the promise.
    """
    with durable_transaction():
        calendar = calendar_of(known_at=now)
        times = {service.code: time_in(service) for service in all_services()}
        open_cases = Case.objects.filter(is_open=True, interviewed_on__isnull=False).order_by("id")
        paused = set(CasePause.objects.filter(case__is_open=True).values_list("case_id", flat=True))
        changed = []
        for case in open_cases.select_for_update().iterator(chunk_size=2000):
            pauses = pauses_of(case) if case.pk in paused else ()
            if set_clocks(case, calendar, times.get(case.service, ServiceTime()), pauses):
                changed.append(case)
        Case.objects.all().write_clocks(changed)
        write_ledger(RECOMPUTED, RECOMPUTED_SUBJECT, now=now, by=by, facts={"cases": len(changed)})
        return len(changed)
