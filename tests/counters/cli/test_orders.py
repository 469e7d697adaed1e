"""The commands about orders: previews, enacting to the last office, undoing, risk maps, keys."""

import json
from datetime import date, timedelta

import pytest
import time_machine

from serambi.counters.cli import main
from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.plan_slots import plan_slots
from serambi.records.models import AssessmentRow, InstrumentRow, LedgerRow, OrderTask, Slot
from serambi.records.queries.staff import StaffRow, staff_of_token
from tests.counters.cli.test_commands import rows, run
from tests.factories import CLOSED, NOW, QUARTER, THE_DAY, order_text, save_office, save_regions
from tests.procedures.orders import ONE_DAY, UNTIL, consistent, fill

pytestmark = pytest.mark.django_db(transaction=True)

MAP = """region_code,score,assessed_on,known_at,source,confidence
36.73,1.50,2020-09-09,2020-09-09T00:00:00+07:00,t,VERIFIED
"""


@pytest.fixture(autouse=True)
def story_day(monkeypatch):
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_MESSAGES", raising=False)
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def serang(transactional_db):
    save_regions()
    office = save_office()
    plan_slots(office="serang", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    return office


def code_in(err: str) -> str:
    """The code of the refusal that ended a command."""
    return err.split(":")[0]


@pytest.fixture
def order(tmp_path):
    """Write an order to a file; gives its path."""

    def write(*words: str, **changes: str) -> str:
        file = tmp_path / "order.toml"
        file.write_text(order_text(*words, **changes))
        return str(file)

    return write


def test_enact_dry_run_shows_what_would_happen_and_writes_nothing(capsys, serang, order):
    fill(date(2020, 9, 14), 3)

    code, out, _ = run(capsys, "enact", order("SE-9", CLOSED, **ONE_DAY), "--dry-run")

    slots = str(Slot.objects.filter(office_day__on=date(2020, 9, 14), planned_places__gt=0).count())
    assert code == main.DONE
    assert rows(out)[0] == [
        *("serang", "2020-09-14: 100 → 0", slots, "3", "3 offered another time", "0"),
        "14 September 2020 Office: open (no order) → closed by order of the Directorate General of Immigration (SE-9)",
    ]
    assert out.splitlines()[-1] == (
        f"1 of 1 offices change, 1 days, {slots} slots; 3 people displaced (3 offer), 0 of them without an address. "
        "Nothing was written."
    )
    assert InstrumentRow.objects.count() == 0


def test_enact_dry_run_json_is_the_answer_of_the_api(capsys, serang, order):
    code, out, err = run(capsys, "enact", order("SE-9", CLOSED, areas='["office:serang"]'), "--dry-run", "--json")

    answer = json.loads(out)
    assert (code, err) == (main.DONE, "")
    assert (answer["number"], answer["needs_second_signer"], answer["office_count"]) == ("SE-9", True, 1)
    assert [each["office"] for each in answer["offices"]] == ["serang"]
    assert answer["totals"]["offices"] == 1


def test_enact_carries_out_every_office_itself_and_twice_is_safe(capsys, serang, order):
    for number in range(6):
        save_office(f"kantor-{number}")
        plan_slots(office=f"kantor-{number}", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    fill(date(2020, 9, 14), 30)
    file = order("SE-9", QUARTER)

    code, out, _ = run(capsys, "enact", file, "--by", "direktur")
    again = run(capsys, "enact", file, "--by", "direktur")

    first, second, third = out.splitlines()
    assert (code, first) == (main.DONE, "SE-9 is enacted for 7 offices.")
    assert second.startswith("7 offices done, 0 left; ")
    assert third == "22 people displaced: 22 offer"
    assert OrderTask.objects.filter(done_at=None).count() == 0
    assert LedgerRow.objects.get(action="instrument.enacted").by == "direktur"
    assert again[:2] == (
        main.DONE,
        "SE-9 was enacted before, in these words; what was left of it is done now.\n"
        "0 offices done, 0 left; 0 slots written\n",
    )
    consistent()


def test_enact_takes_up_what_an_interrupted_one_left(capsys, serang, order, monkeypatch):
    for number in range(6):
        save_office(f"kantor-{number}")
        plan_slots(office=f"kantor-{number}", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    file = order("SE-9", QUARTER)
    with monkeypatch.context() as patched:
        patched.setattr("serambi.counters.cli.orders.open_tasks_of", lambda causes: [])
        run(capsys, "enact", file)
    assert OrderTask.objects.filter(done_at=None).count() == 7

    _, out, _ = run(capsys, "enact", file)

    assert out.splitlines()[1].startswith("7 offices done, 0 left; ")


def test_enact_that_needs_two_signers_says_so(capsys, serang, order):
    file = order("SE-9", CLOSED, areas='["office:serang"]')

    first = run(capsys, "enact", file, "--by", "direktur")
    same = run(capsys, "enact", file, "--by", "direktur")
    second = run(capsys, "enact", file, "--by", "sekretaris", "--json")

    assert first[:2] == (main.DONE, "SE-9 is proposed for 1 offices. Another signer enacts it: --by NAME\n")
    assert (same[0], code_in(same[2])) == (main.REFUSED, "instrument.same_signer")
    assert (second[0], json.loads(second[1])["state"]) == (main.DONE, "enacted")


def test_enact_names_faults_and_files_that_cannot_be_read(capsys, serang, order, tmp_path):
    faulty = order("SE-9", 'topic = "quota_share"\nvalue = 1.2')
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe")

    code, out, err = run(capsys, "enact", faulty)

    assert (code, out) == (main.REFUSED, "")
    assert err.splitlines() == [
        "order.toml:13: value must be a share from 0 to 1, not 1.2",
        "policy.faults: The policy files hold faults; nothing was loaded.",
        "  faults: 1",
    ]
    assert run(capsys, "enact", str(tmp_path / "nothing.toml"))[0] == main.WRONG_USE
    assert run(capsys, "enact", str(tmp_path / "bytes.toml"))[0] == main.WRONG_USE
    assert InstrumentRow.objects.count() == 0


def test_undo_restores_and_says_so(capsys, serang, order):
    fill(date(2020, 9, 14), 4)
    run(capsys, "enact", order("SE-9", CLOSED, **ONE_DAY))

    code, out, _ = run(capsys, "undo", "SE-9", "--reason", "keliru")
    again = run(capsys, "undo", "SE-9", "--reason", "keliru")

    assert (code, out.splitlines()[0], out.splitlines()[-1]) == (
        main.DONE,
        "SE-9 is undone.",
        "4 people have their places back",
    )
    assert (again[0], code_in(again[2])) == (main.REFUSED, "instrument.undone_already")
    assert run(capsys, "undo", "SE-9")[0] == main.WRONG_USE
    consistent()


def test_undo_of_what_reopened_an_office_waits_for_a_second_signer(capsys, serang, order):
    closing = order("SE-9", CLOSED, areas='["office:serang"]')
    run(capsys, "enact", closing, "--by", "direktur")
    run(capsys, "enact", closing, "--by", "sekretaris")
    run(capsys, "enact", order("SE-R", QUARTER, areas='["office:serang"]', revokes='["SE-9"]'))

    first = run(capsys, "undo", "SE-R", "--reason", "keliru", "--by", "direktur")
    as_json = run(capsys, "undo", "SE-R", "--reason", "keliru", "--by", "direktur", "--json")
    second = run(capsys, "undo", "SE-R", "--reason", "keliru", "--by", "sekretaris")

    said = "To undo SE-R closes more than one office or day, so it is proposed and nothing has changed. "
    assert first == (main.DONE, f"{said}Another signer does it: --by NAME\n", "")
    assert (as_json[0], code_in(as_json[2])) == (main.REFUSED, "instrument.same_signer")
    assert second[1].splitlines()[0] == "SE-R is undone."


def test_undo_that_waits_as_json_is_the_answer_of_the_api(capsys, serang, order):
    closing = order("SE-9", CLOSED, areas='["office:serang"]')
    for by in ("direktur", "sekretaris"):
        run(capsys, "enact", closing, "--by", by)
    run(capsys, "enact", order("SE-R", QUARTER, areas='["office:serang"]', revokes='["SE-9"]'))

    code, out, _ = run(capsys, "undo", "SE-R", "--reason", "keliru", "--json")

    assert (code, json.loads(out)) == (main.DONE, {"number": "SE-R", "state": "proposed"})


def test_enact_dry_run_names_the_offices_an_order_closes(capsys, serang, order):
    for number in range(4):
        save_office(f"kantor-{number}")

    _, out, _ = run(capsys, "enact", order("SE-9", 'topic = "quota_share"\nvalue = 0'), "--dry-run")

    named = ", ".join(f"kantor-{number} from 2020-09-10" for number in range(3))
    assert f"It closes 5 offices, leaving no place on working days: {named}, 2 more.\n" in out
    assert out.splitlines()[-1] == "It needs a second signer."


@pytest.mark.parametrize("reason", ["", "   "])
def test_undo_without_a_reason_is_refused(capsys, serang, order, reason):
    run(capsys, "enact", order("SE-9", QUARTER, **ONE_DAY))

    refused = run(capsys, "undo", "SE-9", "--reason", reason)

    said = "instrument.no_reason: Write why it is undone; the reason is kept with the order.\n"
    assert refused == (main.REFUSED, "", said)


def test_assess_previews_and_takes_in_a_map(capsys, serang, order, tmp_path):
    (tmp_path / "map.csv").write_text(MAP)
    file = str(tmp_path / "map.csv")
    run(capsys, "enact", order("SE-67", 'topic = "quota_share"\nvalue = 0.25\nzones = ["red"]'))

    preview = run(capsys, "assess", file, "--dry-run")
    assert AssessmentRow.objects.count() == 0
    done = run(capsys, "assess", file)
    again = run(capsys, "assess", file, "--json")

    assert preview[:2] == (main.DONE, "1 new lines; 1 offices change zone.\nserang: none → red\n")
    assert done[1].splitlines()[0] == "1 new lines; 1 offices changed zone."
    assert done[1].splitlines()[1].startswith("1 offices done, 0 left; ")
    assert (again[0], json.loads(again[1])["lines"]) == (main.DONE, 0)


def test_two_maps_of_one_day_for_many_offices_are_both_carried_out(capsys, serang, order, tmp_path):
    for number in range(6):
        save_office(f"kantor-{number}")
        plan_slots(office=f"kantor-{number}", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    file = tmp_path / "map.csv"
    for minutes, score in enumerate(("1.50", "2.90")):
        file.write_text(MAP.replace("1.50", score))
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            assert run(capsys, "assess", str(file))[1].splitlines()[0] == "1 new lines; 7 offices changed zone."

    assert (OrderTask.objects.count(), OrderTask.objects.filter(done_at=None).count()) == (14, 0)


def test_assess_refuses_a_map_with_faults(capsys, serang, tmp_path):
    (tmp_path / "map.csv").write_text(MAP.replace("36.73", "99.99"))

    code, _, err = run(capsys, "assess", str(tmp_path / "map.csv"))

    assert code == main.REFUSED
    fault, refusal, _ = err.splitlines()
    assert (fault, code_in(refusal)) == ("map.csv:2: region_code has an unknown value 99.99", "policy.faults")


def test_staff_prints_a_login_once_that_opens_the_console(capsys, serang, client):
    code, out, _ = run(capsys, "staff", "direktur", "--role", "directorate", "--by", "ani")
    again = run(capsys, "staff", "direktur", "--role", "directorate")

    username, password = out.splitlines()[0].removeprefix("Staff login  ").split(" / ")
    assert (code, username, out.splitlines()[1]) == (main.DONE, "direktur", "The password is shown only here.")
    assert client.login(username=username, password=password)
    assert LedgerRow.objects.get(action="staff.added").by == "ani"
    said = "staff.added_already: That user name is taken; its account is left as it is.\n  username: direktur\n"
    assert again == (main.REFUSED, "", said)


def test_staff_json_holds_the_login(capsys, serang, client):
    code, out, _ = run(capsys, "staff", "ani", "--role", "clerk", "--office", "serang", "--json")

    answer = json.loads(out)
    password = answer.pop("password")
    assert (code, answer) == (main.DONE, {"username": "ani", "role": "clerk", "office": "serang"})
    assert client.login(username="ani", password=password)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--role", "boss"],
            "role.unknown: There is no such role.\n  roles: clerk, supervisor, office_head, directorate, auditor\n",
        ),
        (
            ["--role", "clerk", "--office", "atlantis"],
            "office.unknown: There is no such office.\n  offices: serang\n",
        ),
        (
            ["--role", "clerk"],
            "staff.office_missing: That role works at one office. Name it.\n  role: clerk\n  offices: serang\n",
        ),
    ],
)
def test_staff_refuses_what_is_not_there_and_says_what_is(capsys, serang, words, said):
    assert run(capsys, "staff", "ani", *words) == (main.REFUSED, "", said)


def test_staff_wants_a_user_name_that_can_sign_in(capsys, transactional_db):
    assert run(capsys, "staff", "ani lestari", "--role", "auditor")[0] == main.WRONG_USE


def test_staff_token_prints_a_key_that_opens(capsys, transactional_db):
    ensure_staff(username="direktur", password="x", office_code=None, role="directorate", now=NOW, by="test")

    code, out, _ = run(capsys, "staff-token", "direktur", "--label", "skrip", "--days", "7")

    assert code == main.DONE
    assert staff_of_token(token=out.strip(), now=NOW) == StaffRow("direktur", "directorate", None)
    said = "staff.unknown: There is no member of staff with that user name.\n"
    assert run(capsys, "staff-token", "nobody", "--label", "skrip")[::2] == (main.REFUSED, said)
    assert run(capsys, "staff-token", "direktur", "--label", "x", "--days", "0")[0] == main.REFUSED
