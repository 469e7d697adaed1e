"""The counters manned on a day: what the rota says, less the teams in isolation."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal
from serambi.rules.rota.manning import (
    Isolation,
    MannedDay,
    MannedTeam,
    Manning,
    days_to_keep,
    manning_on,
    why_not_isolate,
)
from serambi.rules.rota.planning import isolate, plan_rota
from tests.rules.rota.test_planning import MONDAY, asked, team

DAY = MannedDay(
    ("passport", "permit"),
    (
        MannedTeam("a", "passport", 2),
        MannedTeam("b", "passport", 1),
        MannedTeam("c", "permit", 2),
        MannedTeam("d", "", 0),
    ),
)
WEEK = DayPeriod(MONDAY, MONDAY + timedelta(days=7))
FIRST_DAY = DayPeriod(MONDAY, MONDAY + timedelta(days=1))


def test_a_day_of_a_rota_is_kept_with_all_groups_its_teams_man_on_any_day():
    teams = (team("a", group="passport", counters=2), team("b", group="permit", counters=1), team("d"))
    rota = plan_rota(asked(*teams, most=3, weeks=1))

    kept = days_to_keep(rota, teams)

    assert list(kept) == [day.on for day in rota.days]
    assert {day.groups for day in kept.values()} == {("passport", "permit")}
    assert [tuple(t.code for t in day.teams) for day in kept.values()] == [day.teams for day in rota.days]


@pytest.mark.parametrize(
    ("isolations", "manned"),
    [
        ((), {"passport": Manning(3), "permit": Manning(2)}),
        ((Isolation("b", WEEK),), {"passport": Manning(2, (Isolation("b", WEEK),)), "permit": Manning(2)}),
        (
            (Isolation("a", WEEK), Isolation("c", FIRST_DAY)),
            {"passport": Manning(1, (Isolation("a", WEEK),)), "permit": Manning(0, (Isolation("c", FIRST_DAY),))},
        ),
        (
            (Isolation("a", WEEK), Isolation("a", FIRST_DAY)),
            {"passport": Manning(1, (Isolation("a", WEEK),)), "permit": Manning(2)},
        ),
        ((Isolation("d", WEEK), Isolation("x", WEEK)), {"passport": Manning(3), "permit": Manning(2)}),
    ],
)
def test_a_team_in_isolation_takes_only_its_own_counters(isolations, manned):
    assert manning_on(MONDAY, DAY, isolations) == manned


def test_a_day_outside_of_the_isolation_or_without_a_rota_knows_nothing_of_it():
    tuesday = MONDAY + timedelta(days=1)

    assert manning_on(tuesday, DAY, [Isolation("a", FIRST_DAY)]) == {"passport": Manning(3), "permit": Manning(2)}
    assert manning_on(MONDAY, None, [Isolation("a", FIRST_DAY)]) == {}


def test_a_group_whose_teams_all_stay_at_home_has_no_counter():
    assert manning_on(MONDAY, MannedDay(("passport", "permit"), DAY.teams[:2]), [])["permit"] == Manning(0)


@pytest.mark.parametrize(
    ("code", "days", "refusal"),
    [
        ("a", 60, None),
        ("a", 61, Refusal("period.too_long", "until", {"most": 60})),
        ("z", 1, Refusal("isolation.team_unknown", "team", {"team": "z"})),
        ("a", 3, Refusal("isolation.past", "until")),
    ],
)
def test_who_cannot_be_isolated(code, days, refusal):
    period = DayPeriod(MONDAY, MONDAY + timedelta(days=days))

    assert why_not_isolate(code, period, teams={"a"}, today=MONDAY + timedelta(days=3)) == refusal


@given(
    st.lists(st.sampled_from("abcdx"), max_size=4),
    st.sampled_from("abcd"),
    st.integers(0, 6).map(lambda days: MONDAY + timedelta(days=days)),
)
def test_law_isolating_one_more_never_adds_a_counter_and_touches_its_own_group_alone(away, one_more, on):
    before = manning_on(on, DAY, [Isolation(code, WEEK) for code in away])

    after = manning_on(on, DAY, [Isolation(code, WEEK) for code in [*away, one_more]])

    (group,) = (team.group for team in DAY.teams if team.code == one_more)
    assert {name: after[name] for name in after if name != group} == {n: before[n] for n in before if n != group}
    assert all(after[name].counters <= before[name].counters for name in before)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from("abc"), st.integers(1, 14))
def test_law_the_kept_rota_and_the_printed_one_man_the_same_counters(code, length):
    teams = [team(c, group=g, counters=n) for c, g, n in (("a", "passport", 2), ("b", "permit", 1), ("c", "permit", 3))]
    request, period = asked(*teams, most=9, weeks=2), DayPeriod(MONDAY, MONDAY + timedelta(days=length))
    rota = plan_rota(request)

    printed = isolate(rota, request, code, period)

    kept = days_to_keep(rota, teams)
    for day in printed.days:
        manned = manning_on(day.on, kept[day.on], [Isolation(code, period)])
        assert {group: each.counters for group, each in manned.items() if each.counters} == dict(day.counters)
