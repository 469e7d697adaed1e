"""Rotas by tables, and by what must hold in every office."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal
from serambi.rules.rota.planning import gap_days, isolate, plan_rota
from serambi.rules.rota.staff import Person, RotaRequest, Team, most_people_on_site

MONDAY = date(2020, 9, 7)


def working_days(weeks: int = 4) -> list[date]:
    return [MONDAY + timedelta(days=7 * week + day) for week in range(weeks) for day in range(5)]


def team(code: str, *skills: str, size: int = 3, exempt: int = 0, **changes) -> Team:
    """A team whose first people have one skill each and whose last are exempt."""
    people = [Person(f"{code}-{n}", frozenset(skills[n : n + 1]), is_exempt=n >= size - exempt) for n in range(size)]
    return Team(code, tuple(people), **changes)


def asked(*teams: Team, most: int, weeks: int = 4, **changes) -> RotaRequest:
    values: dict = {"skills_needed": {}, "away": {}, "days_before": {}}
    return RotaRequest(teams, dict.fromkeys(working_days(weeks), most), **(values | changes))


def teams_of(rota) -> list[tuple[str, ...]]:
    return [day.teams for day in rota.days]


@pytest.mark.parametrize(("share", "most"), [("1", 60), ("0.5", 30), ("0.25", 15), ("0.33", 19), ("0.01", 0), ("0", 0)])
def test_the_share_is_rounded_down_to_whole_people(share, most):
    assert most_people_on_site(60, Decimal(share)) == most


def test_with_room_for_all_everybody_comes_every_day():
    rota = plan_rota(asked(team("a"), team("b"), most=6, weeks=1))

    assert teams_of(rota) == [("a", "b")] * 5
    assert rota.days_on_site == {"a": 5, "b": 5}


def test_three_teams_take_turns_for_four_weeks():
    rota = plan_rota(asked(team("a"), team("b"), team("c"), most=3))

    assert [day.people for day in rota.days] == [3] * 20
    assert sorted(rota.days_on_site.values()) == [6, 7, 7]


def test_larger_teams_are_not_preferred():
    rota = plan_rota(asked(team("a", size=5), team("b", size=4), most=5))

    assert rota.days_on_site == {"a": 10, "b": 10}


def test_teams_stay_whole_and_exempt_staff_do_not_count():
    rota = plan_rota(asked(team("a", size=4, exempt=2), team("b", size=3), most=5, weeks=1))

    assert teams_of(rota) == [("a", "b")] * 5
    assert [day.people for day in rota.days] == [5] * 5


def test_skills_are_covered_by_those_who_come():
    first, second = team("a", "interview", "biometrics"), team("b", "interview")
    exempt = team("c", "biometrics", size=1, exempt=1)

    rota = plan_rota(asked(first, second, exempt, most=3, weeks=1, skills_needed={"biometrics": 1}))

    assert teams_of(rota) == [("a",)] * 5
    assert [day.uncovered for day in rota.days] == [()] * 5


def test_a_skill_that_cannot_be_covered_is_named_with_its_day():
    request = asked(team("a", "interview"), most=3, weeks=1, skills_needed={"interview": 2})

    first = plan_rota(request).days[0]

    assert first.teams == ("a",)
    facts = {"skill": "interview", "on": "2020-09-07", "needed": 2, "there": 1}
    assert first.uncovered == (Refusal("rota.skill_uncovered", "skills", facts),)


def test_a_day_without_room_leaves_all_at_home_and_says_what_lacks():
    request = asked(team("a", "interview"), most=2, weeks=1, skills_needed={"interview": 1})

    rota = plan_rota(request)

    assert teams_of(rota) == [()] * 5
    assert rota.refusals == (Refusal("rota.team_too_large", "team", {"team": "a", "people": 3, "most": 2}),)
    assert [day.uncovered[0].facts["on"] for day in rota.days] == [str(on) for on in working_days(1)]


def test_a_rota_goes_on_where_the_last_one_ended():
    rota = plan_rota(asked(team("a"), team("b"), most=3, weeks=1, days_before={"a": 5}))

    assert rota.days_on_site == {"a": 5, "b": 5}


def test_a_team_that_is_away_does_not_come_and_need_not_make_up_for_it():
    away = {"a": (DayPeriod(MONDAY, MONDAY + timedelta(days=14)),)}

    rota = plan_rota(asked(team("a"), team("b"), team("c"), most=3, away=away))

    assert all("a" not in day.teams for day in rota.days[:10])
    back = [sum("abc"[n] in day.teams for day in rota.days[10:]) for n in range(3)]
    assert sorted(back) == [3, 3, 4]


def test_later_weeks_do_not_change_the_four_before_them():
    teams = team("a"), team("b"), team("c"), team("d", size=2)

    short, long = (plan_rota(asked(*teams, most=6, weeks=weeks)) for weeks in (4, 6))

    assert long.days[:20] == short.days


def test_isolating_a_team_takes_only_its_people_and_closes_only_its_counters():
    teams = team("a", "interview", group="passport", counters=2), team("b", "interview", group="permit", counters=1)
    request = asked(*teams, most=6, weeks=2, skills_needed={"interview": 2})
    rota = plan_rota(request)

    left = isolate(rota, request, "a", DayPeriod(MONDAY, MONDAY + timedelta(days=7)))

    assert teams_of(left) == [("b",)] * 5 + [("a", "b")] * 5
    assert left.days[5:] == rota.days[5:]
    assert [day.counters for day in (rota.days[0], left.days[0])] == [{"passport": 2, "permit": 1}, {"permit": 1}]
    assert left.days[0].people == 3
    assert [refusal.facts["skill"] for refusal in left.days[0].uncovered] == ["interview"]
    assert left.days_on_site == {"a": 5, "b": 10}


def test_a_new_rota_with_the_team_away_closes_the_gap():
    teams = team("a", "interview"), team("b", "interview"), team("c")
    week = {"a": (DayPeriod(MONDAY, MONDAY + timedelta(days=7)),)}

    rota = plan_rota(asked(*teams, most=3, weeks=1, skills_needed={"interview": 1}, away=week))

    assert teams_of(rota) == [("b",)] * 5


def test_a_skill_of_few_teams_does_not_cost_fairness_where_the_weeks_together_allow_it():
    """Week by week the rare skill was spent early and two days were missing at the end."""
    teams = [team(f"t{n:02d}", *(["foreigners-desk"] if n % 3 == 2 else []), size=5, exempt=n % 2) for n in range(12)]
    most = {on: 30 if number < 3 else 15 for number, on in enumerate(working_days())}

    rota = plan_rota(RotaRequest(tuple(teams), most, {"foreigners-desk": 1}, {}, {}))

    assert gap_days(rota, rota.days_on_site) <= 1
    assert not any(day.uncovered for day in rota.days)


SKILLS = ("interview", "biometrics", "foreigners-desk")


@st.composite
def requests(draw: st.DrawFn) -> RotaRequest:
    """Two to seven teams of up to six people with up to two exempt, some skills, some share."""
    teams = tuple(
        team(
            f"t{n}",
            *draw(st.lists(st.sampled_from(SKILLS), max_size=3)),
            size=draw(st.integers(1, 6)),
            exempt=draw(st.integers(0, 2)),
        )
        for n in range(draw(st.integers(2, 7)))
    )
    most = {on: draw(st.integers(0, 20)) for on in working_days(2)}
    needed = draw(st.dictionaries(st.sampled_from(SKILLS), st.integers(1, 2)))
    away = (
        {"t0": (DayPeriod(MONDAY, MONDAY + timedelta(days=draw(st.integers(1, 10)))),)} if draw(st.booleans()) else {}
    )
    return RotaRequest(teams, most, needed, away, {})


@settings(max_examples=60, deadline=None)
@given(request=requests())
def test_never_above_the_share_never_in_part_never_away_and_every_gap_named(request):
    rota = plan_rota(request)

    by_code = {each.code: each for each in request.teams}
    for day in rota.days:
        on_site = [person for code in day.teams for person in by_code[code].people if not person.is_exempt]
        assert len(on_site) == day.people <= request.most_people[day.on] == day.most_people
        assert not any(request.is_away(code, day.on) for code in day.teams)
        for skill, needed in request.skills_needed.items():
            there = sum(skill in person.skills for person in on_site)
            is_named = any(refusal.facts["skill"] == skill for refusal in day.uncovered)
            assert is_named == (there < needed)


@settings(max_examples=40, deadline=None)
@given(request=requests())
def test_a_skill_is_uncovered_only_where_no_team_could_still_be_chosen_for_it_alone(request):
    """Where one team alone would cover all that is needed under the limit, nothing is uncovered."""
    for day in plan_rota(request).days:
        covers_all = [
            each
            for each in request.teams
            if len(each.on_site) <= day.most_people
            and not request.is_away(each.code, day.on)
            and all(each.skilled(skill) >= needed for skill, needed in request.skills_needed.items())
        ]
        assert not (covers_all and day.uncovered)


@settings(max_examples=40, deadline=None)
@given(number=st.integers(2, 8), size=st.integers(1, 6), room=st.integers(1, 8))
def test_equal_teams_differ_by_at_most_one_day_over_four_weeks(number, size, room):
    teams = [team(f"t{n}", size=size) for n in range(number)]
    request = asked(*teams, most=size * room)

    rota = plan_rota(request)

    assert gap_days(rota, rota.days_on_site) <= 1
    assert [day.people for day in rota.days] == [size * min(room, number)] * 20


@settings(max_examples=20, deadline=None)
@given(request=requests())
def test_the_same_question_gives_the_same_rota(request):
    assert plan_rota(request) == plan_rota(request)


@settings(max_examples=40, deadline=None)
@given(request=requests(), length=st.integers(1, 14))
def test_isolation_moves_nobody_else(request, length):
    rota = plan_rota(request)

    left = isolate(rota, request, "t1", DayPeriod(MONDAY, MONDAY + timedelta(days=length)))

    for before, after in zip(rota.days, left.days, strict=True):
        gone = () if (after.on - MONDAY).days >= length else ("t1",)
        assert after.teams == tuple(code for code in before.teams if code not in gone)
        assert after.people <= before.people
