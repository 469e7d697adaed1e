"""Offices by name or province, with the next free day of their passport counters."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from serambi.counters.portal.pages.place import short_name
from serambi.records.queries.offices import OfficeRow, list_offices
from serambi.records.queries.slots import next_free_days

GROUP = "passport"


@dataclass(frozen=True, slots=True)
class ListedOffice:
    code: str
    city: str
    next_free_on: date | None


@dataclass(frozen=True, slots=True)
class Province:
    name: str
    offices: tuple[ListedOffice, ...]


@dataclass(frozen=True, slots=True)
class FoundOffices:
    number: int
    provinces: tuple[Province, ...]


def find_offices(asked: str, now: datetime) -> FoundOffices:
    """Offices whose name or province holds every word asked for; all of them when nothing is asked."""
    free = next_free_days(group=GROUP, now=now)
    rows = [row for row in list_offices() if _fits(row, asked)]
    provinces = tuple(
        Province(name, tuple(ListedOffice(r.code, short_name(r.name), free.get(r.code)) for r in members))
        for name, members in groupby(rows, key=lambda row: row.province)
    )
    return FoundOffices(len(rows), provinces)


def _fits(row: OfficeRow, asked: str) -> bool:
    text = f"{row.name} {row.province}".casefold()
    return all(word in text for word in asked.casefold().split())
