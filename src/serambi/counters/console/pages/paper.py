"""A day on paper in words: its prints, how far its lines are, and why some of them wait."""

from dataclasses import dataclass
from datetime import date

from django.http import Http404

from serambi.counters.common import paper_words, words
from serambi.counters.common.dates import moment_text
from serambi.counters.common.refusals import sentence
from serambi.counters.console.pages.people import catalogue_words
from serambi.counters.console.pages.place import AtOffice
from serambi.records.queries.day_sheets import SheetRow, sheets_of_day
from serambi.records.queries.paper_lines import (
    PaperDayRow,
    PaperLineView,
    days_with_unsettled_lines,
    last_lines,
    open_lines,
    paper_day,
    unsettled_line,
)
from serambi.rules.paper.lines import COLUMNS, Outcome
from serambi.rules.refusal import Refusal

LAST_SHOWN = 8
LINE_STATES = {"entered": "entered", "merged": "merged", "open": "open", "set_aside": "set-aside"}


@dataclass(frozen=True, slots=True)
class Sheet:
    number: int
    printed: str
    by: str
    people: int
    replaces: int | None
    replaced_by: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `cells` are labels with what stands there, `why` the reason it waits, empty when it does not."""

    code: str
    title: str
    cells: tuple[tuple[str, str], ...]
    state: str
    ticket: str
    why: str
    by: str


@dataclass(frozen=True, slots=True)
class PaperDay:
    on: date
    is_today_or_later: bool
    counts: PaperDayRow
    sheets: tuple[Sheet, ...]
    others: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class EntryPage:
    on: date
    counts: PaperDayRow
    last: tuple[Line, ...]


def paper_page(at: AtOffice, on: date) -> PaperDay:
    others = (day for day in days_with_unsettled_lines(office=at.code) if day != on)
    return PaperDay(
        on=on,
        is_today_or_later=on >= at.today,
        counts=paper_day(office=at.code, on=on),
        sheets=tuple(_sheet(at, row) for row in sheets_of_day(office=at.code, on=on)),
        others=tuple(others),
    )


def entry_page(at: AtOffice, on: date, by: str) -> EntryPage:
    last = last_lines(office=at.code, on=on, by=by, most=LAST_SHOWN)
    return EntryPage(on, paper_day(office=at.code, on=on), tuple(_line(row) for row in last))


def open_page(at: AtOffice, on: date) -> tuple[Line, ...]:
    return tuple(_line(row) for row in open_lines(office=at.code, on=on))


def unsettled(at: AtOffice, on: date, code: str) -> PaperLineView:
    """Raises Http404 where no line with this code waits."""
    row = unsettled_line(office=at.code, on=on, code=code)
    if row is None:
        raise Http404
    return row


def line_words(row: PaperLineView) -> Line:
    return _line(row)


def read_day(text: str) -> date:
    """The day in an address. Raises Http404."""
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise Http404 from wrong


def service_choices() -> list[tuple[str, str]]:
    return list(catalogue_words().services.items())


def _sheet(at: AtOffice, row: SheetRow) -> Sheet:
    printed = moment_text(row.printed_at, at.zone)
    return Sheet(row.number, printed, row.by, row.people, row.replaces, row.replaced_by)


def _line(row: PaperLineView) -> Line:
    typed = {name: row.typed[name] for name in COLUMNS if row.typed.get(name)}
    return Line(
        code=row.code,
        title=row.ticket or typed.get("ticket") or row.booking,
        cells=tuple((str(paper_words.COLUMNS[name]), _cell(name, said)) for name, said in typed.items()),
        state=LINE_STATES[row.state],
        ticket=row.ticket,
        why=sentence(Refusal(row.reason, None, row.facts)) if row.reason else "",
        by=row.by,
    )


def _cell(name: str, said: str) -> str:
    match name:
        case "kind":
            return words.word(words.WALK_IN, said)
        case "outcome":
            return str(paper_words.OUTCOMES[Outcome(said.lower())])
        case "service":
            return words.word({**words.SERVICE_GROUPS, **catalogue_words().services}, said)
    return said
