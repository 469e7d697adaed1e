"""The counters manned on a day: what a kept rota says of it, less the teams in isolation."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from serambi.rules.period import DayPeriod
from serambi.rules.policy import ISOLATION_MOST_DAYS
from serambi.rules.refusal import Refusal
from serambi.rules.rota.staff import Rota, Team


@dataclass(frozen=True, slots=True)
class MannedTeam:
    """A team on site on a day, and the counters of its group that it mans; group "" and none for the back office."""

    code: str
    group: str
    counters: int


@dataclass(frozen=True, slots=True)
class MannedDay:
    """A day of a rota as it is kept. `groups` are the service groups whose counters its teams man on any day; of
    another group the rota says nothing."""

    groups: tuple[str, ...]
    teams: tuple[MannedTeam, ...]


@dataclass(frozen=True, slots=True)
class Isolation:
    """A team that stays away for a period, never why; where it was ended early, `period` is what is left of it."""

    team: str
    period: DayPeriod


@dataclass(frozen=True, slots=True)
class Manning:
    """The counters manned in one service group on a day; `isolated` are the teams that the rota had there."""

    counters: int
    isolated: tuple[Isolation, ...] = ()


def days_to_keep(rota: Rota, teams: Sequence[Team]) -> Mapping[date, MannedDay]:
    """What of a rota is kept of each of its days."""
    groups = tuple(sorted({team.group for team in teams if team.group}))
    manned = {team.code: MannedTeam(team.code, team.group, team.counters) for team in teams}
    return {day.on: MannedDay(groups, tuple(manned[code] for code in day.teams)) for day in rota.days}


def manning_on(on: date, day: MannedDay | None, isolations: Iterable[Isolation]) -> Mapping[str, Manning]:
    """The counters manned on a day, by service group, isolated teams left out.

    Empty where no rota was worked out for it (`day` None): then the counters of the office's settings count. Nobody
    takes the place of a team in isolation. Source: docs/rules.md, rota.
    """
    if day is None:
        return {}
    last_back = sorted((each for each in isolations if each.period.covers(on)), key=_back_on)
    away = {each.team: each for each in last_back}
    return {
        group: Manning(
            counters=sum(t.counters for t in day.teams if t.group == group and t.code not in away),
            isolated=tuple(away[t.code] for t in day.teams if t.group == group and t.counters and t.code in away),
        )
        for group in day.groups
    }


def why_not_isolate(team: str, period: DayPeriod, *, teams: Collection[str], today: date) -> Refusal | None:
    """Why a team cannot be isolated for a period: `isolation.team_unknown` where no kept rota names it (`teams` are
    those of the office), `isolation.past` when it is over today, `period.too_long`. Source: docs/rules.md, rota."""
    if team not in teams:
        return Refusal("isolation.team_unknown", "team", {"team": team})
    if period.until_on is None or (period.until_on - period.from_on).days > ISOLATION_MOST_DAYS:
        return Refusal("period.too_long", "until", {"most": ISOLATION_MOST_DAYS})
    return Refusal("isolation.past", "until") if period.until_on <= today else None


def _back_on(isolation: Isolation) -> date:
    return isolation.period.until_on or date.max
