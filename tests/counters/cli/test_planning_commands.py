"""The commands `simulate` and `rota` on a real database: what they print, and how they end."""

import json
from pathlib import Path

import pytest
import time_machine

from serambi.counters.cli import main
from serambi.counters.common.policy_folder import POLICY_FOLDER
from serambi.records.models import RotaDay, Slot, TeamIsolation
from tests.factories import NOW, save_office, save_slot

pytestmark = pytest.mark.django_db(transaction=True)

TEAMS = str(POLICY_FOLDER / "offices/_example/serang-teams.toml")


@pytest.fixture(autouse=True)
def story_day(monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    with time_machine.travel(NOW, tick=False):
        yield


def run(capfd, *words: str) -> tuple[int, str, str]:
    """What the process wrote, below Python too: the solver is written in C++."""
    code = main.run(["serambi", *words])
    said = capfd.readouterr()
    return code, said.out, said.err


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("│").split("│")]


def test_simulate_says_whether_the_plan_holds(capfd):
    save_office()

    code, out, err = run(capfd, "simulate", "serang", "2020-09-10", "--days", "200")

    assert (code, err) == (main.DONE, "")
    lines = [line.rstrip() for line in out.splitlines()]
    said = "The plan holds: on 97.5% of days everybody is served in time and nobody waits outside."
    assert lines[:2] == [said, "Kantor Imigrasi Serang · Thursday, 10 September 2020 · 100 people in the plan"]
    names = [cells(line)[0] for line in out.splitlines() if line.startswith("│")]
    assert names[:4] == [
        "Plan holds",
        "Everybody served by closing and the grace",
        "Nobody waits outside because the hall is full",
        "Waiting",
    ]
    assert names[-4:] == ["15:30", "Service time: Passports", "Arrivals", "Missed visits"]
    assert out.splitlines()[-1] == "Counters, staff and seats are an example, not the office's own numbers."


def test_simulate_as_json_is_the_same_for_the_same_seed(capfd):
    save_office()
    words = ("simulate", "serang", "2020-09-10", "--days", "150", "--json")

    first, again, other = run(capfd, *words), run(capfd, *words), run(capfd, *words, "--seed", "2")

    figures = json.loads(first[1])
    assert (first[0], first[2], first[1]) == (main.DONE, "", again[1])
    assert first[1] != other[1]
    assert {name: figures[name] for name in ("office", "on", "seed", "booked", "days")} == {
        "office": "serang",
        "on": "2020-09-10",
        "seed": 1,
        "booked": 100,
        "days": 150,
    }
    assert figures["inside"]["limit"] == 80


def test_simulate_of_those_booked_now_plays_them_alone(capfd):
    save_slot(save_office(), at=NOW.time().replace(hour=9), on=NOW.date())
    Slot.objects.update(taken=4)

    _, out, _ = run(capfd, "simulate", "serang", "2020-09-10", "--booked", "--json", "--days", "10")

    assert json.loads(out)["booked"] == 4


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("nowhere", "2020-09-10"), "office.unknown: There is no such office.\n  office: nowhere\n"),
        (("serang", "2020-09-12"), "simulation.no_people: Nobody is booked, or there is no service that day.\n"),
        (
            ("serang", "2020-09-10", "--booked"),
            "simulation.no_people: Nobody is booked, or there is no service that day.\n",
        ),
    ],
)
def test_simulate_is_refused_where_there_is_nothing_to_play(capfd, words, error):
    save_office()

    assert run(capfd, "simulate", *words) == (main.REFUSED, "", error)


@pytest.mark.parametrize("words", [("--days", "0"), ("--days", "many"), ("--seed", "-1")])
def test_simulate_with_a_number_that_is_none_is_wrong_use(capfd, words):
    assert run(capfd, "simulate", "serang", "2020-09-10", *words)[0] == main.WRONG_USE


def test_rota_prints_a_line_for_each_working_day(capfd):
    save_office()

    code, out, _ = run(capfd, "rota", "serang", "2020-09-07", "2020-09-14", TEAMS)

    lines = [cells(line) for line in out.splitlines() if line.startswith("│")]
    assert code == main.DONE
    assert lines[0][0] == "Monday, 7 September 2020"
    assert [line[2] for line in lines if "September" in line[0]] == ["54 of 60"] * 5
    assert out.splitlines()[-1] == "Teams and staff are an example, not the office's own."


def test_rota_as_json_holds_the_share_of_the_orders_and_covers_the_skills(capfd):
    assert run(capfd, "load")[0] == main.DONE

    code, out, err = run(capfd, "rota", "serang", "2020-09-07", "2020-10-05", TEAMS, "--json")

    rota = json.loads(out)
    most = {day["on"]: day["most_people"] for day in rota["days"]}
    assert (code, err) == (main.DONE, "")
    assert (most["2020-09-09"], most["2020-09-10"]) == (30, 15)
    assert all(day["people"] <= day["most_people"] and not day["uncovered"] for day in rota["days"])
    assert max(rota["days_on_site"].values()) - min(rota["days_on_site"].values()) <= 1


def test_rota_without_the_isolated_team_names_the_skill_that_lacks(capfd, tmp_path):
    save_office()
    file = tmp_path / "teams.toml"
    file.write_text(
        'source = "test"\nconfidence = "VERIFIED"\n[skills]\ninterview = 1\n'
        '[[team]]\ncode = "paspor"\n[team.people]\nP-1 = ["interview"]\n'
        '[[team]]\ncode = "arsip"\n[team.people]\nP-2 = []\n'
        '[[isolated]]\nteam = "paspor"\nfrom = 2020-09-08\nuntil = 2020-09-09\n'
    )

    _, out, _ = run(capfd, "rota", "serang", "2020-09-07", "2020-09-10", str(file), "--json")

    days = json.loads(out)["days"]
    assert [day["teams"] for day in days] == [["paspor", "arsip"], ["arsip"], ["paspor", "arsip"]]
    lacks = {"code": "rota.skill_uncovered", "skill": "interview", "on": "2020-09-08", "needed": 1, "there": 0}
    assert [day["uncovered"] for day in days] == [[], [lacks], []]


def test_rota_is_refused_for_an_empty_period_a_broken_file_and_an_unknown_office(capfd, tmp_path):
    broken = tmp_path / "teams.toml"
    broken.write_text('source = "test"\n')

    empty = run(capfd, "rota", "serang", "2020-09-10", "2020-09-10", TEAMS)
    faulty = run(capfd, "rota", "serang", "2020-09-10", "2020-09-11", str(broken))
    unknown = run(capfd, "rota", "nowhere", "2020-09-10", "2020-09-11", TEAMS)

    assert (empty[0], empty[2]) == (main.REFUSED, "period.empty: The last day must be after the first.\n")
    said = ["policy.faults: The policy files hold faults; nothing was loaded.", "  faults: 3"]
    assert (faulty[0], faulty[2].splitlines()[-2:]) == (main.REFUSED, said)
    assert (unknown[0], unknown[2]) == (main.REFUSED, "office.unknown: There is no such office.\n  office: nowhere\n")


def test_rota_of_a_file_that_is_not_there_is_wrong_use(capfd, tmp_path):
    assert run(capfd, "rota", "serang", "2020-09-10", "2020-09-11", str(tmp_path / "none"))[0] == main.WRONG_USE


def teams_file(folder: Path, *isolated: str) -> str:
    """Two teams of one at the passport counters, both there every day, and who is isolated."""
    lines = ['source = "test"', 'confidence = "VERIFIED"', "[skills]"]
    for code in ("a", "b"):
        lines += [
            "[[team]]",
            f'code = "{code}"',
            'group = "passport"',
            "counters = 2",
            "[team.people]",
            f"{code}1 = []",
        ]
    for team in isolated:
        lines += ["[[isolated]]", f'team = "{team}"', "from = 2020-09-14", "until = 2020-09-16"]
    file = folder / "teams.toml"
    file.write_text("\n".join(lines))
    return str(file)


def test_rota_kept_lets_capacity_count_with_its_counters_and_isolations(capfd, tmp_path):
    save_office()
    week = ("serang", "2020-09-14", "2020-09-19")
    assert run(capfd, "plan", *week)[0] == main.DONE

    printed = run(capfd, "rota", *week, teams_file(tmp_path, "a"))
    shown = [capacity_on(capfd, day) for day in ("2020-09-14", "2020-09-16")]
    kept = run(capfd, "rota", *week, teams_file(tmp_path, "a"), "--keep")

    assert (printed[0], shown) == (main.DONE, [("quota", 100), ("quota", 100)])
    assert kept[0::2] == (main.DONE, "")
    assert kept[1].splitlines()[-1] == "rota kept; 0 people displaced"
    assert [capacity_on(capfd, day) for day in ("2020-09-14", "2020-09-16")] == [("counters", 60), ("quota", 100)]
    again = run(capfd, "rota", *week, teams_file(tmp_path, "a"), "--keep", "--json")
    assert json.loads(again[1])["kept"] == {"displaced": {}}
    assert (RotaDay.objects.count(), TeamIsolation.objects.count()) == (5, 1)


def capacity_on(capfd, on: str) -> tuple[str, int]:
    """The bound of the first slot, and the places of the day."""
    day = json.loads(run(capfd, "capacity", "serang", on, "--json")[1])
    return day["slots"][0]["binding"], day["places"]
