"""One week of a rota as a whole-number problem for HiGHS: one yes or no for each team and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import highspy

from serambi.rules.rota.staff import RotaRequest, Team

FAIR_GAP_DAYS = 1
"""A gap of one day is fair: with more teams than room it cannot be smaller every week."""

SOLVER_OPTIONS = (
    ("threads", 1),
    ("random_seed", 0),
    ("mip_rel_gap", 0.0),
    ("mip_abs_gap", 0.5),  # every value is a whole number
    ("mip_max_nodes", 20_000),  # a limit of work, not of time, so that a slow machine gives the same rota
)


@dataclass(frozen=True, slots=True)
class WeekChoice:
    """The teams of each day."""

    teams: Mapping[date, tuple[str, ...]]


def choose_week(request: RotaRequest, days: Sequence[date], days_on_site: Mapping[str, int]) -> WeekChoice:
    """Choose the teams of a week's days, given the days each team has been on site so far.

    Never more people than allowed, no team that is away. Then, in this order: as few people lacking for a skill as
    can be; the gap between the teams' days as near to one day as can be; as many people on site as allowed; as small a
    gap as can be. Teams that can come on no day of the week are not counted in the gap. One thread and a fixed seed:
    the same question gives the same week.
    """
    solver = _solver()
    may_come = [(team, on) for on in days for team in request.teams if _may_come(request, team, on)]
    comes = {(team.code, on): solver.addBinary() for team, on in may_come}
    if not comes:
        return WeekChoice(dict.fromkeys(days, ()))
    for on in days:
        today = [len(team.on_site) * comes[team.code, on] for team, day in may_come if day == on]
        if today:
            solver.addConstr(sum(today) <= request.most_people[on])
    lacking = _lacking(solver, request, days, comes)
    gap, unfair = _gap(solver, comes, days_on_site)
    people = sum(len(team.on_site) * comes[team.code, on] for team, on in may_come)
    weights = _weights(request, days, days_on_site)
    solver.minimize(weights.lacking * lacking + weights.unfair * unfair - weights.people * people + gap)
    chosen = {key for key, variable in comes.items() if solver.val(variable) > 0.5}
    return WeekChoice({on: tuple(t.code for t in request.teams if (t.code, on) in chosen) for on in days})


def _solver() -> highspy.Highs:
    solver = highspy.Highs()
    solver.silent()
    for option, value in SOLVER_OPTIONS:
        solver.setOptionValue(option, value)
    return solver


@dataclass(frozen=True, slots=True)
class _Weights:
    """Each outweighs all that comes after it, taken together; the gap has weight 1."""

    lacking: int
    unfair: int
    people: int


def _weights(request: RotaRequest, days: Sequence[date], days_on_site: Mapping[str, int]) -> _Weights:
    counts = [days_on_site.get(team.code, 0) for team in request.teams]
    widest_gap = max(counts) - min(counts) + len(days)
    people = widest_gap + 1
    unfair = people * sum(request.most_people[on] for on in days) + widest_gap + 1
    return _Weights(unfair * (widest_gap + 1), unfair, people)


def _may_come(request: RotaRequest, team: Team, on: date) -> bool:
    return 0 < len(team.on_site) <= request.most_people[on] and not request.is_away(team.code, on)


def _lacking(
    solver: highspy.Highs,
    request: RotaRequest,
    days: Sequence[date],
    comes: Mapping[tuple[str, date], highspy.highs.highs_var],
) -> highspy.highs.highs_linear_expression:
    """People lacking for a skill, over all skills and days."""
    total = highspy.highs.highs_linear_expression()
    for on in days:
        for skill, needed in request.skills_needed.items():
            lack = solver.addIntegral(lb=0, ub=needed)
            there = [
                team.skilled(skill) * comes[team.code, on]
                for team in request.teams
                if (team.code, on) in comes and team.skilled(skill)
            ]
            solver.addConstr(sum(there, start=highspy.highs.highs_linear_expression()) + lack >= needed)
            total += lack
    return total


def _gap(
    solver: highspy.Highs,
    comes: Mapping[tuple[str, date], highspy.highs.highs_var],
    days_on_site: Mapping[str, int],
) -> tuple[highspy.highs.highs_var, highspy.highs.highs_var]:
    """The gap between the most and the least days on site after this week, and what of it is more than fair."""
    least, most = solver.addIntegral(), solver.addIntegral()
    for code in dict.fromkeys(code for code, _ in comes):
        this_week = [variable for (team, _), variable in comes.items() if team == code]
        after = sum(this_week, start=highspy.highs.highs_linear_expression()) + days_on_site.get(code, 0)
        solver.addConstr(after >= least)
        solver.addConstr(after <= most)
    gap, unfair = solver.addIntegral(lb=0), solver.addIntegral(lb=0)
    solver.addConstr(gap == most - least)
    solver.addConstr(unfair >= gap - FAIR_GAP_DAYS)
    return gap, unfair
