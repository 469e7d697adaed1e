"""The public script computes a real result again, in a process of its own, and sees every tampering."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from serambi.records.queries.draws import draw_result
from tests.draws import CODE, MONDAY, NEXT_DAY, NINE, TUESDAY, enter, make_draw, open_window, save_slots
from tests.factories import applicant

pytestmark = pytest.mark.django_db(transaction=True)

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "recompute_draw.py"


@pytest.fixture
def file(tmp_path) -> Path:
    """A real result: an urgent party of two, a party too large for any slot, and five people for two places left."""
    save_slots()
    open_window()
    for size in (1, 1, 5, 1, 1, 1):
        enter(*(applicant() for _ in range(size)), wishes=(NINE, str(MONDAY), str(TUESDAY)))
    enter(applicant(), applicant(), wishes=(NEXT_DAY, NINE), urgency="duty")
    make_draw()
    kept = tmp_path / "result.json"
    kept.write_text("".join(draw_result(office="serang", window=CODE)))
    return kept


def said(file: Path, *noted: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(file), *noted], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.splitlines()[0]


def test_the_script_is_short_enough_to_be_read():
    assert len(SCRIPT.read_text().splitlines()) <= 30


def test_the_script_agrees_with_a_real_result(file):
    result = json.loads(file.read_text())

    expected = (0, f"agrees: 7 requests, seed {result['seed']}")
    assert said(file) == expected
    assert said(file, result["seed_hash"]) == expected


def test_the_script_disagrees_with_another_hash_than_the_one_noted(file):
    assert said(file, "0" * 64) == (1, "disagrees")


def winner(result: dict[str, Any]) -> dict[str, Any]:
    return next(each for each in result["requests"] if each["slot"] and not each["urgent"])


def loser(result: dict[str, Any]) -> dict[str, Any]:
    return next(each for each in result["requests"] if not each["slot"] and each["people"] == 1)


def swap_slots(result: dict[str, Any]) -> None:
    loser(result)["slot"], winner(result)["slot"] = winner(result)["slot"], ""


def another_seed(result: dict[str, Any]) -> None:
    result["seed"] = "f" * 64


def one_place_more(result: dict[str, Any]) -> None:
    result["places"][0]["places"] += 1


def a_better_rank(result: dict[str, Any]) -> None:
    loser(result)["rank"] = "0" * 64


def another_code(result: dict[str, Any]) -> None:
    loser(result)["code"] = "2345-6789-ABCD"


def an_urgency(result: dict[str, Any]) -> None:
    loser(result)["urgent"] = True


def a_winner_taken_out(result: dict[str, Any]) -> None:
    result["requests"].remove(winner(result))


def a_request_twice(result: dict[str, Any]) -> None:
    result["requests"].append(loser(result))


def a_winner_who_left(result: dict[str, Any]) -> None:
    winner(result)["left"] = True


@pytest.mark.parametrize(
    "tamper",
    [
        *(swap_slots, another_seed, one_place_more, a_better_rank, another_code, an_urgency),
        *(a_winner_taken_out, a_request_twice, a_winner_who_left),
    ],
)
def test_the_script_disagrees_with_a_tampered_result(file, tamper: Callable[[dict[str, Any]], None]):
    result = json.loads(file.read_text())
    tamper(result)
    file.write_text(json.dumps(result))

    assert said(file) == (1, "disagrees")
