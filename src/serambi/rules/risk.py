"""Risk zones of the Covid-19 task force: from a region's score to its colour, and which assessment counts on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from serambi.rules.territory import province_of

RED_UP_TO = Decimal("1.80")
ORANGE_UP_TO = Decimal("2.40")
YELLOW_UP_TO = Decimal("3.00")
"""Bands of the weekly map. Printed as 0-1.8, 1.9-2.4, 2.5-3.0; 1.83 and 1.89 were called orange (docs/sources.md)."""


class Zone(StrEnum):
    """Risk zone, strictest first."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    GREEN = "green"


@dataclass(frozen=True, slots=True)
class Assessment:
    """One line of a weekly risk map.

    `region` is a region or province code; `score` None means no cases (green); `known_at` is the aware UTC instant
    it was recorded.
    """

    region: str
    score: Decimal | None
    assessed_on: date
    known_at: datetime
    source: str


def zone_of(score: Decimal | None) -> Zone:
    """The zone of a score; None (no cases, or not affected) is green.

    Raises ValueError for a score below 0 or above 3. Source: weekly risk map, docs/sources.md.
    """
    if score is None:
        return Zone.GREEN
    if not 0 <= score <= YELLOW_UP_TO:
        raise ValueError(f"a risk score lies between 0 and {YELLOW_UP_TO}, not {score}")
    if score <= RED_UP_TO:
        return Zone.RED
    return Zone.ORANGE if score <= ORANGE_UP_TO else Zone.YELLOW


def assessment_for(region: str, on: date, known_at: datetime, assessments: Iterable[Assessment]) -> Assessment | None:
    """The assessment that counts for a region on a day, as known at an instant.

    The region's own newest one first, else its province's newest; None when neither was ever assessed. An
    assessment stands until a newer one replaces it; between two of one day the later recorded one counts.
    """
    usable = [a for a in assessments if a.assessed_on <= on and a.known_at <= known_at]
    for code in (region, province_of(region)):
        own = [a for a in usable if a.region == code]
        if own:
            return max(own, key=lambda a: (a.assessed_on, a.known_at))
    return None


def new_lines(lines: Iterable[Assessment], known: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """The lines that say something else than what was last recorded of their region and day.

    A score that was corrected and is now as it first was is new again.
    """
    last: dict[tuple[str, date], Assessment] = {}
    for each in known:
        before = last.get((each.region, each.assessed_on))
        if before is None or before.known_at <= each.known_at:
            last[each.region, each.assessed_on] = each
    recorded = {key: each.score for key, each in last.items()}
    return tuple(
        line
        for line in lines
        if (line.region, line.assessed_on) not in recorded or recorded[line.region, line.assessed_on] != line.score
    )


def zone_change(
    region: str, today: date, known_at: datetime, *, known: Sequence[Assessment], new: Sequence[Assessment]
) -> tuple[Zone | None, Zone | None] | None:
    """The zone before and after these new lines, on the first day from `today` on that they change; None when none is.

    A zone of None was never assessed. `new` carry the instant at which they are recorded, no later than `known_at`.
    """
    after = [*known, *new]
    # A zone can only become another one today, or on the day from which a new line counts.
    for on in sorted({today, *(line.assessed_on for line in new if line.assessed_on > today)}):
        was, becomes = _zone(region, on, known_at, known), _zone(region, on, known_at, after)
        if was != becomes:
            return was, becomes
    return None


def _zone(region: str, on: date, known_at: datetime, assessments: Sequence[Assessment]) -> Zone | None:
    found = assessment_for(region, on, known_at, assessments)
    return zone_of(found.score) if found else None
