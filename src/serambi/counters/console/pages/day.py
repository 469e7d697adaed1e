"""The list of an office's day: who comes when, who is where, and what the clerk should look at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.answers import why_off_text
from serambi.counters.common.hall_words import PRESENCES
from serambi.counters.console.pages.people import CatalogueWords, Visitor, catalogue_words, visitor
from serambi.counters.console.pages.place import AtOffice
from serambi.records.queries.bookings import DayListRow, everybody_of_day
from serambi.records.queries.office_day import day_of_office
from serambi.records.queries.visits import VisitRow, visits_by_booking

SETTLED = {"missed": words.STATES["missed"], "visited": PRESENCES["done"]}
"""Of who came past no gate: at a desk without a hall they are served all the same."""


@dataclass(frozen=True, slots=True)
class Line:
    """One booking and where its person is: `ticket` is empty before they came, `stands` on a day that lies ahead.

    `is_inside`: they wait, are called or are served.
    """

    visitor: Visitor
    ticket: str
    stands: str
    is_inside: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """Everybody of one time; `is_next` marks the first time not over yet at which somebody is still to come."""

    time: str
    is_next: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class DayPage:
    """`why_off` says why the day is not worked, empty when it is."""

    on: date
    before: date
    after: date
    is_today: bool
    is_open: bool
    why_off: str
    people: int
    arrivals: tuple[Arrival, ...]


def day_page(at: AtOffice, on: date) -> DayPage:
    rows = everybody_of_day(office=at.code, on=on)
    state = day_of_office(office=at.code, on=on, known_at=at.now, now=at.now)
    return DayPage(
        on=on,
        before=on - timedelta(days=1),
        after=on + timedelta(days=1),
        is_today=on == at.today,
        is_open=state is None or state.regime.open,
        why_off=why_off_text(state.why_off) if state and state.why_off else "",
        people=len(rows),
        arrivals=tuple(_arrivals(at, on, rows)),
    )


def _arrivals(at: AtOffice, on: date, rows: Iterable[DayListRow]) -> Iterable[Arrival]:
    names, visits = catalogue_words(), visits_by_booking(office=at.code, on=on)
    not_come = "" if on > at.today else _("belum datang")
    is_next_found = False
    for start_at, together in groupby(rows, key=_start_of):
        # People say their name at the counter, so the clerk looks for a name.
        by_name = sorted(together, key=lambda row: (row.applicant.name.casefold(), row.code))
        is_awaited = any(row.code not in visits and row.state not in SETTLED for row in by_name)
        is_next = not is_next_found and start_at >= at.now and is_awaited
        is_next_found = is_next_found or is_next
        yield Arrival(at.time(start_at), is_next, tuple(_line(row, visits, names, not_come) for row in by_name))


def _line(row: DayListRow, visits: Mapping[str, VisitRow], names: CatalogueWords, not_come: str) -> Line:
    visit = visits.get(row.code)
    if visit is None:
        return Line(visitor(row, names), "", str(SETTLED.get(row.state, not_come)), is_inside=False)
    stands = words.word(PRESENCES, visit.state)
    if visit.is_over and visit.left_at is not None and visit.state != "left":
        stands = _("%(stands)s, sudah keluar") % {"stands": stands}
    return Line(visitor(row, names), visit.ticket, stands, is_inside=not visit.is_over)


def _start_of(row: DayListRow) -> datetime:
    assert row.start_at is not None, "who is on a day's list has a slot"
    return row.start_at
