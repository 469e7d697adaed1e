"""Plan an office's slots: derive each day's places from the orders in force and write what changed."""

from datetime import date, datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.replan import Replanned, replan
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
from serambi.rules.refusal import Refusal, Refused


def plan_slots(*, office: str, from_on: date, until_on: date, now: datetime, by: str) -> Replanned:
    """Plan every day of [from_on, until_on) as the orders known at `now` have it.

    Doing it twice is safe: the second writes nothing. Where a slot shrinks under people, those who must leave it get
    an offer, word, or a call. Raises Busy, OutcomeUnknown, and Refused: `office.unknown`, `period.empty`.
    Source: docs/rules.md, capacity and orders.
    """
    if until_on <= from_on:
        raise Refused(Refusal("period.empty", "until"))
    with durable_transaction():
        done = replan(office, from_on, until_on, cause=f"planned {now:%Y-%m-%d}", now=now, by=by)
        facts = {"from": str(from_on), "until": str(until_on), **to_json(done)}
        write_ledger("slots.planned", office, now=now, by=by, office=office, facts=facts)
    return done
