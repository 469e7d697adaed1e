"""Areas an instrument can speak for, and whether an area covers an office's seat."""

from dataclasses import dataclass
from enum import StrEnum

JAVA_BALI_PROVINCES = frozenset({"31", "32", "33", "34", "35", "36", "51"})
"""Kemendagri province codes of the group Java-Bali (Inmendagri 15/2021)."""

GROUPS = {"java-bali": JAVA_BALI_PROVINCES}


class AreaKind(StrEnum):
    NATION = "nation"
    GROUP = "group"
    PROVINCE = "province"
    REGION = "region"
    OFFICE = "office"


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A part of the country.

    `code` is empty for the nation, a name from GROUPS, a province code ("36"), a regency or city code ("36.73"),
    or an office code ("serang").
    """

    kind: AreaKind
    code: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}" if self.code else str(self.kind)


NATION = Area(AreaKind.NATION)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an office stands: its code, the regency or city of its seat, and the sectors of its work."""

    office: str
    region: str
    sectors: frozenset[str] = frozenset()

    @property
    def province(self) -> str:
        return province_of(self.region)


def province_of(region: str) -> str:
    """The province code of a region code: "36.73" → "36"."""
    return region[:2]


def group_of(region: str) -> str | None:
    """The named group a region belongs to, None when none: "36.73" → "java-bali"."""
    province = province_of(region)
    return next((name for name, provinces in GROUPS.items() if province in provinces), None)


def covers(area: Area, seat: Seat) -> bool:
    """Whether an area covers the office's seat."""
    match area.kind:
        case AreaKind.NATION:
            return True
        case AreaKind.GROUP:
            return seat.province in GROUPS.get(area.code, frozenset())
        case AreaKind.PROVINCE:
            return seat.province == area.code
        case AreaKind.REGION:
            return seat.region == area.code
        case AreaKind.OFFICE:
            return seat.office == area.code


def lies_within(inner: Area, outer: Area) -> bool:
    """Whether all of `inner` certainly lies in `outer`; an office's area lies only in itself or the nation."""
    if outer.kind is AreaKind.NATION or inner == outer:
        return True
    provinces = GROUPS.get(outer.code, frozenset()) if outer.kind is AreaKind.GROUP else frozenset({outer.code})
    if outer.kind in (AreaKind.GROUP, AreaKind.PROVINCE) and inner.kind in (AreaKind.PROVINCE, AreaKind.REGION):
        return province_of(inner.code) in provinces
    return False
