"""Reads the tables of regions and of offices."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from serambi.rules.offices import Region, RegionKind
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.policyfile.tables import Row, read_rows, refuse_repetition
from serambi.rules.territory import province_of

REGION_COLUMNS = ("code", "name", "kind", "code_now", "source")
OFFICE_COLUMNS = (
    "code",
    "name",
    "class",
    "has_tpi",
    "province_code",
    "seat_region",
    "seat_confidence",
    "time_zone",
    "served_regions",
    "served_confidence",
    "e_passport_since",
)
OFFICE_CLASSES = ("I KHUSUS", "I", "II", "III")
TIME_ZONES = ("Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura")
SEAT_CONFIDENCES = ("VERIFIED", "RECALLED", "DERIVED")


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office as the table of offices lists it, before its means are known."""

    code: str
    name: str
    office_class: str
    has_tpi: bool
    seat_region: str
    confidence: str
    time_zone: str
    served_regions: tuple[str, ...]
    e_passport_since: date | None


def parse_regions(text: str, file: str) -> tuple[Region, ...]:
    """Read provinces, regencies and cities, in the order of the file.

    Raises PolicyFaults with every fault: a code twice, a kind that does not fit the code, a province that is not there.
    """
    faults: list[Fault] = []
    rows = list(read_rows(text, file, REGION_COLUMNS, faults))
    provinces = {row.text("code") for row in rows if row.text("kind") == RegionKind.PROVINCE}
    regions = [_region(row, provinces) for row in rows]
    refuse_repetition((row, row.text("code")) for row in rows)
    if faults:
        raise PolicyFaults(faults)
    return tuple(region for region in regions if region is not None)


def _region(row: Row, provinces: Iterable[str]) -> Region | None:
    code, name, kind = row.required("code"), row.required("name"), row.required("kind", RegionKind)
    row.required("source")
    if not code or not kind:
        return None
    if ("." in code) == (kind == RegionKind.PROVINCE):
        row.refuse(f"code {code} is not that of a {kind}")
    elif province_of(code) not in provinces:
        row.refuse(f"code {code} lies in no province of the table")
    return Region(code, name, RegionKind(kind))


def parse_offices(text: str, file: str, regions: Mapping[str, Region]) -> tuple[OfficeLine, ...]:
    """Read the offices, in the order of the file; `regions` by code.

    Raises PolicyFaults with every fault: a code twice, a seat or served region that is not there.
    """
    faults: list[Fault] = []
    rows = list(read_rows(text, file, OFFICE_COLUMNS, faults))
    parts = {code for code, region in regions.items() if region.kind is not RegionKind.PROVINCE}
    offices = [_office(row, parts, regions.keys() - parts) for row in rows]
    refuse_repetition((row, row.text("code")) for row in rows)
    if faults:
        raise PolicyFaults(faults)
    return tuple(offices)


def _office(row: Row, parts: Iterable[str], provinces: Iterable[str]) -> OfficeLine:
    row.required("province_code", provinces)
    served = row.words("served_regions", parts)
    if served:
        row.required("served_confidence", SEAT_CONFIDENCES)
    return OfficeLine(
        code=row.required("code"),
        name=row.required("name"),
        office_class=row.required("class", OFFICE_CLASSES),
        has_tpi=row.required("has_tpi", ("yes", "no")) == "yes",
        seat_region=row.required("seat_region", parts),
        confidence=row.required("seat_confidence", SEAT_CONFIDENCES),
        time_zone=row.required("time_zone", TIME_ZONES),
        served_regions=served,
        e_passport_since=row.day("e_passport_since"),
    )
