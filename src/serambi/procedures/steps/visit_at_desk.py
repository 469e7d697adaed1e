"""The visit of the person whose file is decided: ended in the same transaction as the file, by the same clerk.

Where the decision leaves no choice (file returned, case ended, payment slip in hand) two steps could only contradict
each other, so the procedure of the file takes this step too; its ledger row keeps the file as its one subject and names
the ticket as a fact. Where the person goes on to another counter the clerk still chooses (which counter, now or after
the rest is done here), so that stays a button of the page, and the procedure of the hall.
"""

from collections.abc import Collection
from datetime import datetime

from serambi.procedures.steps.end_visit import end_bookings_of
from serambi.procedures.steps.hall import lock_hall, note_visit
from serambi.records.models import Booking, Case, Visit
from serambi.records.models.visits import VisitState

AT_DESK = (VisitState.CALLED, VisitState.AT_COUNTER)
"""Somebody who still waits while a case is worked on is told at the counter that calls them."""

ENDED_BY = {VisitState.DONE: "finished", VisitState.INCOMPLETE: "incomplete"}


def lock_visit_of_case(number: str, now: datetime) -> Visit | None:
    """The visit of a case's person who is called or served now; the case itself is locked after it.

    None without one: a desk without a hall, a day on paper, another day, an unknown case. Then nothing is locked.
    """
    case = Case.objects.filter(number=number).values_list("booking", "office__code").first()
    if case is None or case[0] is None:
        return None
    return lock_visit(case[0], case[1], AT_DESK, now)


def lock_visit(booking: int, office: str, states: Collection[VisitState], now: datetime) -> Visit | None:
    """The visit of today of a booking, if it is in one of the states: booking and hall are locked, in this order."""
    visits = Visit.objects.filter(booking=booking, state__in=states)
    if not visits.exists():
        return None
    Booking.objects.select_for_update().get(pk=booking)
    hall = lock_hall(office, now)
    return visits.filter(on=hall.on).first()


def end_visit(visit: Visit, ending: VisitState, *, now: datetime, by: str) -> dict[str, str]:
    """End a locked visit as done or incomplete: the counter is free. Returns what the ledger row says of it."""
    visit.state, visit.counter, visit.wanted_counter = ending, "", ""
    visit.save(update_fields=["state", "counter", "wanted_counter"])
    note_visit(visit, ENDED_BY[ending], now=now, by=by)
    end_bookings_of([visit], now=now, by=by)
    return {"ticket": visit.ticket}
