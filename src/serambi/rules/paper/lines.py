"""One line of a paper sheet as a clerk types it: its values, or what is wrong with its shape, field by field."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from serambi.rules.codes import read_code
from serambi.rules.gate import COLDEST_C, MAX_COMPANIONS, WARMEST_C
from serambi.rules.instrument import WALK_IN_KINDS
from serambi.rules.queueing import TICKET_LETTERS, Stage

COLUMNS = (
    *("ticket", "code", "arrived", "kind", "service", "companions", "temperature"),
    *(stage.value for stage in Stage),
    *("received", "outcome", "left"),
)
"""The fields of a line, in the order in which a sheet has them."""

MOST_SIGNS = 60
"""Of one field; what is longer is no field of a line."""

HIGHEST_NUMBER = 99_999
COUNTER_SIGNS = 20
LETTERS = "".join(TICKET_LETTERS.values())


class Outcome(StrEnum):
    """How the visit ended on paper. Admitted: no further than the times of the counters say."""

    ADMITTED = "admitted"
    FINISHED = "finished"
    INCOMPLETE = "incomplete"
    NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True)
class AtCounter:
    """A call to a counter for a stage; `ended_at` None: the paper does not say that it ended."""

    stage: Stage
    counter: str
    called_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PaperLine:
    """What a line says; instants aware UTC.

    `number` None or `code` empty: not written, but one of them is. `letter` is that of the ticket, empty when only
    digits were written. `arrived_at` None: they did not come, or had come before the network was lost. `kind` is a
    walk-in kind. `service` is a service's code or a service group, empty when not written. `received_at` is when the
    desk took a complete file; `left_at` None: no exit was written.
    """

    number: int | None
    letter: str
    code: str
    arrived_at: datetime | None
    kind: str
    service: str
    companions: int
    temperature_c: Decimal | None
    at_counters: tuple[AtCounter, ...]
    received_at: datetime | None
    outcome: Outcome
    left_at: datetime | None

    @property
    def instants(self) -> tuple[tuple[str, datetime], ...]:
        """Every written time with the name of its field, in the order in which they must lie."""
        found = [("arrived", self.arrived_at)]
        for each in self.at_counters:
            found += [(each.stage.value, each.called_at), (each.stage.value, each.ended_at)]
        return tuple((name, at) for name, at in [*found, ("left", self.left_at)] if at is not None)


@dataclass(frozen=True, slots=True)
class LineFault:
    """A field that cannot be read; `reason` is a key of the counters' words, `value` what stood there."""

    field: str
    reason: str
    value: str


class PaperFaults(Exception):
    """Raised when lines cannot be read: pairs of line (from 1) and fault, in their order; nothing was entered."""

    def __init__(self, faults: Sequence[tuple[int, LineFault]]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"{line}: {fault.field}: {fault.reason}" for line, fault in self.faults))


class _Unreadable(Exception):
    """Carries the reason of a fault."""


def read_line(
    typed: Mapping[str, str], *, on: date, zone: str, services: Collection[str]
) -> PaperLine | tuple[LineFault, ...]:
    """Read a line by the names of COLUMNS, or name every field that cannot be read.

    `services` are the codes of services and service groups that can stand there.
    Times are the office's: "0910", "9.10", "09:10", or with another day before it, "2020-09-11 09:10". A counter's
    cell is "1 0910-0925": its name, called, ended; the last may be missing. Columns that are missing are empty.
    """
    cells = {name: " ".join((typed.get(name) or "").split()) for name in COLUMNS}
    faults: list[LineFault] = []
    read: dict[str, Any] = {}
    for name, reader in _readers(on, ZoneInfo(zone), services).items():
        try:
            if len(cells[name]) > MOST_SIGNS:
                raise _Unreadable("long")
            read[name] = reader(cells[name])
        except _Unreadable as why:
            faults.append(LineFault(name, str(why), cells[name][:MOST_SIGNS]))
    if not cells["ticket"] and not cells["code"]:
        faults.append(LineFault("ticket", "nobody", ""))
    if faults:
        return tuple(faults)
    letter, number = read["ticket"]
    return PaperLine(
        number=number,
        letter=letter,
        code=read["code"],
        arrived_at=read["arrived"],
        kind=read["kind"],
        service=read["service"],
        companions=read["companions"],
        temperature_c=read["temperature"],
        at_counters=tuple(read[stage.value] for stage in Stage if read[stage.value] is not None),
        received_at=read["received"],
        outcome=read["outcome"],
        left_at=read["left"],
    )


def same_words(line: PaperLine, *, number: int | None, code: str, implied: Collection[str]) -> dict[str, Any]:
    """What a line says in one form, as JSON-ready data: two clerks who enter the same line come to the same.

    `number` and `code` are those the line was found to be about, whichever of them was written. A service that the
    booking implies, the letter of a ticket and the word "finished" after the last counter add nothing.
    """
    at_counters = [
        [each.stage.value, each.counter, _said(each.called_at), _said(each.ended_at)] for each in line.at_counters
    ]
    is_through = len(line.at_counters) == len(Stage) and line.at_counters[-1].ended_at is not None
    is_finished = line.outcome is Outcome.FINISHED or (line.outcome is Outcome.ADMITTED and is_through)
    return {
        "number": number,
        "code": code,
        "arrived": _said(line.arrived_at),
        "kind": line.kind,
        "service": "" if line.service in implied else line.service,
        "companions": line.companions,
        "temperature": "" if line.temperature_c is None else str(line.temperature_c),
        "counters": at_counters,
        "received": _said(line.received_at),
        "outcome": Outcome.FINISHED.value if is_finished else line.outcome.value,
        "left": _said(line.left_at),
    }


def _said(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _readers(on: date, zone: ZoneInfo, services: Collection[str]) -> dict[str, Callable[[str], Any]]:
    def instant(text: str) -> datetime | None:
        return _instant(text, on, zone) if text else None

    def at_counter(stage: Stage) -> Callable[[str], AtCounter | None]:
        return lambda text: _at_counter(text, stage, on, zone) if text else None

    return {
        "ticket": _ticket,
        "code": _code,
        "arrived": instant,
        "kind": lambda text: _one_of(WALK_IN_KINDS, text, "kind"),
        "service": lambda text: _one_of(services, text, "service"),
        "companions": _companions,
        "temperature": _temperature,
        **{stage.value: at_counter(stage) for stage in Stage},
        "received": instant,
        "outcome": _outcome,
        "left": instant,
    }


def _ticket(text: str) -> tuple[str, int | None]:
    if not text:
        return "", None
    found = re.fullmatch(rf"([{LETTERS}]?)[ -]?([0-9]{{1,5}})", text.upper())
    if found is None or not 1 <= int(found[2]) <= HIGHEST_NUMBER:
        raise _Unreadable("number")
    return found[1], int(found[2])


def _one_of(words: Collection[str], text: str, reason: str) -> str:
    if text and text.lower() not in words:
        raise _Unreadable(reason)
    return text.lower()


def _code(text: str) -> str:
    code = read_code(text) if text else ""
    if code is None:
        raise _Unreadable("code")
    return code


def _instant(text: str, on: date, zone: ZoneInfo) -> datetime:
    written = re.fullmatch(r"(?:([0-9]{4}-[0-9]{2}-[0-9]{2})[ T])?([0-9]{1,2})[.:]?([0-9]{2})", text)
    try:
        if written is None:
            raise ValueError
        day = date.fromisoformat(written[1]) if written[1] else on
        at = time(int(written[2]), int(written[3]))
    except ValueError as wrong:
        raise _Unreadable("time") from wrong
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _at_counter(text: str, stage: Stage, on: date, zone: ZoneInfo) -> AtCounter:
    name, _, times = text.partition(" ")
    called, _, ended = times.replace("–", "-").partition("-")
    if not times or len(name) > COUNTER_SIGNS or not re.fullmatch(r"[\w-]+", name):
        raise _Unreadable("counter")
    return AtCounter(
        stage, name, _instant(called.strip(), on, zone), _instant(ended.strip(), on, zone) if ended.strip() else None
    )


def _companions(text: str) -> int:
    if text and (not text.isascii() or not text.isdecimal() or int(text) > MAX_COMPANIONS):
        raise _Unreadable("companions")
    return int(text or 0)


def _temperature(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        measured = Decimal(text.replace(",", ".")).quantize(Decimal("0.1"))
        is_possible = COLDEST_C <= measured <= WARMEST_C
    except InvalidOperation as wrong:
        raise _Unreadable("temperature") from wrong
    if not is_possible:
        raise _Unreadable("temperature")
    return measured


def _outcome(text: str) -> Outcome:
    try:
        return Outcome(text.lower() or Outcome.ADMITTED)
    except ValueError as wrong:
        raise _Unreadable("outcome") from wrong
