"""Carry out one office's share of an order that concerns many."""

from datetime import datetime

from serambi.procedures.steps.carry_out import CarriedOut, carry_out_office
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.record_order import planned_until
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
from serambi.records.models import OrderTask
from serambi.records.queries.offices import office_profile


def carry_out_task(*, task_id: int, now: datetime, by: str) -> CarriedOut | None:
    """Do one task and mark it done in the same transaction; None when somebody has it in hand or did it already.

    Doing it twice is safe. Raises Busy, OutcomeUnknown. Source: docs/rules.md, orders.
    """
    with durable_transaction():
        tasks = OrderTask.objects.select_for_update(skip_locked=True, of=("self",)).select_related("office")
        task = tasks.filter(pk=task_id, done_at=None).first()
        profile = office_profile(code=task.office.code) if task else None
        if task is None or profile is None:
            return None
        until = planned_until([profile]).get(profile.code)
        done = carry_out_office(profile, until, cause=task.cause, restores=task.restores, now=now, by=by)
        task.done_at = now
        task.save(update_fields=["done_at"])
        write_ledger("order.carried_out", task.cause, now=now, by=by, office=profile.code, facts=to_json(done))
        return done
