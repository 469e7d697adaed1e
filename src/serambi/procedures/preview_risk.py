"""Preview a weekly risk map: which lines are new, and which offices' zones it would change. Writes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from serambi.procedures.assess_risk import zone_at
from serambi.records.queries.offices import all_profiles
from serambi.records.queries.orders import all_assessments
from serambi.rules.risk import Assessment, Zone


@dataclass(frozen=True, slots=True)
class ZoneChange:
    """An office whose zone would change; None where it was never assessed."""

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
    recorded = {(a.region, a.assessed_on, a.score) for a in known}
    new = [a for a in assessments if (a.region, a.assessed_on, a.score) not in recorded]
    after = [*known, *(replace(each, known_at=now) for each in new)]
    changes = [ZoneChange(p.code, zone_at(p, known, now), zone_at(p, after, now)) for p in all_profiles()]
    return RiskForeseen(len(new), tuple(change for change in changes if change.before != change.after))
