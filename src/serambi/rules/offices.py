"""The map the rules work on: regions with their codes, and offices with their seat, territory and means."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from serambi.rules.means import Means
from serambi.rules.visit_day import OUR_SETTINGS, VisitDay


class RegionKind(StrEnum):
    """What a region is: a province, or one of its two kinds of parts."""

    PROVINCE = "province"
    REGENCY = "regency"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Region:
    """A province, regency or city under its Kemendagri code of 2020 ("36", "36.73")."""

    code: str
    name: str
    kind: RegionKind


@dataclass(frozen=True, slots=True)
class OfficeProfile:
    """An immigration office as the policy folder describes it.

    `code` is the city's ("serang"); `has_tpi` says whether it mans a border post; `served_regions` is empty
    where the territory is not known; `e_passport_since` is None where no date is known; `confidence` speaks
    of the seat; `holds_draws` says whether it may give places by draw.
    """

    code: str
    name: str
    office_class: str
    has_tpi: bool
    seat_region: str
    time_zone: str
    served_regions: tuple[str, ...]
    address: str
    hours_note: str
    means: Means
    confidence: str
    e_passport_since: date | None = None
    holds_draws: bool = False
    visit_day: VisitDay = OUR_SETTINGS
