"""The command `daysheet`: what it prints, keeps and proves."""

import io
import json
import re
import stat
from pathlib import Path

import pikepdf
import pytest
import time_machine
from pypdf import PdfReader

from serambi.counters.cli import main
from serambi.counters.common.sheet_pdf import CONTENTS_NAME
from serambi.records.models import DaySheetRow
from tests.procedures.paper import MORNING, book, save_hall

pytestmark = pytest.mark.django_db(transaction=True)

PRINT = ("daysheet", "serang", "2020-09-10", "--by", "penyelia")


@pytest.fixture(autouse=True)
def story_day(monkeypatch, tmp_path):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    monkeypatch.chdir(tmp_path)
    save_hall()
    with time_machine.travel(MORNING, tick=False):
        yield


def run(capsys, *words: str) -> tuple[int, str, str]:
    code = main.run(["serambi", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def test_daysheet_writes_a_pdf_that_only_its_owner_reads_and_says_what_it_keeps(capsys, tmp_path):
    book(2)

    code, out, err = run(capsys, *PRINT)

    file = tmp_path / "daysheet-serang-2020-09-10-1.pdf"
    assert (code, err) == (main.DONE, "")
    assert out.splitlines()[:-1] == [
        "daysheet-serang-2020-09-10-1.pdf: sheet 1",
        "2020-09-10: 2 people, numbers 501–507",
        "2020-09-11: 0 people, numbers 501–505",
        "2020-09-14: 0 people, numbers 501–505",
    ]
    assert out.splitlines()[-1].startswith("SERAMBI1 serang 2020-09-10 1 ")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = text_of(file.read_bytes())
    assert len(re.findall(r"B-50[12]", text)) == 2
    assert "Thursday, 10 September 2020" in text
    assert not re.search(r"\d{16}", text)


def test_daysheet_again_says_which_print_it_replaces(capsys, tmp_path):
    run(capsys, *PRINT)

    code, out, _err = run(capsys, *PRINT, "--out", str(tmp_path / "again.pdf"))

    assert code == main.DONE
    assert out.splitlines()[0] == f"{tmp_path / 'again.pdf'}: sheet 2, replaces sheet 1"
    assert "Sheet 2 · replaces sheet 1" in " ".join(text_of((tmp_path / "again.pdf").read_bytes()).split())


def test_daysheet_as_json_prints_the_contents_and_writes_no_file(capsys, tmp_path):
    (code,) = book()

    ended, out, err = run(capsys, *PRINT, "--json")

    found = json.loads(out)
    assert (ended, err) == (main.DONE, "")
    assert [line["code"] for line in found["sheet"]["days"][0]["lines"]] == [code]
    assert found["signed"].startswith("SERAMBI1 serang 2020-09-10 1 ")
    assert list(tmp_path.iterdir()) == []


def test_verify_proves_a_pdf_its_json_and_its_line(capsys, tmp_path):
    book()
    run(capsys, *PRINT, "--out", "sheet.pdf")
    run(capsys, *PRINT, "--out", "newer.pdf")
    with pikepdf.open("sheet.pdf") as pdf:
        carried = pdf.attachments[CONTENTS_NAME].get_file().read_bytes()
    Path("sheet.json").write_bytes(carried)

    told = {
        name: run(capsys, "daysheet", "--verify", name)
        for name in ("sheet.pdf", "sheet.json", json.loads(carried)["signed"])
    }
    as_json = json.loads(run(capsys, "daysheet", "--verify", "sheet.pdf", "--json")[1])

    genuine = [
        "Genuine: sheet 1, Kantor Imigrasi Serang, Thursday, 10 September 2020.",
        "Printed Thursday, 10 September 2020, 07:30 WIB by penyelia, 1 person.",
        "Replaced by sheet 2.",
    ]
    same = "The contents are those that were signed."
    alone = "The lines on the paper were not checked: compare their codes with the system."
    assert [(code, out.splitlines(), err) for code, out, err in told.values()] == [
        (main.DONE, [*genuine, last], "") for last in (same, same, alone)
    ]
    assert as_json == {
        "office": "serang",
        "on": "2020-09-10",
        "number": 1,
        "replaced_by": 2,
        "people": 1,
        "printed_at": "2020-09-10T00:30:00+00:00",
        "by": "penyelia",
        "contents_checked": True,
    }


CHANGES = {
    "a name": (lambda found: found["sheet"]["days"][0]["lines"][0].update(name="Citra"), "sheet.altered"),
    "the number": (lambda found: found["sheet"].update(number=2), "sheet.altered"),
    "the office": (
        lambda found: found.update(signed=found["signed"].replace("serang", "cilegon")),
        "sheet.not_signed",
    ),
    "half a line": (lambda found: found.update(signed="SERAMBI1 serang"), "sheet.unreadable"),
    "no contents": (lambda found: found.pop("sheet"), "sheet.unreadable"),
}


def test_verify_refuses_a_sheet_that_was_changed(capsys):
    book()
    genuine = run(capsys, *PRINT, "--json")[1]
    told = {}

    for name, (change, _) in CHANGES.items():
        found = json.loads(genuine)
        change(found)
        Path("sheet.json").write_text(json.dumps(found))
        ended, out, err = run(capsys, "daysheet", "--verify", "sheet.json")
        told[name] = ended, out, err.splitlines()[0].split(":")[0]

    assert told == {name: (main.REFUSED, "", code) for name, (_, code) in CHANGES.items()}


def test_verify_refuses_a_signed_sheet_that_nobody_has_on_record(capsys):
    found = run(capsys, *PRINT, "--json")[1]
    Path("sheet.json").write_text(found)
    DaySheetRow.objects.update(digest="A" * 52)

    ended, _out, err = run(capsys, "daysheet", "--verify", "sheet.json")

    assert (ended, err) == (main.REFUSED, "sheet.not_known: This office printed no such sheet.\n")


WRONG = {
    ("daysheet",): main.WRONG_USE,
    ("daysheet", "serang"): main.WRONG_USE,
    ("daysheet", "serang", "besok"): main.WRONG_USE,
    ("daysheet", "serang", "2020-09-10", "--out", "nowhere/sheet.pdf"): main.WRONG_USE,
    ("daysheet", "nowhere", "2020-09-10"): main.REFUSED,
    ("daysheet", "serang", "2020-09-09"): main.REFUSED,
    ("daysheet", "--verify", "missing.pdf"): main.WRONG_USE,
}


def test_daysheet_asked_wrongly_prints_nothing_and_keeps_no_number(capsys):
    assert {words: run(capsys, *words)[0] for words in WRONG} == WRONG
    assert DaySheetRow.objects.count() == 0
