"""Isolate a team for some days: its counters close, and only those people lose a place whom they would have served."""

from datetime import date, datetime

from serambi.procedures.steps.carry_out import CarriedOut
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.staffing import carry_out_staffing, lock_office, record_isolation
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
from serambi.records.queries.rota import cause_of, groups_manned_by


def isolate_team(*, office: str, team: str, from_on: date, until_on: date, now: datetime, by: str) -> CarriedOut:
    """Take a team out of the kept rota on the days of [from_on, until_on); no other team is moved.

    Only the slots of the groups whose counters it mans on those days are planned anew, from today. Those who must
    leave them get an offer, word, or a call. Why a team is isolated is a matter of health and is not asked. Doing it
    twice is safe: the second does nothing. Raises Busy, OutcomeUnknown, and Refused: `office.unknown`, `period.empty`,
    `period.too_long`, `isolation.team_unknown`, `isolation.past`. Source: docs/rules.md, rota.
    """
    with durable_transaction():
        row, profile = lock_office(office)
        isolation = record_isolation(row, profile, team, from_on, until_on, now)
        if isolation is None:
            return CarriedOut(1, 0, 0, {}, 0)
        groups = groups_manned_by(office=office, team=team, from_on=from_on, until_on=until_on, known_at=now)
        cause = cause_of(isolation.code)
        done = carry_out_staffing(profile, from_on, until_on, groups=groups, cause=cause, now=now, by=by)
        facts = {"team": team, "from": str(from_on), "until": str(until_on), **to_json(done)}
        write_ledger("team.isolated", isolation.code, now=now, by=by, office=office, facts=facts)
    return done
