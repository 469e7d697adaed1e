"""The office's commands on a real database: what they print, and how they end."""

import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from serambi.counters.cli import main
from serambi.counters.common.policy_folder import POLICY_FOLDER
from serambi.procedures.book_visits import book_visits
from serambi.records.models import InstrumentRow, LedgerRow, Office, OfficeDay, Slot
from tests.factories import NOW, applicant, request, save_office, save_slot

UNKNOWN = "office.unknown: There is no such office.\n"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def story_day(monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    with time_machine.travel(NOW, tick=False):
        yield


def run(capsys, *words: str) -> tuple[int, str, str]:
    code = main.run(["serambi", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("│").split("│")]


def rows(table: str) -> list[list[str]]:
    """The cells of a printed table, row by row, lines of one row joined."""
    found: list[list[str]] = []
    is_new = True
    for line in table.splitlines():
        if not line.startswith("│"):
            is_new = True
            continue
        if is_new:
            found.append(cells(line))
        else:
            found[-1] = [f"{above} {below}".strip() for above, below in zip(found[-1], cells(line), strict=True)]
        is_new = False
    return found


def test_load_then_regime_explains_the_serang_day(capsys):
    assert run(capsys, "load")[0] == main.DONE

    code, out, _ = run(capsys, "regime", "serang", "2020-09-10")

    assert code == main.DONE
    by_topic = {row[0]: row[1:] for row in rows(out)}
    se_0946 = "SE 0946 (Direktur Jenderal Imigrasi, 12 June 2020)"
    assert by_topic["Office"] == ["open", "no order limits it", ""]
    assert by_topic["Staff attendance"] == [
        "25% of staff in the office",
        "SE 58 (Menteri PANRB, 29 May 2020), the floor for units that serve people directly",
        "SE 58: 0% of staff in the office; SE 67: 50% of staff in the office",
    ]
    assert by_topic["Quota of applicants"] == ["50% of the normal quota", se_0946, ""]
    assert by_topic["Last service"] == ["14:00", se_0946, ""]


def test_load_says_what_it_loaded_and_twice_is_safe(capsys):
    first = run(capsys, "load")
    second = run(capsys, "load")

    instruments = InstrumentRow.objects.count()
    assert first[0] == second[0] == main.DONE
    assert first[1].startswith(f"{instruments} instruments ({instruments} new), 8 risk assessments (8 new), ")
    assert second[1].startswith(f"{instruments} instruments (0 new), 8 risk assessments (0 new), ")


def test_load_of_a_broken_folder_names_every_fault_and_loads_nothing(capsys, tmp_path):
    folder = tmp_path / "policy"
    shutil.copytree(POLICY_FOLDER, folder)
    (folder / "fees.csv").write_text("code\n")
    (folder / "purposes.toml").unlink()

    code, out, err = run(capsys, "load", str(folder))

    faults, end = err.splitlines()[:-2], err.splitlines()[-2:]
    assert (code, out) == (main.REFUSED, "")
    assert [fault.split(":")[:2] for fault in faults] == [["fees.csv", "1"], ["purposes.toml", "1"]]
    assert end == ["policy.faults: The policy files hold faults; nothing was loaded.", "  faults: 2"]
    assert (Office.objects.count(), LedgerRow.objects.count()) == (0, 0)


def test_load_never_changes_a_recorded_order_but_can_go_on_beside_it(capsys, tmp_path):
    run(capsys, "load")
    recorded = InstrumentRow.objects.values_list("text", flat=True).get(number="SE-MENPANRB-67-2020")
    folder = tmp_path / "policy"
    shutil.copytree(POLICY_FOLDER, folder)
    file = next(path for path in folder.glob("instruments/**/*.toml") if path.read_text() == recorded)
    file.write_text(f"# Another text.\n{recorded}")

    refused = run(capsys, "load", str(folder))
    ledger = LedgerRow.objects.count()
    kept = run(capsys, "load", str(folder), "--keep-recorded")

    assert (refused[0], refused[1], ledger) == (main.REFUSED, "", 1)
    assert refused[2].startswith("instrument.already_recorded: ")
    assert kept[0] == main.DONE
    assert kept[2].startswith("SE-MENPANRB-67-2020 is recorded with another text than its file has; the record stays.")
    assert InstrumentRow.objects.get(number="SE-MENPANRB-67-2020").text == recorded
    assert LedgerRow.objects.latest("id").facts["kept"] == ["SE-MENPANRB-67-2020"]


def test_load_of_no_folder_is_wrong_use(capsys, tmp_path):
    code, _, err = run(capsys, "load", str(tmp_path / "nowhere"))

    assert code == main.WRONG_USE
    assert err == (
        f"CommandError: {tmp_path}/nowhere is no folder. Expected one that holds regions.csv, offices.csv, "
        "instruments/ …\n"
    )


def test_regime_json_is_the_answer_of_the_api(capsys, client):
    save_office()

    code, out, err = run(capsys, "regime", "serang", "2020-09-10", "--known-at", "2020-09-09T00:00Z", "--json")

    api = client.get("/api/v1/offices/serang/regime?on=2020-09-10&known_at=2020-09-09T00:00Z")
    assert (code, json.loads(out), err) == (main.DONE, api.json(), "")


def test_regime_speaks_the_language_of_the_terminal(capsys, monkeypatch):
    monkeypatch.setenv("LANG", "id_ID.UTF-8")
    save_office()

    _, out, _ = run(capsys, "regime", "serang", "2020-09-12")

    title = " ".join(out.partition("┏")[0].split())  # as wide as the table, so it may take two lines
    assert title == (
        "Kantor Imigrasi Serang · Sabtu, 12 September 2020 · Akhir pekan · "
        "menurut keadaan Kamis, 10 September 2020 pukul 07.30 WIB"
    )
    assert rows(out)[0] == ["Kantor", "buka", "tidak ada aturan yang membatasi", ""]


@pytest.mark.parametrize("words", [["regime", "nowhere", "2020-09-10"], ["capacity", "nowhere", "2020-09-10"]])
def test_an_unknown_office_is_refused(capsys, words):
    assert run(capsys, *words) == (main.REFUSED, "", f"{UNKNOWN}  office: nowhere\n")


def test_plan_of_an_unknown_office_is_refused(capsys):
    code, _, err = run(capsys, "plan", "nowhere", "2020-09-10", "2020-09-11")

    assert (code, err) == (main.REFUSED, UNKNOWN)


@pytest.mark.parametrize("day", ["2020-13-01", "tomorrow", "0001-01-01"])
def test_a_day_that_cannot_be_read_is_wrong_use_and_says_what_is_expected(capsys, day):
    code, _, err = run(capsys, "regime", "serang", day)

    assert code == main.WRONG_USE
    assert err.splitlines()[-1] == (
        f"serambi regime: error: argument date: '{day}' is no day; expected one such as 2020-09-10"
    )


def test_an_instant_without_an_offset_is_wrong_use(capsys):
    code, _, err = run(capsys, "regime", "serang", "2020-09-10", "--known-at", "2020-09-10T07:30")

    assert code == main.WRONG_USE
    assert err.splitlines()[-1] == (
        "serambi regime: error: argument --known-at: '2020-09-10T07:30' is neither; "
        "expected a day such as 2020-09-10, or an instant such as 2020-09-10T07:30+07:00"
    )


def test_a_day_as_known_at_means_its_end_at_the_office(capsys):
    save_office()

    answers = [
        json.loads(run(capsys, "regime", "serang", "2020-09-10", "--known-at", known_at, "--json")[1])["known_at"]
        for known_at in ("2020-09-03", "2020-09-03T12:00+07:00")
    ]

    assert answers == ["2020-09-03T16:59:59.999999Z", "2020-09-03T05:00:00Z"]


def test_capacity_on_a_narrow_terminal_leaves_the_sentences_out(capsys, monkeypatch):
    monkeypatch.setattr("serambi.counters.cli.terminal.NARROWEST_TABLE", 80)
    save_slot(save_office())

    _, out, _ = run(capsys, "capacity", "serang", "2020-09-14")

    assert ["09:30", "Passports", "7", "0", "7 *", "8", "40", "32"] in [cells(line) for line in out.splitlines()]
    assert max(len(line.rstrip()) for line in out.splitlines()) <= 80


def test_capacity_shows_every_bound_and_what_binds(capsys):
    save_slot(save_office())
    Slot.objects.update(taken=2)

    code, out, _ = run(capsys, "capacity", "serang", "2020-09-14")

    lines = out.splitlines()
    assert (code, lines[0].rstrip()) == (
        main.DONE,
        "Kantor Imigrasi Serang · Monday, 14 September 2020 · 100 places · "
        "as of Thursday, 10 September 2020, 07:30 WIB",
    )
    reason = "Quota: 7 places out of 100 a day (100% of the normal quota of 100)."
    assert ["09:30", "Passports", "7", "2", "7 *", "8", "40", "32", reason] in [cells(line) for line in lines]
    assert lines[-2].rstrip() == "* what decides"
    assert lines[-1] == "Counters, staff and seats are an example, not the office's own numbers."


def test_capacity_json_is_the_answer_of_the_api(capsys, client):
    save_office()

    code, out, err = run(capsys, "capacity", "serang", "2020-09-14", "--json")

    assert (code, json.loads(out), err) == (
        main.DONE,
        client.get("/api/v1/offices/serang/capacity?on=2020-09-14").json(),
        "",
    )


def test_plan_writes_days_and_twice_writes_nothing(capsys):
    save_office()

    first = run(capsys, "plan", "serang", "2020-09-10", "2020-11-10")
    second = run(capsys, "plan", "serang", "2020-09-10", "2020-11-10")

    slots, days = Slot.objects.count(), OfficeDay.objects.count()
    places = sum(Slot.objects.values_list("places", flat=True))
    assert (days, first[:2]) == (61, (main.DONE, f"61 days, {slots} slots, {places} places; {slots} slots written\n"))
    assert second[:2] == (main.DONE, f"61 days, {slots} slots, {places} places; 0 slots written\n")


def test_plan_says_who_was_displaced(capsys):
    slot = save_slot(save_office(), 30)
    for minutes, email in enumerate([None, *["ani@example.org"] * 8]):
        person = applicant(email=email)
        book_visits(requests=[request(slot.code, person)], now=NOW - timedelta(minutes=minutes), by="test")

    _, out, _ = run(capsys, "plan", "serang", "2020-09-14", "2020-09-15")

    # Six places are left; who booked last leaves, and one of them gave no address.
    assert out.splitlines()[1:] == ["3 people displaced: 1 call, 2 offer"]


def test_plan_of_an_empty_period_is_refused(capsys):
    code, _, err = run(capsys, "plan", "serang", "2020-09-14", "2020-09-14")

    assert (code, err) == (main.REFUSED, "period.empty: The last day must be after the first.\n")


def test_times_of_the_ledger_are_those_of_the_clock(capsys):
    save_office()

    run(capsys, "plan", "serang", "2020-09-14", "2020-09-15")

    assert LedgerRow.objects.get().at == datetime(2020, 9, 10, 0, 30, tzinfo=UTC)
