"""A rota over weeks, four at a time: each four go on from the days the teams have been on site before them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby

from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal
from serambi.rules.rota.staff import Rota, RotaDay, RotaRequest, Team
from serambi.rules.rota.weeks import choose_teams

WEEKS_TOGETHER = 4
"""Chosen as one, so that a week does not spend what a later one needs; more would take the solver long."""


def plan_rota(request: RotaRequest) -> Rota:
    """Say which teams are on site on each day of `most_people`.

    Never above a day's most people, exempt staff never; skills first, then fairness, then as many people as allowed
    (`choose_teams`). Later weeks never change the four before them. What cannot be had is said with the rota and not
    raised: `rota.skill_uncovered` at its day, `rota.team_too_large` for a team that fits under no day's limit.
    Source: docs/rules.md, rota.
    """
    days_on_site = {team.code: request.days_before.get(team.code, 0) for team in request.teams}
    planned: list[RotaDay] = []
    weeks = [tuple(days) for _, days in groupby(sorted(request.most_people), key=lambda on: on.isocalendar()[:2])]
    for first in range(0, len(weeks), WEEKS_TOGETHER):
        block = weeks[first : first + WEEKS_TOGETHER]
        _forgive_absence(request, block[0], days_on_site)
        chosen = choose_teams(request, block, days_on_site)
        for on, teams in chosen.items():
            planned.append(_day(request, on, teams))
            for code in teams:
                days_on_site[code] += 1
    return Rota(tuple(planned), days_on_site, tuple(_too_large(request)))


def isolate(rota: Rota, request: RotaRequest, team: str, period: DayPeriod) -> Rota:
    """The same rota without a team in a period: only its people stay away, only its counters close, and no other team
    is moved. The skills that now lack people are named at their days; a new rota with the team among those away closes
    such a gap, where it can be closed."""
    days = tuple(
        _day(request, day.on, [code for code in day.teams if code != team]) if period.covers(day.on) else day
        for day in rota.days
    )
    lost = sum(team in day.teams and period.covers(day.on) for day in rota.days)
    counts = {code: count - (lost if code == team else 0) for code, count in rota.days_on_site.items()}
    return replace(rota, days=days, days_on_site=counts)


def gap_days(rota: Rota, teams: Iterable[str]) -> int:
    """The gap between the most and the least days on site among some teams; 0 for none."""
    counts = [rota.days_on_site[code] for code in teams]
    return max(counts) - min(counts) if counts else 0


def _forgive_absence(request: RotaRequest, days: Sequence[date], days_on_site: dict[str, int]) -> None:
    """A team that was away need not make up for it: it goes on level with the one that has come least."""
    was_away = {code for code in days_on_site if any(period.from_on < days[0] for period in request.away.get(code, ()))}
    others = [count for code, count in days_on_site.items() if code not in was_away]
    for code in was_away:
        days_on_site[code] = max(days_on_site[code], min(others, default=0))


def _day(request: RotaRequest, on: date, codes: Sequence[str]) -> RotaDay:
    teams = [team for team in request.teams if team.code in codes]
    return RotaDay(
        on=on,
        teams=tuple(team.code for team in teams),
        people=sum(len(team.on_site) for team in teams),
        most_people=request.most_people[on],
        counters=_counters(teams),
        uncovered=tuple(_uncovered(request, on, teams)),
    )


def _counters(teams: Sequence[Team]) -> Mapping[str, int]:
    """Counters manned, by service group."""
    groups = sorted({team.group for team in teams if team.counters})
    return {group: sum(team.counters for team in teams if team.group == group) for group in groups}


def _uncovered(request: RotaRequest, on: date, teams: Sequence[Team]) -> Iterable[Refusal]:
    for skill, needed in sorted(request.skills_needed.items()):
        there = sum(team.skilled(skill) for team in teams)
        if there < needed:
            facts: dict[str, str | int] = {"skill": skill, "on": on.isoformat(), "needed": needed, "there": there}
            yield Refusal("rota.skill_uncovered", "skills", facts)


def _too_large(request: RotaRequest) -> Iterable[Refusal]:
    most = max(request.most_people.values(), default=0)
    for team in request.teams:
        if len(team.on_site) > most:
            facts: dict[str, str | int] = {"team": team.code, "people": len(team.on_site), "most": most}
            yield Refusal("rota.team_too_large", "team", facts)
