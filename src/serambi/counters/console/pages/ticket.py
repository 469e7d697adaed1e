"""The ticket of the person whose file is on the page: where they stand in the hall, and the way back to the counter."""

from dataclasses import dataclass

from serambi.counters.common import words
from serambi.counters.common.hall_words import STAGES, VISIT_STATES
from serambi.counters.console.pages.place import AtOffice
from serambi.records.queries.visits import VisitRow, visit_by_booking
from serambi.rules.queueing import Stage, next_stage
from serambi.rules.station import station_ahead


@dataclass(frozen=True, slots=True)
class Onward:
    """The step at the counter that sends the ticket to where its file waits; `step` and `stage` are the form's."""

    step: str
    stage: str
    said: str


@dataclass(frozen=True, slots=True)
class TicketPage:
    """`ticket` is empty without a visit today, `counter` where the clerk sat at none and the person is at none.

    `onward` is offered only to the clerk of the counter where the person is; `is_over`: the next can be called.
    """

    ticket: str
    said: str
    counter: str
    onward: Onward | None
    is_over: bool


def ticket_page(at: AtOffice, booking: str | None, station: Stage | None, own_counter: str) -> TicketPage:
    """The ticket of a booking; `station` is where its file goes on (rules/station.py; None before it was accepted),
    `own_counter` the clerk's, empty when they sit at none."""
    visit = visit_by_booking(office=at.code, on=at.today, code=booking) if booking else None
    if visit is None:
        return TicketPage("", "", own_counter, None, is_over=False)
    counter = visit.counter if visit.is_called_or_served else ""
    return TicketPage(
        ticket=visit.ticket,
        said=words.word(VISIT_STATES, visit.state),
        counter=own_counter or counter,
        onward=_onward(visit, station) if counter and counter == own_counter else None,
        is_over=visit.is_over,
    )


def _onward(visit: VisitRow, station: Stage | None) -> Onward | None:
    ahead = station_ahead(visit.stage, station)
    if ahead is None:
        return None
    # Finishing a stage counts as a service in the estimates; leaping over one, or somebody only called, is sent.
    is_plain = visit.state == "at_counter" and ahead is next_stage(visit.group, visit.stage)
    return Onward("finish" if is_plain else "send", ahead.value, str(STAGES[ahead]))
