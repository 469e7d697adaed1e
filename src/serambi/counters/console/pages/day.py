"""The list of an office's day: who comes when, and what the clerk should look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from serambi.counters.common.answers import why_off_text
from serambi.counters.console.pages.people import Visitor, catalogue_words, visitor
from serambi.counters.console.pages.place import AtOffice
from serambi.records.queries.bookings import DayListRow, day_list
from serambi.records.queries.office_day import day_of_office


@dataclass(frozen=True, slots=True)
class Arrival:
    """Everybody of one time; `is_next` marks the first time that is not over yet."""

    time: str
    is_next: bool
    visitors: tuple[Visitor, ...]


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
    rows = day_list(office=at.code, on=on)
    state = day_of_office(office=at.code, on=on, known_at=at.now, now=at.now)
    return DayPage(
        on=on,
        before=on - timedelta(days=1),
        after=on + timedelta(days=1),
        is_today=on == at.today,
        is_open=state is None or state.regime.open,
        why_off=why_off_text(state.why_off) if state and state.why_off else "",
        people=len(rows),
        arrivals=tuple(_arrivals(at, rows)),
    )


def _arrivals(at: AtOffice, rows: Iterable[DayListRow]) -> Iterable[Arrival]:
    names = catalogue_words()
    is_next_found = False
    for start_at, together in groupby(rows, key=_start_of):
        is_next = not is_next_found and start_at >= at.now
        is_next_found = is_next_found or is_next
        # People say their name at the counter, so the clerk looks for a name.
        by_name = sorted(together, key=lambda row: (row.applicant.name.casefold(), row.code))
        yield Arrival(at.time(start_at), is_next, tuple(visitor(row, names) for row in by_name))


def _start_of(row: DayListRow) -> datetime:
    return row.start_at
