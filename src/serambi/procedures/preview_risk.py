"""Preview a weekly risk map: which lines are new, and which offices' zones it would change. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from serambi.procedures.steps.record_order import local_day
from serambi.records.queries.offices import all_profiles
from serambi.records.queries.orders import all_assessments
from serambi.rules.risk import Assessment, Zone, new_lines, zone_change


@dataclass(frozen=True, slots=True)
class ZoneChange:
    """An office whose zone would change, and how on the first day it does; None where it was never assessed."""

    office: str
    before: Zone | None
    after: Zone | None


@dataclass(frozen=True, slots=True)
class RiskForeseen:
    """How many lines are new, and whose zone they change, sorted by office."""

    lines: int
    offices: tuple[ZoneChange, ...]


def preview_risk(*, assessments: Sequence[Assessment], now: datetime) -> RiskForeseen:
    """Say what assess_risk would find. Source: docs/rules.md, zone."""
    known = all_assessments()
    new = [replace(line, known_at=now) for line in new_lines(assessments, known)]
    changes = []
    for profile in all_profiles():
        change = zone_change(profile.seat_region, local_day(profile, now), now, known=known, new=new)
        if change is not None:
            changes.append(ZoneChange(profile.code, *change))
    return RiskForeseen(len(new), tuple(changes))
