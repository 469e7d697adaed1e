"""What a counter does with a visitor it called: serve, recall, park, send on, finish, let go, or give up."""

from collections.abc import Callable
from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.end_visit import end_bookings_of
from serambi.procedures.steps.hall import OpenHall, lock_hall, note_visit
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Case, Visit
from serambi.records.models.visits import VisitState
from serambi.rules.queueing import Stage, next_stage
from serambi.rules.refusal import Refusal, Refused

Change = Callable[[OpenHall, Visit], None]


def start_serving(*, office: str, ticket: str, now: datetime, by: str) -> None:
    """The called person has come to the counter. Refused: see _change; from `called` only."""

    def change(hall: OpenHall, visit: Visit) -> None:
        visit.state = VisitState.AT_COUNTER

    _change(office, ticket, "serving", (VisitState.CALLED,), change, now, by)


def recall(*, office: str, ticket: str, now: datetime, by: str) -> None:
    """Call the person again, at the same counter. From `called` only."""

    def change(hall: OpenHall, visit: Visit) -> None:
        visit.calls += 1

    _change(office, ticket, "recalled", (VisitState.CALLED,), change, now, by)


def park(*, office: str, ticket: str, now: datetime, by: str) -> None:
    """Set aside somebody who did not come or must fetch something; the counter is free. From `called`, `at_counter`."""

    def change(hall: OpenHall, visit: Visit) -> None:
        visit.state, visit.counter = VisitState.PARKED, ""

    _change(office, ticket, "parked", (VisitState.CALLED, VisitState.AT_COUNTER), change, now, by)


def resume(*, office: str, ticket: str, now: datetime, by: str) -> None:
    """Put a parked person back into the queue, where arrival and class put them. From `parked` only."""

    def change(hall: OpenHall, visit: Visit) -> None:
        visit.state = VisitState.WAITING

    _change(office, ticket, "resumed", (VisitState.PARKED,), change, now, by)


def send_to(*, office: str, ticket: str, stage: Stage, counter: str = "", now: datetime, by: str) -> None:
    """Send somebody to wait for a stage, at any counter that serves it or at `counter` alone. From `called`,
    `at_counter`, `parked`."""

    def change(hall: OpenHall, visit: Visit) -> None:
        if visit.stage != stage:
            visit.stage, visit.stage_since_at = stage, now
        visit.state, visit.counter, visit.wanted_counter = VisitState.WAITING, "", counter

    _change(office, ticket, "sent", (VisitState.CALLED, VisitState.AT_COUNTER, VisitState.PARKED), change, now, by)


def finish_stage(*, office: str, ticket: str, now: datetime, by: str) -> None:
    """The stage is done: on to the next, or the visit is done. From `at_counter` only."""

    def change(hall: OpenHall, visit: Visit) -> None:
        following = next_stage(visit.group, Stage(visit.stage))
        visit.counter = visit.wanted_counter = ""
        if following is None:
            visit.state = VisitState.DONE
            end_bookings_of([visit], now=now, by=by)
        else:
            visit.state, visit.stage, visit.stage_since_at = VisitState.WAITING, following, now

    _change(office, ticket, "finished", (VisitState.AT_COUNTER,), change, now, by)


def send_home_incomplete(*, office: str, ticket: str, now: datetime, by: str) -> None:
    """The file is incomplete: the visit ends today, the reasons are on the slip. From `at_counter` only.

    Refused besides: `visit.file_accepted` when the desk has accepted their file; it is returned there, with its reason.
    """

    def change(hall: OpenHall, visit: Visit) -> None:
        visit.state, visit.counter = VisitState.INCOMPLETE, ""
        end_bookings_of([visit], now=now, by=by)
        # Asked behind the booking's lock, which the desk holds while it accepts.
        if visit.booking_id is not None and Case.objects.filter(booking=visit.booking_id, is_open=True).exists():
            raise Refused(Refusal("visit.file_accepted", "ticket"))

    _change(office, ticket, "incomplete", (VisitState.AT_COUNTER,), change, now, by)


def give_up(*, office: str, ticket: str, now: datetime, by: str) -> None:
    """The person was called and does not come: the visit ends, without any penalty. From `called`, `parked`."""

    def change(hall: OpenHall, visit: Visit) -> None:
        visit.state, visit.counter = VisitState.ABSENT, ""
        end_bookings_of([visit], now=now, by=by)

    _change(office, ticket, "absent", (VisitState.CALLED, VisitState.PARKED), change, now, by)


def _change(
    office: str, ticket: str, event: str, allowed: tuple[VisitState, ...], change: Change, now: datetime, by: str
) -> None:
    """Change a visit of today under the hall's lock.

    Raises Busy, OutcomeUnknown, and Refused: `office.unknown`, `visit.not_found`, `visit.wrong_state` (fact `state`).
    """
    with durable_transaction():
        hall = lock_hall(office, now)
        visit = Visit.objects.filter(office=hall.office, on=hall.on, ticket=ticket).first()
        if visit is None:
            raise Refused(Refusal("visit.not_found", "ticket"))
        if visit.state not in allowed:
            raise Refused(Refusal("visit.wrong_state", None, {"state": visit.state}))
        counter = visit.counter
        change(hall, visit)
        visit.save()
        note_visit(visit, event, now=now, by=by)
        facts = {"counter": counter, "stage": visit.stage}
        if visit.wanted_counter:
            facts["wanted_counter"] = visit.wanted_counter
        subject = f"{hall.on} {ticket}"
        write_ledger(f"visit.{event}", subject, now=now, by=by, office=office, facts=facts)
