"""Regions by name: provinces, regencies and cities."""

from dataclasses import dataclass

from serambi.records.models import Region


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region under its Kemendagri code; `kind` province | regency | city."""

    code: str
    name: str
    kind: str


def list_regions() -> tuple[RegionRow, ...]:
    """Every region, sorted by code."""
    return tuple(RegionRow(*row) for row in Region.objects.order_by("code").values_list("code", "name", "kind"))
