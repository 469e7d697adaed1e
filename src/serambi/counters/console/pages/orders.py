"""Orders as staff see them: the book of them, and one with what it did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.dates import date_text, day_at, moment_text
from serambi.counters.common.order_words import DUES, ORDER_STATES, OUTCOMES, clause_text
from serambi.counters.common.roles import DIRECTORATE
from serambi.records.queries.offices import list_offices
from serambi.records.queries.order_book import (
    DueRow,
    OrderRow,
    OrderState,
    Progress,
    ProposalRow,
    SignedRow,
    due_list,
    dues_by_office,
    dues_of_order,
    order_book,
    order_of_number,
    progress_of,
    proposals,
    signatures_of,
)
from serambi.records.queries.regions import list_regions
from serambi.records.queries.staff import StaffRow
from serambi.rules.period import DayPeriod
from serambi.rules.territory import Area, AreaKind

CAPITAL_ZONE = "Asia/Jakarta"
"""Where the directorate keeps its hours."""


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One order of a list."""

    number: str
    short_name: str
    title: str
    issuer: str
    period: str
    areas: str
    state: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The orders of one state; `is_open` for those a reader comes for."""

    code: str
    name: str
    is_open: bool
    orders: tuple[OrderLine, ...]


@dataclass(frozen=True, slots=True)
class OrdersPage:
    proposals: tuple[ProposalRow, ...]
    shelves: tuple[Shelf, ...]


@dataclass(frozen=True, slots=True)
class CountLine:
    """So many people got this, and it ended so."""

    kind: str
    outcome: str
    people: int


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One order; `offices` counts the people it displaced by office, empty for staff of one office."""

    line: OrderLine
    is_undone: bool
    signed: SignedRow
    clauses: tuple[str, ...]
    revokes: tuple[str, ...]
    recorded: str
    progress: Progress
    counts: tuple[CountLine, ...]
    people: int
    offices: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True)
class DueLine:
    """One person's due; `offered` and `until` are empty where no place was held."""

    code: str
    kind: str
    outcome: str
    is_open: bool
    lost: str
    offered: str
    until: str


def orders_page(staff: StaffRow, now: datetime) -> OrdersPage:
    rows = order_book(on=day_at(now, CAPITAL_ZONE), known_at=now)
    names = area_names()
    shelves = []
    for state in (OrderState.IN_FORCE, OrderState.COMING, OrderState.ENDED, OrderState.UNDONE):
        lines = tuple(_line(row, names) for row in rows if row.state is state)
        shelves.append(Shelf(str(state), str(ORDER_STATES[state]), state is not OrderState.ENDED, lines))
    return OrdersPage(proposals() if staff.role == DIRECTORATE else (), tuple(shelves))


def order_page(staff: StaffRow, number: str, now: datetime) -> OrderPage | None:
    row = order_of_number(number=number, on=day_at(now, CAPITAL_ZONE), known_at=now)
    signed = signatures_of(number=number)
    if row is None or signed is None:
        return None
    counts = _counts(dues_of_order(number=number, office=staff.office))
    return OrderPage(
        line=_line(row, area_names()),
        is_undone=row.state is OrderState.UNDONE,
        signed=signed,
        clauses=tuple(clause_text(clause) for clause in row.instrument.clauses),
        revokes=row.instrument.revokes,
        recorded=moment_text(row.instrument.known_at, CAPITAL_ZONE),
        progress=progress_of(number=number),
        counts=counts,
        people=sum(line.people for line in counts),
        offices=() if staff.office else _offices(number),
    )


def due_lines(number: str, office: str, zone: str) -> tuple[DueLine, ...]:
    return tuple(_due(row, zone) for row in due_list(number=number, office=office))


def area_names() -> Mapping[str, str]:
    """Names of everything an area can be, by how an area is written."""
    names = {"nation": _("seluruh Indonesia"), "group:java-bali": _("Jawa dan Bali")}
    names |= {
        f"{'province' if region.kind == 'province' else 'region'}:{region.code}": region.name
        for region in list_regions()
    }
    return names | {f"office:{office.code}": office.name for office in list_offices()}


def area_choices(staff: StaffRow, names: Mapping[str, str]) -> list[tuple[str, object]]:
    """The areas that somebody may order for, in groups."""
    if staff.office is not None:
        key = str(Area(AreaKind.OFFICE, staff.office))
        return [(key, names.get(key, key))]
    groups: list[tuple[str, str]] = [
        ("province", _("Provinsi")),
        ("office", _("Kantor imigrasi")),
        ("region", _("Kabupaten dan kota")),
    ]
    wide = [(key, name) for key, name in names.items() if key == "nation" or key.startswith("group:")]
    return [*wide, *((title, _of_kind(kind, names)) for kind, title in groups)]


def period_text(period: DayPeriod) -> str:
    """ "15 Juni 2020 – 20 Juli 2020", or without an end."""
    if period.until_on is None:
        return _("sejak %(first)s") % {"first": date_text(period.from_on)}
    last_on = period.until_on - timedelta(days=1)
    if last_on == period.from_on:
        return date_text(last_on)
    return f"{date_text(period.from_on)} – {date_text(last_on)}"


def _of_kind(kind: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(((key, name) for key, name in names.items() if key.startswith(f"{kind}:")), key=lambda each: each[1])


def _line(row: OrderRow, names: Mapping[str, str]) -> OrderLine:
    instrument = row.instrument
    return OrderLine(
        number=instrument.number,
        short_name=instrument.short_name,
        title=instrument.title,
        issuer=instrument.issuer,
        period=period_text(row.left or instrument.in_force),
        areas=", ".join(names.get(str(area), str(area)) for area in instrument.areas),
        state=str(ORDER_STATES[row.state]),
    )


def _counts(dues: Mapping[tuple[str, str], int]) -> tuple[CountLine, ...]:
    return tuple(
        CountLine(words.word(DUES, kind), words.word(OUTCOMES, outcome), people)
        for (kind, outcome), people in dues.items()
    )


def _offices(number: str) -> tuple[tuple[str, str, int], ...]:
    names: dict[str, str] = {office.code: office.name for office in list_offices()}
    dues: Sequence[tuple[str, int]] = list(dues_by_office(number=number).items())
    return tuple((code, names.get(code, code), people) for code, people in dues)


def _due(row: DueRow, zone: str) -> DueLine:
    return DueLine(
        code=row.code,
        kind=words.word(DUES, row.kind),
        outcome=words.word(OUTCOMES, row.outcome),
        is_open=row.outcome == "open",
        lost=moment_text(row.from_start_at, zone),
        offered=moment_text(row.to_start_at, zone) if row.to_start_at else "",
        until=moment_text(row.deadline_at, zone) if row.deadline_at and row.outcome == "open" else "",
    )
