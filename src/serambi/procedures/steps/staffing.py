"""Bringing slots in line with who is on site: the rota and the isolations of teams. In the caller's transaction."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime

from serambi.procedures.steps.carry_out import CarriedOut
from serambi.procedures.steps.new_secrets import new_code
from serambi.procedures.steps.record_order import local_day, planned_until
from serambi.procedures.steps.replan import replan
from serambi.procedures.steps.restore import restore_displaced
from serambi.records.models import Office, TeamIsolation
from serambi.records.queries.offices import office_profile
from serambi.records.queries.rota import teams_from
from serambi.rules.offices import OfficeProfile
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.rota.manning import why_not_isolate


def lock_office(code: str) -> tuple[Office, OfficeProfile]:
    """The office, held against another plan until the transaction ends. Raises Refused: `office.unknown`."""
    row = Office.objects.select_for_update(no_key=True).filter(code=code).first()
    profile = office_profile(code=code)
    if row is None or profile is None:
        raise Refused(Refusal("office.unknown", "office", {"office": code}))
    return row, profile


def record_isolation(
    office: Office, profile: OfficeProfile, team: str, from_on: date, until_on: date, now: datetime
) -> TeamIsolation | None:
    """Keep an isolation of [from_on, until_on); None when it stands already. The office is locked by the caller.

    Raises Refused: `period.empty`, `period.too_long`, `isolation.team_unknown`, `isolation.past`.
    """
    if until_on <= from_on:
        raise Refused(Refusal("period.empty", "until"))
    today = local_day(profile, now)
    known = {row.code for row in teams_from(office=profile.code, from_on=min(from_on, today), known_at=now)}
    refusal = why_not_isolate(team, DayPeriod(from_on, until_on), teams=known, today=today)
    if refusal is not None:
        raise Refused(refusal)
    standing = TeamIsolation.objects.filter(office=office, team=team, ended_at=None)
    if standing.filter(from_on=from_on, until_on=until_on).exists():
        return None
    return TeamIsolation.objects.create(
        code=new_code(), office=office, team=team, from_on=from_on, until_on=until_on, known_at=now
    )


def carry_out_staffing(
    profile: OfficeProfile,
    from_on: date,
    until_on: date,
    *,
    groups: Collection[str] | None,
    cause: str,
    restores: str = "",
    now: datetime,
    by: str,
) -> CarriedOut:
    """Plan the slots of some groups (None: all) on the days of [from_on, until_on) anew, and no other slot.

    Days that are over or not planned yet are left out: those are planned so when their turn comes. `restores` names
    the cause that is taken back, so that displaced people get their old places back; empty when none is.
    """
    first = max(from_on, local_day(profile, now))
    last = min(until_on, planned_until([profile]).get(profile.code, first))
    if first >= last or (groups is not None and not groups):
        return CarriedOut(1, 0, 0, {}, 0)
    done = replan(profile.code, first, last, cause=cause, now=now, by=by, groups=groups)
    if not restores:
        return CarriedOut(1, 0, done.written, done.obligations, 0)
    back = restore_displaced(profile.code, undone=restores, cause=cause, now=now, by=by)
    obligations = Counter(done.obligations) + Counter(back.obligations)
    return CarriedOut(1, 0, done.written, obligations, back.people)
