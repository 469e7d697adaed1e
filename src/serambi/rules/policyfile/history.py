"""Reads what an office counted in years before: one line for each service, measure and day or month."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from serambi.rules.figures import COMPARED, Measure
from serambi.rules.period import DayPeriod
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.policyfile.tables import Row, refuse_repetition
from serambi.rules.spans import days_of, end_of, month_of, months_of, read_span, span_text

HISTORY_COLUMNS = ("office", "service", "measure", "period", "count", "source")
MOST_PEOPLE = 10_000_000
MOST_SOURCE = 300

Counted = tuple[str, str]
"""An office and a measure."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """So many people of a measure on a day or in a month, and who says so."""

    office: str
    service: str
    measure: Measure
    period: DayPeriod
    count: int
    source: str

    @property
    def key(self) -> str:
        return f"{self.office} {self.service} {self.measure} {span_text(self.period)}"


def parse_history(
    rows: Iterable[Row],
    faults: list[Fault],
    *,
    offices: Collection[str],
    services: Collection[str],
    today: date,
    counted_from: Mapping[Counted, date],
) -> tuple[HistoryEntry, ...]:
    """Read the lines of a table with HISTORY_COLUMNS, in their order; `faults` are those found while reading it.

    `counted_from` is the first day with an event of its own by office and measure: from there on history is not taken.
    Raises PolicyFaults with every fault: something unknown, a period that is neither day nor month or not over, a line
    or a day that is there twice.
    """
    read = [(row, _entry(row, offices, services)) for row in rows]
    entries = [(row, entry) for row, entry in read if entry is not None]
    for row, entry in entries:
        _refuse_wrong_time(row, entry, today, counted_from.get((entry.office, entry.measure)))
    refuse_repetition((row, entry.key) for row, entry in entries)
    _refuse_days_of_counted_months(entries)
    if faults:
        raise PolicyFaults(faults)
    return tuple(entry for _, entry in entries)


def _entry(row: Row, offices: Collection[str], services: Collection[str]) -> HistoryEntry | None:
    office, service = row.required("office", offices), row.required("service", services)
    measure = row.required("measure", COMPARED)
    period, count, source = read_span(row.text("period")), row.amount("count"), row.required("source")
    if period is None or not (days_of(period) == 1 or len(months_of(period)) == 1):
        row.refuse(f"period must be a day as 2019-09-10 or a month as 2019-09, not {row.text('period')}")
        return None
    if count > MOST_PEOPLE:
        row.refuse(f"count must be at most {MOST_PEOPLE}")
    if len(source) > MOST_SOURCE:
        row.refuse(f"source must have at most {MOST_SOURCE} characters")
    if not (office and service and measure):
        return None
    return HistoryEntry(office, service, Measure(measure), period, count, source)


def _refuse_wrong_time(row: Row, entry: HistoryEntry, today: date, counted_from: date | None) -> None:
    if end_of(entry.period) > today:
        row.refuse(f"{span_text(entry.period)} is not over yet")
    if counted_from is not None and end_of(entry.period) > counted_from:
        row.refuse(f"{entry.measure} of {entry.office} is counted from its own events since {counted_from}")


def _refuse_days_of_counted_months(entries: Iterable[tuple[Row, HistoryEntry]]) -> None:
    """A month that has a line of its own may not have lines for its days too: they would count twice."""
    months = {(e.office, e.service, e.measure, e.period.from_on) for _, e in entries if months_of(e.period)}
    for row, entry in entries:
        month = month_of(entry.period.from_on).from_on
        if not months_of(entry.period) and (entry.office, entry.service, entry.measure, month) in months:
            row.refuse(f"{entry.key} lies in a month that has a line of its own")
