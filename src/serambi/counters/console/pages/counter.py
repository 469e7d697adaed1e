"""A counter's page: who is there, what they bring, who waits, who is set aside."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from serambi.counters.common import case_words, words
from serambi.counters.common.hall_words import CLASSES, STAGES, VISIT_STATES, kind_text
from serambi.counters.console.pages.booking import BookingPage, booking_page
from serambi.counters.console.pages.people import catalogue_words
from serambi.counters.console.pages.place import AtOffice
from serambi.records.queries.hall import HallRow, hall_state
from serambi.records.queries.queue import QueueRow, counters_of_day, parked_visits, queue_in_order
from serambi.records.queries.visits import AtCounterRow, person_at_counter
from serambi.rules.catalogue import Document
from serambi.rules.queueing import STAGES_BY_GROUP, Stage
from serambi.rules.station import station_ahead

SHOWN_IN_LINE = 8


@dataclass(frozen=True, slots=True)
class Waiting:
    """One visitor in line, in words."""

    ticket: str
    visit_class: str
    stage: str
    what: str
    people: int
    since: str
    wanted_counter: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """The file of whoever is at the counter, in one line; `number` is empty until it was accepted.

    `is_next`: what is to be done at this stage is done with the file, before the ticket goes on.
    """

    said: str
    number: str
    is_next: bool


@dataclass(frozen=True, slots=True)
class Present:
    """Who is at the counter. `booking` and `file` are None for somebody who came without one; `onward` are the other
    stages, all of them with the counters of today in `counters`, where somebody can be sent to one alone."""

    ticket: str
    is_called: bool
    state: str
    stage: str
    visit_class: str
    kind: str
    people: int
    calls: int
    group: str
    booking: BookingPage | None
    file: FileLine | None
    documents: tuple[Document, ...]
    onward: tuple[tuple[str, str], ...]
    counters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinePage:
    """The line a counter calls from."""

    number: int
    first: tuple[Waiting, ...]
    parked: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class CounterPage:
    name: str
    present: Present | None
    line: LinePage
    viewed: str
    """The booking code that is shown, which the view notes; empty when nobody's is."""


@dataclass(frozen=True, slots=True)
class OverviewPage:
    """The whole hall for the staff: the line of every stage, in the order of calls."""

    hall: HallRow
    line: tuple[Waiting, ...]
    parked: tuple[Waiting, ...]
    stages: tuple[tuple[str, int], ...]


def counter_page(at: AtOffice, name: str, stages: Sequence[Stage], groups: Sequence[str]) -> CounterPage:
    found = person_at_counter(office=at.code, on=at.today, counter=name)
    viewed = found.visit.booking if found and found.person else None
    present = _present(found, at, name) if found else None
    return CounterPage(name, present, line_page(at, name, stages, groups), viewed or "")


def line_page(at: AtOffice, name: str, stages: Sequence[Stage], groups: Sequence[str]) -> LinePage:
    line = queue_in_order(office=at.code, on=at.today, stages=stages, groups=groups, counter=name)
    parked = parked_visits(office=at.code, on=at.today)
    return LinePage(len(line), _waiting(line[:SHOWN_IN_LINE], at), _waiting(parked, at))


def overview_page(at: AtOffice) -> OverviewPage:
    hall = hall_state(office=at.code, now=at.now)
    assert hall is not None, at.code  # the office has just been read
    line = queue_in_order(office=at.code, on=at.today)
    return OverviewPage(
        hall=hall,
        line=_waiting(line, at),
        parked=_waiting(parked_visits(office=at.code, on=at.today), at),
        stages=tuple((str(STAGES[stage]), number) for stage, number in hall.waiting.items()),
    )


def _waiting(rows: Sequence[QueueRow], at: AtOffice) -> tuple[Waiting, ...]:
    services = catalogue_words().services if rows else {}
    return tuple(
        Waiting(
            ticket=row.ticket,
            visit_class=str(CLASSES[row.visit_class]),
            stage=str(STAGES[row.stage]),
            what=services.get(row.service) or _group_and_kind(row.group, row.kind),
            people=1 + row.companions,
            since=at.time(row.stage_since_at),
            wanted_counter=row.wanted_counter,
        )
        for row in rows
    )


def _present(found: AtCounterRow, at: AtOffice, name: str) -> Present:
    visit = found.visit
    others = tuple(each for each in counters_of_day(office=at.code, on=at.today) if each != name)
    booking = booking_page(found.booking, found.person, at.zone) if found.booking and found.person else None
    return Present(
        ticket=visit.ticket,
        is_called=visit.state == "called",
        state=words.word(VISIT_STATES, visit.state),
        stage=str(STAGES[visit.stage]),
        visit_class=str(CLASSES[visit.visit_class]),
        kind=kind_text(visit.kind),
        people=1 + visit.companions,
        calls=visit.calls,
        group=words.word(words.SERVICE_GROUPS, visit.group),
        booking=booking,
        file=_file(found) if booking else None,
        documents=found.documents,
        onward=tuple(
            (stage.value, str(STAGES[stage]))
            for stage in STAGES_BY_GROUP.get(visit.group, tuple(Stage))
            if others or stage is not visit.stage
        ),
        counters=others,
    )


def _file(found: AtCounterRow) -> FileLine:
    file, stage = found.file, found.visit.stage
    if file is None:
        return FileLine(_("belum diperiksa di meja dokumen"), "", True)
    is_next = file.station is not None and station_ahead(stage, file.station) is None
    return FileLine(str(case_words.STAGES[file.stage]), file.number, is_next)


def _group_and_kind(group: str, kind: str) -> str:
    name = words.word(words.SERVICE_GROUPS, group)
    return f"{name} · {kind_text(kind)}" if kind else name
