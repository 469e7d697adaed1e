"""Call the next visitor to a counter; two counters can never call the same one."""

from collections.abc import Collection
from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.hall import OpenHall, lock_hall, note_visit
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import QueueOverride, Visit
from serambi.records.models.visits import VisitState
from serambi.rules.queueing import InLine, Stage, VisitClass, in_order
from serambi.rules.refusal import Refusal, Refused

BUSY_STATES = (VisitState.CALLED, VisitState.AT_COUNTER)


def call_next(
    *, office: str, counter: str, stages: Collection[Stage], groups: Collection[str], now: datetime, by: str
) -> str | None:
    """Call the first of today's queue that waits for one of these stages and service groups; returns the ticket.

    Who was sent to another counter is left for that one. None when nobody waits. The order is computed from class and
    arrival (rules.queueing). Raises Busy, OutcomeUnknown, and Refused: `office.unknown`, `counter.busy` (fact `ticket`:
    who is still called or served there). Source: docs/rules.md, the visit day.
    """
    with durable_transaction():
        hall = lock_hall(office, now)
        _refuse_busy_counter(hall, counter)
        waiting = Visit.objects.filter(
            office=hall.office,
            on=hall.on,
            state=VisitState.WAITING,
            stage__in=list(stages),
            group__in=list(groups),
            wanted_counter__in=("", counter),
        )
        rows = {visit.ticket: visit for visit in waiting}
        line = in_order(InLine(v.ticket, VisitClass(v.visit_class), v.due_at, v.arrived_at) for v in rows.values())
        if not line:
            return None
        return _call(hall, rows[line[0].ticket], counter, now, by)


def call_out_of_order(
    *, office: str, ticket: str, counter: str, reason: str, second_by: str, now: datetime, by: str
) -> str:
    """Call somebody before their turn, for a reason and with a second person's name; counted publicly per day.

    Raises Busy, OutcomeUnknown, and Refused: `office.unknown`, `counter.busy`, `visit.not_found`, `visit.not_waiting`,
    `override.reason` (none given), `override.second` (the second person is the first, or nobody).
    """
    if not reason.strip():
        raise Refused(Refusal("override.reason", "reason"))
    if second_by in ("", by):
        raise Refused(Refusal("override.second", "second_by"))
    with durable_transaction():
        hall = lock_hall(office, now)
        _refuse_busy_counter(hall, counter)
        visit = Visit.objects.filter(office=hall.office, on=hall.on, ticket=ticket).first()
        if visit is None:
            raise Refused(Refusal("visit.not_found", "ticket"))
        if visit.state != VisitState.WAITING:
            raise Refused(Refusal("visit.not_waiting", "ticket"))
        QueueOverride.objects.create(visit=visit, reason=reason, by=by, second_by=second_by, at=now)
        facts = {"counter": counter, "second_by": second_by}
        subject = f"{hall.on} {ticket}"
        write_ledger("queue.overridden", subject, now=now, by=by, office=office, facts=facts)
        return _call(hall, visit, counter, now, by)


def _refuse_busy_counter(hall: OpenHall, counter: str) -> None:
    busy = Visit.objects.filter(office=hall.office, on=hall.on, counter=counter, state__in=BUSY_STATES).first()
    if busy is not None:
        raise Refused(Refusal("counter.busy", "counter", {"ticket": busy.ticket}))


def _call(hall: OpenHall, visit: Visit, counter: str, now: datetime, by: str) -> str:
    visit.state, visit.counter, visit.calls = VisitState.CALLED, counter, visit.calls + 1
    visit.save(update_fields=["state", "counter", "calls"])
    note_visit(visit, "called", now=now, by=by)
    facts = {"counter": counter, "stage": visit.stage}
    subject = f"{hall.on} {visit.ticket}"
    write_ledger("visitor.called", subject, now=now, by=by, office=hall.office.code, facts=facts)
    return visit.ticket
