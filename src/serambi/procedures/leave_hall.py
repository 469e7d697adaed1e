"""Leave the hall: count people out, and close the day with every missing exit named."""

from dataclasses import dataclass
from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.end_visit import end_bookings_of
from serambi.procedures.steps.hall import lock_hall, note_visit, pass_gate
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Visit
from serambi.records.models.visits import IN_THE_HOUSE, VisitState
from serambi.rules.refusal import Refusal, Refused


@dataclass(frozen=True, slots=True)
class MissingExit:
    """Somebody admitted whose exit was never scanned."""

    ticket: str
    people: int
    state: str


def leave_hall(*, office: str, ticket: str, gate: str, now: datetime, by: str) -> int:
    """Count a visitor of today and their companions out; returns how many people are inside afterwards.

    Somebody who leaves before being served has left the queue and may book again at once. Raises Busy, OutcomeUnknown,
    and Refused: `office.unknown`, `visit.not_found`, `visit.left_already`. Source: docs/rules.md, the visit day.
    """
    with durable_transaction():
        hall = lock_hall(office, now)
        visit = Visit.objects.select_for_update().filter(office=hall.office, on=hall.on, ticket=ticket).first()
        if visit is None:
            raise Refused(Refusal("visit.not_found", "ticket"))
        if visit.left_at is not None:
            raise Refused(Refusal("visit.left_already", "ticket"))
        visit.left_at = now
        if visit.state in IN_THE_HOUSE:
            visit.state, visit.counter = VisitState.LEFT, ""
            end_bookings_of([visit], now=now, by=by)
        visit.save(update_fields=["left_at", "state", "counter"])
        pass_gate(hall, "out", gate=gate, people=1 + visit.companions, visit=visit, now=now, by=by)
        note_visit(visit, "left", now=now, by=by)
        facts = {"people": 1 + visit.companions, "inside": hall.day.inside}
        write_ledger("visitor.left", f"{hall.on} {ticket}", now=now, by=by, office=office, facts=facts)
        return hall.day.inside


def close_hall(*, office: str, now: datetime, by: str) -> tuple[MissingExit, ...]:
    """Close the day's hall: name every visit whose exit is missing, sorted by ticket, and count the hall empty.

    Nobody is let in afterwards (`hall.closed`) unless it is opened again (procedures/reopen_hall.py). The names stay
    with the visits (no `left_at`), so that the list can be asked again; a visit still open keeps nobody from booking.
    Raises Busy, OutcomeUnknown, and Refused: `office.unknown`, `hall.closed_already`.
    """
    with durable_transaction():
        hall = lock_hall(office, now)
        if hall.day.closed_at is not None:
            raise Refused(Refusal("hall.closed_already"))
        inside = list(Visit.objects.filter(office=hall.office, on=hall.on, left_at=None).order_by("ticket"))
        missing = tuple(MissingExit(visit.ticket, 1 + visit.companions, visit.state) for visit in inside)
        counted = hall.day.inside
        hall.day.closed_at, hall.day.inside = now, 0
        hall.day.save(update_fields=["closed_at", "inside"])
        end_bookings_of(inside, now=now, by=by)
        facts = {"missing": [each.ticket for each in missing], "inside": counted}
        write_ledger("hall.closed", str(hall.on), now=now, by=by, office=office, facts=facts)
        return missing
