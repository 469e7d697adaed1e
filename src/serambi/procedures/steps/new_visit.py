"""The row of a visit that begins, not yet written: its class, its first stage, and the instant that counts."""

from datetime import datetime

from serambi.procedures.steps.arrival_facts import first_came_at
from serambi.procedures.steps.change_booking import LockedBooking
from serambi.procedures.steps.hall import OpenHall
from serambi.records.models import Visit
from serambi.rules.gate import Arrival
from serambi.rules.queueing import STAGES_BY_GROUP, Stage, VisitClass, band_of, due_at


def visit_of_booking(hall: OpenHall, locked: LockedBooking, arrival: Arrival) -> Visit:
    """The visit of somebody who comes with a booking; `kind` says how the arrival lies to the slot.

    Who had to wait outside, because the hall was full, arrived when they first came: the wait costs nobody their turn.
    """
    booking, start_at = locked.booking, locked.holding.start_at
    settings = hall.profile.visit_day
    came_at = first_came_at(booking) or arrival.now
    band = band_of(start_at, came_at, early_minutes=settings.early_minutes, grace_minutes=settings.grace_minutes)
    visit = new_visit(hall, arrival, VisitClass.BOOKED, booking.group, due=due_at(band, start_at, came_at))
    visit.arrived_at = came_at
    visit.booking, visit.service, visit.kind = booking, booking.service, band.value
    return visit


def new_visit(hall: OpenHall, arrival: Arrival, visit_class: VisitClass, group: str, due: datetime) -> Visit:
    """A visit at its first stage; `due` is the instant that counts for the order."""
    stages = STAGES_BY_GROUP.get(group, tuple(Stage))
    return Visit(
        office=hall.office,
        on=hall.on,
        visit_class=visit_class,
        group=group,
        companions=arrival.companions,
        temperature_c=arrival.temperature_c,
        arrived_at=arrival.now,
        due_at=due,
        stage=stages[0],
        stage_since_at=arrival.now,
    )
