"""Up to four weeks of a rota as a whole-number problem for HiGHS: one yes or no for each team and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import highspy
from highspy.highs import highs_linear_expression as Expression
from highspy.highs import highs_var as Variable

from serambi.rules.rota.staff import RotaRequest, Team

FAIR_GAP_DAYS = 1
"""A gap of one day is fair: with more teams than room it cannot be smaller every week."""

SOLVER_OPTIONS = (
    ("threads", 1),
    ("random_seed", 0),
    ("mip_rel_gap", 0.0),
    ("mip_abs_gap", 0.5),  # every value is a whole number
    ("mip_max_nodes", 2_000),  # a limit of work, not of time, so that a slow machine gives the same rota
)

FEASIBLE = 2
"""HiGHS's own number for a solution that keeps every rule."""

Week = tuple[date, ...]
Comes = Mapping[tuple[str, date], Variable]


def choose_teams(
    request: RotaRequest, weeks: Sequence[Week], days_on_site: Mapping[str, int]
) -> Mapping[date, tuple[str, ...]]:
    """Choose the teams of each day of some weeks together, given the days each team has been on site so far.

    Never more people than allowed, no team that is away. Then, in this order: as few people lacking for a skill as
    can be; the gap between the teams' days as near to one day as can be, after the last week and then after each; as
    many people on site as allowed; as small a gap as can be. Teams that can come on none of the days are not counted
    in the gap. One thread and a fixed seed: the same question gives the same answer.
    """
    days = [on for week in weeks for on in week]
    solver = _solver()
    may_come = [(team, on) for on in days for team in request.teams if _may_come(request, team, on)]
    comes = {(team.code, on): solver.addBinary() for team, on in may_come}
    if not comes:
        return dict.fromkeys(days, ())
    for on in days:
        today = [len(team.on_site) * comes[team.code, on] for team, day in may_come if day == on]
        if today:
            solver.addConstr(_sum(today) <= request.most_people[on])
    lacking = _lacking(solver, request, days, comes)
    gaps = [_gap(solver, comes, days_on_site, days[: days.index(week[-1]) + 1]) for week in weeks]
    people = _sum([len(team.on_site) * comes[team.code, on] for team, on in may_come])
    for wish in (lacking, _fair_and_full(request, weeks, days_on_site, gaps, people)):
        solver.minimize(wish)
        if solver.getInfo().primal_solution_status != FEASIBLE:
            break  # The limit of work came first; what fulfils the wishes before stands.
        found = {key: solver.val(variable) for key, variable in comes.items()}
        # Kept from here on: the next wish decides only between those that fulfil this one equally well.
        solver.addConstr(wish <= round(solver.getObjectiveValue()))
    chosen = {key for key, value in found.items() if value > 0.5}
    return {on: tuple(team.code for team in request.teams if (team.code, on) in chosen) for on in days}


@dataclass(frozen=True, slots=True)
class _Gap:
    """Days between the most and the least on site, and how many of them are more than fair."""

    days: Variable
    unfair: Variable


def _solver() -> highspy.Highs:
    solver = highspy.Highs()
    solver.silent()
    for option, value in SOLVER_OPTIONS:
        solver.setOptionValue(option, value)
    return solver


def _fair_and_full(
    request: RotaRequest,
    weeks: Sequence[Week],
    days_on_site: Mapping[str, int],
    gaps: Sequence[_Gap],
    people: Expression,
) -> Expression:
    """What is unfair at the end, what is unfair after a week, people on site, gaps: each outweighs all after it. In one
    wish, because the solver finds the whole sooner than its parts one by one."""
    days = [on for week in weeks for on in week]
    all_people = sum(len(team.on_site) for team in request.teams)
    widest_gaps = len(weeks) * (len(days) + max(days_on_site.values()) - min(days_on_site.values()))
    person = widest_gaps + 1
    unfair = person * (1 + sum(min(request.most_people[on], all_people) for on in days))
    unfair_at_end = unfair * (widest_gaps + 1)
    return (
        unfair_at_end * gaps[-1].unfair
        + unfair * _sum([gap.unfair * 1 for gap in gaps])
        - person * people
        + _sum([gap.days * 1 for gap in gaps])
    )


def _may_come(request: RotaRequest, team: Team, on: date) -> bool:
    return 0 < len(team.on_site) <= request.most_people[on] and not request.is_away(team.code, on)


def _lacking(solver: highspy.Highs, request: RotaRequest, days: Sequence[date], comes: Comes) -> Expression:
    """People lacking for a skill, over all skills and days."""
    lacks = []
    for on in days:
        for skill, needed in request.skills_needed.items():
            lack = solver.addIntegral(lb=0, ub=needed)
            there = [
                team.skilled(skill) * comes[team.code, on]
                for team in request.teams
                if (team.code, on) in comes and team.skilled(skill)
            ]
            solver.addConstr(_sum([*there, lack * 1]) >= needed)
            lacks.append(lack * 1)
    return _sum(lacks)


def _gap(solver: highspy.Highs, comes: Comes, days_on_site: Mapping[str, int], days: Sequence[date]) -> _Gap:
    """The gap after so many days."""
    least, most, gap, unfair = (solver.addIntegral(lb=0) for _ in range(4))
    for code in dict.fromkeys(code for code, _ in comes):
        came = _sum([comes[code, on] * 1 for on in days if (code, on) in comes]) + days_on_site.get(code, 0)
        solver.addConstr(least - came <= 0)
        solver.addConstr(most - came >= 0)
    solver.addConstr(gap - most + least == 0)
    solver.addConstr(unfair - gap >= -FAIR_GAP_DAYS)
    return _Gap(gap, unfair)


def _sum(terms: Sequence[Expression]) -> Expression:
    return sum(terms, start=Expression())
