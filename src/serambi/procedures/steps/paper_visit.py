"""Writing what a paper line says: the rows a live day would have written, with the times of the paper. In the caller's
transaction, under the locks of the booking and the hall."""

from datetime import datetime

from serambi.procedures.advance_case import take_step
from serambi.procedures.open_case import accept_file
from serambi.procedures.steps.case_clocks import is_to_be_examined
from serambi.procedures.steps.change_booking import LockedBooking, note_status
from serambi.procedures.steps.end_visit import end_bookings_of
from serambi.procedures.steps.hall import OpenHall, note_visit, pass_gate
from serambi.procedures.steps.new_visit import new_visit, visit_of_booking
from serambi.procedures.steps.paper_counter import serve_on_paper
from serambi.procedures.steps.paper_facts import live_visit
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Booking, Case, PaperLineRow, ServiceRow, Slot, Visit
from serambi.records.models.bookings import BookingState
from serambi.records.models.visits import IN_THE_HOUSE, VisitState
from serambi.rules.catalogue import SERVICE_GROUPS
from serambi.rules.gate import Arrival
from serambi.rules.paper.lines import Outcome, PaperLine
from serambi.rules.paper.merging import LineFacts, class_of
from serambi.rules.queueing import Stage, ticket_number
from serambi.rules.states import CaseEvent
from serambi.rules.verdict import Verdict

PAPER_GATE = "kertas"
COMPLETE = Verdict((), (), ())
"""The desk only notes a receipt on paper when nothing was missing and the purpose was clear."""


def write_paper_visit(
    row: PaperLineRow, line: PaperLine, hall: OpenHall, locked: LockedBooking | None, facts: LineFacts, now: datetime
) -> Visit | None:
    """Write the visit of a line that may be merged, and its case; None for somebody who did not come.

    Raises Refused: `counter.busy` (fact `ticket`), and the codes of opening and advancing a case.
    """
    if line.outcome is Outcome.NO_SHOW:
        _note_missed(locked, now, row.by)
        return None
    visit = _let_in(row, line, hall, locked) if facts.in_hall is None else _gone_on(row, line)
    for each in line.at_counters:
        is_last = each is line.at_counters[-1]
        serve_on_paper(visit, each, hall, is_sent_home=is_last and line.outcome is Outcome.INCOMPLETE, by=row.by)
    if line.received_at is not None and locked is not None:
        _take_file(line, line.received_at, locked.booking.code, now, row.by)
    if line.left_at is not None:
        _leave(visit, line.left_at, hall, row.by)
    elif hall.day.closed_at is not None:
        # As closing the hall does: a visit still open keeps nobody from booking.
        end_bookings_of([visit], now=hall.day.closed_at, by=row.by)
    return visit


def _let_in(row: PaperLineRow, line: PaperLine, hall: OpenHall, locked: LockedBooking | None) -> Visit:
    assert line.arrived_at is not None and line.number is not None, row.code  # the rule saw to it
    arrival = Arrival(line.arrived_at, row.on, line.companions, line.temperature_c)
    visit_class = class_of(line, has_booking=locked is not None)
    if locked is not None:
        visit = visit_of_booking(hall, locked, arrival)
        _arrive(locked, line.arrived_at, row.by)
    else:
        visit = new_visit(hall, arrival, visit_class, _group(line.service), due=line.arrived_at)
        visit.kind = line.kind
    visit.ticket = ticket_number(visit_class, line.number)
    visit.save()
    _pass(hall, "in", visit, line.arrived_at, row.by)
    note_visit(visit, "admitted", now=line.arrived_at, by=row.by)
    return visit


def _group(service: str) -> str:
    """What was written is a service group, or a service of one."""
    if service in SERVICE_GROUPS:
        return service
    return ServiceRow.objects.values_list("group", flat=True).get(code=service)


def _arrive(locked: LockedBooking, at: datetime, by: str) -> None:
    booking = locked.booking
    if booking.state == BookingState.MISSED:
        # Counted as missed because nobody could note the arrival; the place they had they used.
        slot = locked.holding
        slot.taken += 1
        slot.places = max(slot.places, slot.taken)
        Slot.objects.write_places([slot])
    booking.state, booking.is_live = BookingState.ARRIVED, True
    booking.save(update_fields=["state", "is_live"])
    note_status(booking, "arrived", now=at, by=by)


def _note_missed(locked: LockedBooking | None, now: datetime, by: str) -> None:
    if locked is None or locked.booking.state == BookingState.MISSED:
        return
    slot = locked.holding
    slot.taken -= 1
    slot.places = max(slot.planned_places, slot.taken)
    Slot.objects.write_places([slot])
    locked.booking.state, locked.booking.is_live = BookingState.MISSED, False
    Booking.objects.all().write_state([locked.booking], "missed", now, by)


def _gone_on(row: PaperLineRow, line: PaperLine) -> Visit:
    visit = live_visit(row, line)
    assert visit is not None, row.code  # the rule saw it
    return visit


def _take_file(line: PaperLine, received_at: datetime, code: str, now: datetime, by: str) -> None:
    """Open the case as the desk did, and start its clock with the interview on paper."""
    case: Case = accept_file(code, COMPLETE, now=received_at, by=by)
    interviewed_at = next((each.ended_at for each in line.at_counters if each.stage is Stage.INTERVIEW), None)
    if interviewed_at is not None:
        take_step(case, CaseEvent.VERIFY, reason="", now=received_at, by=by)
        # A lost or damaged passport is examined first; the officer notes that, and then the interview.
        if not is_to_be_examined(case):
            take_step(case, CaseEvent.INTERVIEW, reason="", now=interviewed_at, by=by)
    facts = {"booking": code, "on_paper": True, "received": received_at.isoformat(), "stage": case.stage}
    write_ledger("case.opened", case.number, now=now, by=by, office=case.office.code, facts=facts)


def _leave(visit: Visit, at: datetime, hall: OpenHall, by: str) -> None:
    visit.left_at = at
    if visit.state in IN_THE_HOUSE:
        visit.state, visit.counter = VisitState.LEFT, ""
        end_bookings_of([visit], now=at, by=by)
    visit.save()
    _pass(hall, "out", visit, at, by)
    note_visit(visit, "left", now=at, by=by)


def _pass(hall: OpenHall, kind: str, visit: Visit, at: datetime, by: str) -> None:
    """As through a gate. They were inside, whatever the limit; a hall that was closed stays counted empty."""
    people, closed = 1 + visit.companions, hall.day.closed_at is not None
    before = hall.day.inside
    hall.day.limit = max(hall.day.limit, before + people)
    pass_gate(hall, kind, gate=PAPER_GATE, people=people, visit=visit, now=at, by=by)
    if closed and hall.day.inside != before:
        hall.day.inside = before
        hall.day.save(update_fields=["inside"])
