"""A file of past figures as it comes in, checked against what this house knows and counts itself."""

from collections.abc import Callable, Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from serambi.records.queries.figures import counted_from, service_groups
from serambi.records.queries.offices import list_offices
from serambi.rules.policyfile.faults import Fault
from serambi.rules.policyfile.history import HISTORY_COLUMNS, HistoryEntry, parse_history
from serambi.rules.policyfile.tables import Row, read_rows

EARLIEST_ZONE = "Asia/Jakarta"
"""Where a day of the country ends last."""

Shown = Callable[[Iterable[Row]], Iterable[Row]]
"""Passes the rows on and shows how far it is."""


def history_entries(text: str, file: str, *, now: datetime, shown: Shown = iter) -> tuple[HistoryEntry, ...]:
    """Raises PolicyFaults with every bad line."""
    faults: list[Fault] = []
    return parse_history(
        shown(read_rows(text, file, HISTORY_COLUMNS, faults)),
        faults,
        offices=frozenset(office.code for office in list_offices()),
        services=frozenset(service_groups()),
        today=now.astimezone(ZoneInfo(EARLIEST_ZONE)).date(),
        counted_from=counted_from(),
    )
