"""`serambi draw`: opens a window, makes the draw when its hours are over, and says what was refused."""

import pytest
import time_machine

from serambi.counters.cli import main
from serambi.records.models import DrawWindow, LedgerRow
from tests.draws import AFTER, CODE, enter, save_slots
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)

OPEN = ("draw", "open", "serang", "passport", "2020-09-14", "2020-09-19", "--closes-at", "2020-09-12T17:00+07:00")


@pytest.fixture(autouse=True)
def story_day(monkeypatch):
    monkeypatch.setenv("LC_ALL", "C")
    with time_machine.travel(NOW, tick=False) as moment:
        yield moment


def run(capsys, *words: str) -> tuple[int, str, str]:
    code = main.run(["serambi", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_draw_open_prints_the_hash_and_close_makes_the_draw(capsys, story_day):
    save_slots()

    opened = run(capsys, *OPEN)
    for _ in range(5):
        enter(now=NOW)
    early = run(capsys, "draw", "close", "serang")
    story_day.move_to(AFTER)
    closed = run(capsys, "draw", "close", "serang")
    again = run(capsys, "draw", "close", "serang")

    assert opened == (main.DONE, f"{CODE}: open, seed hash {DrawWindow.objects.get().seed_hash}\n", "")
    assert early == (main.REFUSED, "", "draw.still_open: Entries are still open, so the draw cannot be made yet.\n")
    told = f"{CODE}: 3 of 4 places given; requests: 3 with a place, 2 without, 0 left\n"
    assert closed == (main.DONE, told, "")
    assert again == (main.REFUSED, "", "draw.not_found: That draw or request was not found.\n")
    assert LedgerRow.objects.get(action="draw.made").by == "serambi draw"


def test_draw_open_is_off_by_default(capsys):
    save_slots(holds_draws=False)

    assert run(capsys, *OPEN) == (main.REFUSED, "", "draw.off: This office does not give places by draw.\n")


@pytest.mark.parametrize(
    "words",
    [
        ("draw",),
        ("draw", "open", "serang"),
        (*OPEN[:4], "soon", *OPEN[5:]),
        (*OPEN[:7], "2020-09-12T17:00"),
        ("draw", "close"),
    ],
)
def test_draw_used_wrongly_says_so(capsys, words):
    code, _, err = run(capsys, *words)

    assert code == main.WRONG_USE
    assert "error: " in err.lower()
