"""The file of teams: read whole, or every fault named at its line."""

from datetime import date

import pytest

from serambi.counters.common.policy_folder import POLICY_FOLDER
from serambi.rules.period import DayPeriod
from serambi.rules.policyfile.faults import PolicyFaults
from serambi.rules.policyfile.teams import TeamFile, TeamPeriod, parse_teams
from serambi.rules.rota.staff import Person, Team

SOUND = """source = "test"
confidence = "EXAMPLE"
[skills]
interview = 1
[[team]]
code = "paspor-1"
group = "passport"
counters = 2
exempt = ["P-2"]
days_before = 3
[team.people]
P-1 = ["interview"]
P-2 = []
[[away]]
team = "paspor-1"
from = 2020-09-14
until = 2020-09-16
"""


def faults_of(text: str) -> list[str]:
    with pytest.raises(PolicyFaults) as found:
        parse_teams(text, "teams.toml")
    return [str(fault) for fault in found.value.faults]


def test_a_file_is_read_whole():
    people = (Person("P-1", frozenset({"interview"})), Person("P-2", is_exempt=True))

    assert parse_teams(SOUND, "teams.toml") == TeamFile(
        is_example=True,
        teams=(Team("paspor-1", people, "passport", 2),),
        skills_needed={"interview": 1},
        days_before={"paspor-1": 3},
        away=(TeamPeriod("paspor-1", DayPeriod(date(2020, 9, 14), date(2020, 9, 16))),),
        isolated=(),
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("interview = 1", "singing = 1", "teams.toml:4: nobody has the skill singing"),
        ('group = "passport"', 'group = "visa"', "teams.toml:7: unknown service group visa"),
        ('exempt = ["P-2"]', 'exempt = ["P-9"]', "teams.toml:9: exempt has an unknown value P-9"),
        ('team = "paspor-1"', 'team = "paspor-9"', "teams.toml:15: unknown team paspor-9"),
        ("until = 2020-09-16", "until = 2020-09-14", "teams.toml:17: until must lie after from"),
        ('source = "test"\n', "", "teams.toml:1: source is missing"),
    ],
)
def test_each_fault_is_named_at_its_line(old, new, fault):
    assert faults_of(SOUND.replace(old, new)) == [fault]


def test_a_person_in_two_teams_is_a_fault():
    twin = SOUND + '[[team]]\ncode = "paspor-2"\n[team.people]\nP-1 = []\n'

    assert faults_of(twin) == ["teams.toml:1: person P-1 is named 2 times"]


def test_the_example_has_the_staff_of_serang_and_says_that_it_is_one():
    text = (POLICY_FOLDER / "offices/_example/serang-teams.toml").read_text()

    read = parse_teams(text, "serang-teams.toml")

    assert read.is_example
    assert sum(len(team.people) for team in read.teams) == 60
