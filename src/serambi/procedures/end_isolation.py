"""End an isolation early: the team's counters open again from today, and displaced people get their places back."""

from datetime import datetime

from serambi.procedures.steps.carry_out import CarriedOut
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.record_order import local_day
from serambi.procedures.steps.staffing import carry_out_staffing, lock_office
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
from serambi.records.models import TeamIsolation
from serambi.records.queries.rota import cause_of, groups_manned_by
from serambi.rules.refusal import Refusal, Refused


def end_isolation(*, office: str, code: str, now: datetime, by: str) -> CarriedOut:
    """End an isolation from today on; its days before stay as they were.

    Those it displaced from a place still to come get it back unless they have settled otherwise, as when an order is
    undone. Doing it twice is safe: the second does nothing. Raises Busy, OutcomeUnknown, and Refused:
    `office.unknown`, `isolation.unknown`. Source: docs/rules.md, rota.
    """
    with durable_transaction():
        row, profile = lock_office(office)
        isolation = TeamIsolation.objects.select_for_update().filter(office=row, code=code).first()
        if isolation is None:
            raise Refused(Refusal("isolation.unknown", "code"))
        if isolation.ended_at is not None:
            return CarriedOut(1, 0, 0, {}, 0)
        from_on, until_on, team = isolation.from_on, isolation.until_on, isolation.team
        isolation.ended_on, isolation.ended_at = max(from_on, min(until_on, local_day(profile, now))), now
        isolation.save(update_fields=["ended_on", "ended_at"])
        groups = groups_manned_by(office=office, team=team, from_on=from_on, until_on=until_on, known_at=now)
        cause, restores = f"isolation ended {code}", cause_of(code)
        done = carry_out_staffing(
            profile, from_on, until_on, groups=groups, cause=cause, restores=restores, now=now, by=by
        )
        write_ledger("team.isolation_ended", code, now=now, by=by, office=office, facts={"team": team, **to_json(done)})
    return done
