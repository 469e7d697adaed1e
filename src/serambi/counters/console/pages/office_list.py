"""The offices a member of staff may choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from serambi.records.queries.offices import OfficeRow, list_offices


@dataclass(frozen=True, slots=True)
class Province:
    name: str
    offices: tuple[OfficeRow, ...]


def offices_by_province() -> Iterable[Province]:
    for name, offices in groupby(list_offices(), key=lambda office: office.province):
        yield Province(name, tuple(offices))
