"""Closing time: who is still in line, and every exit that is missing."""

from dataclasses import dataclass

from serambi.counters.common import words
from serambi.counters.common.hall_words import VISIT_STATES
from serambi.counters.console.pages.place import AtOffice
from serambi.records.queries.hall import HallRow, hall_state, missing_exits, still_in_line


@dataclass(frozen=True, slots=True)
class Missing:
    ticket: str
    people: int
    state: str
    arrived: str


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """`closed` is the time the hall was closed, empty before."""

    hall: HallRow
    in_line: int
    missing: tuple[Missing, ...]
    people: int
    closed: str


def closing_page(at: AtOffice) -> ClosingPage:
    hall = hall_state(office=at.code, now=at.now)
    assert hall is not None, at.code  # the office has just been read
    missing = tuple(
        Missing(row.ticket, row.people, words.word(VISIT_STATES, row.state), at.time(row.arrived_at))
        for row in missing_exits(office=at.code, on=at.today)
    )
    return ClosingPage(
        hall=hall,
        in_line=still_in_line(office=at.code, on=at.today),
        missing=missing,
        people=sum(row.people for row in missing),
        closed=at.time(hall.closed_at) if hall.closed_at else "",
    )
