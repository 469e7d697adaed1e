"""The counters that an office's rota mans day by day, its teams, and their isolations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from serambi.records.codec import from_json
from serambi.records.models import Obligation, RotaDay, TeamIsolation
from serambi.records.models.obligations import IN_ISOLATION
from serambi.rules.period import DayPeriod, days_between
from serambi.rules.rota.manning import Isolation, MannedDay, Manning, manning_on


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team that a kept rota names, with its service group, "" for the back office."""

    code: str
    group: str


@dataclass(frozen=True, slots=True)
class IsolationRow:
    """One isolation; `until_on` is the first day after it, earlier where it was ended early. `displaced` counts those
    who lost a place by it."""

    code: str
    team: str
    from_on: date
    until_on: date
    is_ended: bool
    displaced: int


def manning_of(
    *, office: str, from_on: date, until_on: date, known_at: datetime
) -> Mapping[date, Mapping[str, Manning]]:
    """The counters manned on the days of [from_on, until_on) by service group, as known at `known_at` (aware UTC).

    A day for which no rota was kept is missing: there the counters of the office's settings count.
    """
    days = kept_days(office=office, from_on=from_on, until_on=until_on, known_at=known_at)
    if not days:
        return {}
    isolations = [isolation for row in _isolations(office, known_at) if (isolation := _as_known(row, known_at))]
    return {on: manning_on(on, days[on], isolations) for on in days_between(from_on, until_on) if on in days}


def manning_of_day(*, office: str, on: date, known_at: datetime) -> Mapping[str, Manning]:
    """The counters manned on one day; empty where no rota was kept for it."""
    return manning_of(office=office, from_on=on, until_on=on + timedelta(days=1), known_at=known_at).get(on, {})


def kept_days(*, office: str, from_on: date, until_on: date, known_at: datetime) -> Mapping[date, MannedDay]:
    """The rota of an office as kept at `known_at`, for the days of [from_on, until_on) that it has."""
    rows = RotaDay.objects.filter(office__code=office, on__gte=from_on, on__lt=until_on, kept_at__lte=known_at)
    newest = rows.order_by("on", "-id").distinct("on")
    return {on: from_json(MannedDay, manned) for on, manned in newest.values_list("on", "manned")}


def teams_from(*, office: str, from_on: date, known_at: datetime) -> tuple[TeamRow, ...]:
    """The teams of an office's rota from a day on, sorted by code; none where no rota was kept."""
    days = kept_days(office=office, from_on=from_on, until_on=date.max, known_at=known_at)
    groups = {team.code: team.group for day in days.values() for team in day.teams}
    return tuple(TeamRow(code, group) for code, group in sorted(groups.items()))


def groups_manned_by(*, office: str, team: str, from_on: date, until_on: date, known_at: datetime) -> frozenset[str]:
    """The service groups whose counters a team mans on days of [from_on, until_on); empty for a back office."""
    days = kept_days(office=office, from_on=from_on, until_on=until_on, known_at=known_at)
    return frozenset(t.group for day in days.values() for t in day.teams if t.code == team and t.counters)


def isolations_of(*, office: str) -> tuple[IsolationRow, ...]:
    """The isolations of an office's teams, the newest first."""
    rows = TeamIsolation.objects.filter(office__code=office).order_by("-from_on", "-id")
    dues = Obligation.objects.filter(office__code=office, cause__startswith=IN_ISOLATION).order_by("cause")
    displaced = dict(dues.values("cause").annotate(people=Count("id")).values_list("cause", "people"))
    return tuple(
        IsolationRow(
            code=row.code,
            team=row.team,
            from_on=row.from_on,
            until_on=min(row.until_on, row.ended_on or row.until_on),
            is_ended=row.ended_at is not None,
            displaced=displaced.get(cause_of(row.code), 0),
        )
        for row in rows
    )


def cause_of(code: str) -> str:
    """Under what tables note what an isolation did."""
    return f"{IN_ISOLATION} {code}"


def _isolations(office: str, known_at: datetime) -> list[TeamIsolation]:
    return list(TeamIsolation.objects.filter(office__code=office, known_at__lte=known_at).order_by("id"))


def _as_known(row: TeamIsolation, known_at: datetime) -> Isolation | None:
    """What is left of an isolation; None when nothing is."""
    period: DayPeriod | None = DayPeriod(row.from_on, row.until_on)
    if period and row.ended_on and row.ended_at and row.ended_at <= known_at:
        period = period.cut_at(row.ended_on)
    return Isolation(row.team, period) if period else None
