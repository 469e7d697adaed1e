"""The codes an area may name, and how an area is written: "nation", "group:java-bali", "region:36.73"."""

from dataclasses import dataclass

from serambi.rules.territory import GROUPS, NATION, Area, AreaKind


@dataclass(frozen=True, slots=True)
class Places:
    """Every code that exists: provinces ("36"), regencies and cities ("36.73"), offices ("serang")."""

    provinces: frozenset[str]
    regions: frozenset[str]
    offices: frozenset[str]

    def has(self, area: Area) -> bool:
        match area.kind:
            case AreaKind.NATION:
                return not area.code
            case AreaKind.GROUP:
                return area.code in GROUPS
            case AreaKind.PROVINCE:
                return area.code in self.provinces
            case AreaKind.REGION:
                return area.code in self.regions
            case AreaKind.OFFICE:
                return area.code in self.offices


def area_of(text: str, places: Places) -> Area | None:
    """The area a text names, None when there is no such area."""
    if text == str(NATION):
        return NATION
    kind, _, code = text.partition(":")
    if kind not in set(AreaKind) or kind == AreaKind.NATION:
        return None
    area = Area(AreaKind(kind), code)
    return area if places.has(area) else None
