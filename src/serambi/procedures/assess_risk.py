"""Record a weekly risk map and re-plan the offices whose zone it changes, and no others."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from serambi.procedures.steps.carry_out import CarriedOut, carry_out
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.record_order import local_day
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
from serambi.records.models import AssessmentRow
from serambi.records.queries.offices import all_profiles
from serambi.records.queries.orders import all_assessments
from serambi.rules.risk import Assessment, new_lines, zone_change


@dataclass(frozen=True, slots=True)
class Assessed:
    """How many lines were new, which offices changed their zone, and what followed under which cause."""

    lines: int
    offices: tuple[str, ...]
    cause: str
    carried_out: CarriedOut


def assess_risk(*, assessments: Sequence[Assessment], now: datetime, by: str) -> Assessed:
    """Record the lines of a risk map, known from `now`, and re-plan where they change the zone of a day to come.

    Lines that say what was last recorded are left alone, so twice is safe.

    Raises Busy, OutcomeUnknown. Source: docs/rules.md, zone.
    """
    with durable_transaction():
        known, profiles = all_assessments(), all_profiles()
        new = [replace(line, known_at=now) for line in new_lines(assessments, known)]
        AssessmentRow.objects.bulk_create(
            AssessmentRow(region=a.region, score=a.score, assessed_on=a.assessed_on, known_at=now, source=a.source)
            for a in new
        )
        changed = [
            profile
            for profile in profiles
            if zone_change(profile.seat_region, local_day(profile, now), now, known=known, new=new) is not None
        ]
        # To the microsecond: a second map of the same day is another cause, with tasks of its own.
        cause = f"assessed {now:%Y-%m-%dT%H%M%S.%f}"
        done = carry_out(changed, cause=cause, restores="", now=now, by=by)
        codes = tuple(profile.code for profile in changed)
        facts = {"lines": len(new), "offices": list(codes), **to_json(done)}
        write_ledger("risk.assessed", "risk", now=now, by=by, facts=facts)
        return Assessed(len(new), codes, cause, done)
