"""The offices a member of staff may choose from."""

from dataclasses import dataclass
from itertools import groupby

from serambi.records.queries.offices import OfficeRow, list_offices


@dataclass(frozen=True, slots=True)
class Province:
    name: str
    offices: tuple[OfficeRow, ...]


def offices_by_province() -> tuple[Province, ...]:
    by_province = groupby(list_offices(), key=lambda office: office.province)
    return tuple(Province(name, tuple(offices)) for name, offices in by_province)
