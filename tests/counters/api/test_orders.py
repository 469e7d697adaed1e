"""The calls for staff: keys and roles, previews, enacting, undoing, risk maps; every refusal in its form."""

import json
from datetime import date, timedelta

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob

from serambi.procedures.plan_slots import plan_slots
from serambi.records.models import AssessmentRow, InstrumentRow, LedgerRow, Obligation, OrderTask, Slot
from tests.factories import CLOSED, NOW, QUARTER, THE_DAY, order_text, save_office, save_regions
from tests.procedures.orders import ONE_DAY, UNTIL, consistent, fill

pytestmark = pytest.mark.django_db(transaction=True)

ONE_DAY_CLOSED = order_text("SE-9", CLOSED, **ONE_DAY)
FOR_GOOD = order_text("SE-10", CLOSED, areas='["office:serang"]')
TOML = "application/toml"
HEADING = "region_code,score,assessed_on,known_at,source,confidence"
RED = f"{HEADING}\n36.73,1.50,2020-09-09,2020-09-09T00:00:00+07:00,test,VERIFIED\n"


@pytest.fixture(autouse=True)
def story_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def serang(transactional_db):
    save_regions()
    office = save_office()
    plan_slots(office="serang", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    return office


def preview(answer) -> dict:
    """The whole of a streamed answer."""
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    return json.loads(answer.getvalue())


def code_of(answer) -> tuple[int, str]:
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


# Keys and roles


@pytest.mark.parametrize(
    "path", ["/instruments", "/instruments?dry_run=true", "/instruments/SE-9/undoing", "/assessments"]
)
@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer wrong", "Basic eDp5"])
def test_without_a_key_nothing_is_read(serang, send, path, sent):
    answer = send(path, "nonsense", {"Authorization": sent} if sent else {})

    assert code_of(answer) == (401, "token.invalid")
    assert answer["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("role", "office"), [("clerk", "serang"), ("supervisor", "serang"), ("auditor", None)])
@pytest.mark.parametrize(
    "path", ["/instruments", "/instruments?dry_run=true", "/instruments/SE-9/undoing", "/assessments"]
)
def test_other_roles_may_not_order(serang, send, key_of, path, role, office):
    body = {"reason": "x"} if "undoing" in path else "nonsense"

    assert code_of(send(path, body, key_of("ani", role, office))) == (403, "staff.not_allowed")


def test_a_head_of_office_orders_for_that_office_alone(serang, send, key_of):
    kepala = key_of("kepala", "office_head", "serang")
    own = order_text("KEPALA-1", QUARTER, rank='"office_head"', issuer='"Kepala"', areas='["office:serang"]')

    refused = send("/instruments", order_text("X", QUARTER), kepala, TOML)
    assert code_of(refused) == (403, "instrument.signer_not_competent")
    assert refused.json()["field"] == "rank"
    assert code_of(send("/instruments?dry_run=true", order_text("X", QUARTER), kepala, TOML))[0] == 403
    assert code_of(send("/assessments", RED, kepala, "text/csv")) == (403, "staff.not_allowed")
    assert send("/instruments", own, kepala, TOML).status_code == 201
    assert code_of(send("/instruments/KEPALA-1/undoing", {"reason": "x"}, kepala)) == (403, "staff.not_allowed")


def test_a_key_ends_with_its_days(serang, send, key_of):
    headers = key_of("direktur")

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert code_of(send("/instruments", ONE_DAY_CLOSED, headers, TOML)) == (401, "token.invalid")


# Previews


def test_dry_run_says_what_enacting_does_and_writes_nothing(serang, send, key_of):
    fill(date(2020, 9, 14), 20)
    fill(date(2020, 9, 14), 10, email=None)
    headers, before = key_of("direktur"), list(Slot.objects.order_by("id").values())

    found = preview(send("/instruments?dry_run=true", ONE_DAY_CLOSED, headers, TOML))

    (office,) = found.pop("offices")
    assert found == {
        "number": "SE-9",
        "needs_second_signer": False,
        "office_count": 1,
        "closes": [
            {"office": "serang", "first_on": "2020-09-14", "days": 1, "clause": 1, "receives_urgent": False},
        ],
        "totals": {
            "offices": 1,
            "offices_changed": 1,
            "days": 1,
            "slots": office["slots_changed"],
            "people": {"passport": 30},
            "dues": {"offer": 20, "call": 10},
            "unreachable": 10,
            "promises_moved": 0,
        },
    }
    assert office == {
        "office": "serang",
        "days": [{"on": "2020-09-14", "places_before": 100, "places_after": 0}],
        "slots_changed": office["slots_changed"],
        "people": {"passport": 30},
        "dues": {"offer": 20, "call": 10},
        "unreachable": 10,
        "promises_moved": 0,
        "first_day": "2020-09-14",
        "regime": {
            "open": {"before": {"value": True, "instrument": None}, "after": {"value": False, "instrument": "SE-9"}}
        },
    }
    assert (InstrumentRow.objects.count(), Obligation.objects.count()) == (0, 0)
    assert list(Slot.objects.order_by("id").values()) == before


def test_dry_run_names_every_office_and_adds_them_up(serang, send, key_of):
    save_office("cilegon", seat_region="36.72")

    found = preview(send("/instruments?dry_run=true", {"text": order_text("SE-9", QUARTER)}, key_of("direktur")))

    assert [(each["office"], bool(each["days"])) for each in found["offices"]] == [("cilegon", False), ("serang", True)]
    assert (found["office_count"], found["totals"]["offices"], found["totals"]["offices_changed"]) == (2, 2, 1)
    assert found["offices"][1]["regime"]["quota_share"]["after"] == {"value": 0.25, "instrument": "SE-9"}


# Enacting


def test_enact_answers_what_was_done_and_the_same_text_again_does_nothing(serang, send, key_of):
    fill(date(2020, 9, 14), 3)
    headers = key_of("direktur")

    first = send("/instruments", {"text": ONE_DAY_CLOSED, "file": "se-9.toml"}, headers)
    again = send("/instruments", ONE_DAY_CLOSED, headers, TOML)

    done = first.json()["carried_out"]
    assert (first.status_code, first.json()) == (
        201,
        {"number": "SE-9", "offices": 1, "state": "enacted", "carried_out": done},
    )
    assert done == {
        "offices_done": 1,
        "offices_left": 0,
        "slots_written": done["slots_written"],
        "obligations": {"offer": 3},
        "restored": 0,
        "promises_moved": 0,
    }
    assert (again.status_code, again.json()["state"], again.json()["carried_out"]) == (200, "enacted", None)
    assert InstrumentRow.objects.values_list("file", flat=True).get() == "se-9.toml"
    assert LedgerRow.objects.get(action="instrument.enacted").by == "direktur"
    consistent()


def test_enact_that_needs_two_signers_waits_for_the_second(serang, send, key_of):
    direktur, sekretaris = key_of("direktur"), key_of("sekretaris")

    first = send("/instruments", FOR_GOOD, direktur, TOML)
    same = send("/instruments", FOR_GOOD, direktur, TOML)
    other = send("/instruments", FOR_GOOD.replace("Surat", "Nota"), sekretaris, TOML)
    second = send("/instruments", FOR_GOOD, sekretaris, TOML)

    assert (first.status_code, first.json()) == (
        202,
        {"number": "SE-10", "offices": 1, "state": "proposed", "carried_out": None},
    )
    assert code_of(same) == (409, "instrument.same_signer")
    assert code_of(other) == (409, "instrument.proposed_otherwise")
    assert (second.status_code, second.json()["state"]) == (201, "enacted")


def test_enact_for_many_offices_leaves_them_to_the_worker_and_tells_it(serang, send, key_of):
    for number in range(6):
        save_office(f"kantor-{number}")
        plan_slots(office=f"kantor-{number}", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")

    answer = send("/instruments", order_text("SE-9", QUARTER), key_of("direktur"), TOML)

    assert (answer.status_code, answer.json()["carried_out"]["offices_left"]) == (201, 7)
    assert OrderTask.objects.filter(done_at=None).count() == 7
    told = ProcrastinateJob.objects.filter(task_name="serambi.counters.jobs.tasks.carry_out_orders", status="todo")
    assert told.count() == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (order_text("X", CLOSED, rank='"mayor"', areas='["region:36.73"]'), (403, "instrument.not_competent")),
        (order_text("X", QUARTER, signed_on="2020-09-11"), (422, "instrument.signed_later")),
        (order_text("X", QUARTER, revokes='["SE-0"]'), (422, "instrument.revokes_unknown")),
        (order_text("SE-1", 'topic = "quota_share"\nvalue = 0.5'), (409, "instrument.already_recorded")),
    ],
)
def test_enact_and_dry_run_refuse_alike(serang, send, key_of, text, expected):
    headers = key_of("direktur")
    assert send("/instruments", order_text("SE-1", QUARTER), headers, TOML).status_code == 201

    for path in ("/instruments", "/instruments?dry_run=true"):
        assert code_of(send(path, text, headers, TOML)) == expected


def test_faults_of_a_text_are_named_each_at_its_line(serang, send, key_of):
    text = order_text("X", 'topic = "quota_share"\nvalue = 1.2', areas='["region:99.99"]')

    answer = send("/instruments", {"text": text, "file": "x.toml"}, key_of("direktur") | {"Accept-Language": "en"})

    assert (answer.status_code, answer.json()) == (
        422,
        {
            "type": "/api/v1/docs#policy.faults",
            "title": "Some of the input needs correcting",
            "status": 422,
            "detail": "The policy files hold faults; nothing was loaded.",
            "code": "policy.faults",
            "faults": [
                {"file": "x.toml", "line": 8, "reason": "unknown area region:99.99"},
                {"file": "x.toml", "line": 13, "reason": "value must be a share from 0 to 1, not 1.2"},
            ],
        },
    )


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        ("{", "application/json", (422, "body.unreadable")),
        ("[]", "application/json", (422, "input.invalid")),
        ('{"text": "x", "txt": 1}', "application/json", (422, "input.invalid")),
        ('{"text": "\\u0000"}', "application/json", (422, "input.invalid")),
        ("a\0b", TOML, (422, "body.unreadable")),
        ("not toml at all", TOML, (422, "policy.faults")),
    ],
)
def test_what_cannot_be_read_is_said_and_not_a_failure(serang, send, key_of, body, content_type, expected):
    assert code_of(send("/instruments", body, key_of("direktur"), content_type)) == expected


def test_a_long_order_is_taken_and_a_longer_one_is_not(serang, send, key_of):
    headers = key_of("direktur")
    long = ONE_DAY_CLOSED + "# " + "x" * 100_000

    assert send("/instruments", long, headers, TOML).status_code == 201
    too_long = send("/instruments", long * 6, headers, TOML)
    assert (code_of(too_long), too_long.json()["facts"]) == ((413, "body.too_large"), {"most_kb": 512})


# Undoing


def test_undo_restores_and_says_so(serang, send, key_of):
    fill(date(2020, 9, 14), 4)
    headers = key_of("direktur")
    send("/instruments", ONE_DAY_CLOSED, headers, TOML)

    done = send("/instruments/SE-9/undoing", {"reason": "keliru"}, headers)
    twice = send("/instruments/SE-9/undoing", {"reason": "keliru"}, headers)

    assert (done.status_code, done.json()["restored"]) == (200, 4)
    assert code_of(twice) == (409, "instrument.undone_already")
    assert code_of(send("/instruments/NO/SUCH/undoing", {"reason": "x"}, headers)) == (404, "instrument.unknown")
    assert LedgerRow.objects.get(action="instrument.undone").facts["reason"] == "keliru"
    consistent()


def test_undo_of_what_reopened_an_office_waits_for_a_second_signer(serang, send, key_of):
    direktur, sekretaris = key_of("direktur"), key_of("sekretaris")
    reopening = order_text("SE-R", QUARTER, areas='["office:serang"]', revokes='["SE-9"]')
    for headers in (direktur, sekretaris):
        send("/instruments", order_text("SE-9", CLOSED, areas='["office:serang"]'), headers, TOML)
    send("/instruments", reopening, direktur, TOML)

    first = send("/instruments/SE-R/undoing", {"reason": "keliru"}, direktur)
    again = send("/instruments/SE-R/undoing", {"reason": "keliru"}, direktur)
    second = send("/instruments/SE-R/undoing", {"reason": "keliru"}, sekretaris)

    assert (first.status_code, first.json()) == (202, {"number": "SE-R", "state": "proposed"})
    assert code_of(again) == (409, "instrument.same_signer")
    assert (second.status_code, second.json()["offices_done"]) == (200, 1)


def test_a_head_of_office_closes_by_no_name(serang, send, key_of):
    words = {"rank": '"office_head"', "issuer": '"Kepala"', "areas": '["office:serang"]'}
    text = order_text("KEPALA-1", 'topic = "quota_share"\nvalue = 0', **words)

    refused = send("/instruments", text, key_of("kepala", "office_head", "serang"), TOML)

    assert code_of(refused) == (403, "instrument.not_competent")
    assert refused.json()["field"] == "clause.1.topic"


@pytest.mark.parametrize(("reason", "code"), [("", "input.invalid"), ("   ", "instrument.no_reason")])
def test_undo_without_a_reason_is_refused_at_the_field(serang, send, key_of, reason, code):
    headers = key_of("direktur")
    send("/instruments", ONE_DAY_CLOSED, headers, TOML)

    answer = send("/instruments/SE-9/undoing", {"reason": reason}, headers)

    problem = answer.json()
    assert code_of(answer) == (422, code)
    assert (problem.get("field") or problem["errors"][0]["field"]) == "reason"
    assert InstrumentRow.objects.get().undone_at is None


# Risk maps


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (RED, "text/csv"),
        (
            json.dumps(
                {
                    "region_code": "36.73",
                    "score": 1.5,
                    "assessed_on": "2020-09-09",
                    "source": "t",
                    "confidence": "VERIFIED",
                }
            ),
            "application/x-ndjson",
        ),
    ],
)
def test_assess_previews_and_then_replans_whose_zone_changed(serang, send, key_of, body, content_type):
    headers = key_of("direktur")
    send("/instruments", order_text("SE-67", 'topic = "quota_share"\nvalue = 0.25\nzones = ["red"]'), headers, TOML)

    foreseen = send("/assessments?dry_run=true", body, headers, content_type)
    assert AssessmentRow.objects.count() == 0
    done = send("/assessments", body, headers, content_type)
    again = send("/assessments", body, headers, content_type)

    assert foreseen.json() == {"lines": 1, "zones": {"serang": {"before": None, "after": "red"}}}
    assert (done.status_code, done.json()["lines"], done.json()["offices"]) == (200, 1, ["serang"])
    assert done.json()["carried_out"]["slots_written"] > 0
    assert (again.json()["lines"], again.json()["offices"]) == (0, [])
    assert AssessmentRow.objects.get().known_at == NOW


@pytest.mark.parametrize(
    ("body", "content_type", "line"),
    [
        (f"{HEADING}\n99.99,1.5,2020-09-09,2020-09-09T00:00:00+07:00,t,VERIFIED\n", "text/csv", 2),
        ("nonsense", "text/csv", 1),
        ('{"region_code": "99.99"}', "application/jsonl", 1),
        ('{"region_code": "36.73", "scores": 1}', "application/jsonl", 1),
        ("{", "application/jsonl", 1),
        ("[" * 50_000, "application/jsonl", 1),
    ],
)
def test_assess_names_the_line_that_is_wrong(serang, send, key_of, body, content_type, line):
    answer = send("/assessments", body, key_of("direktur"), content_type)

    assert code_of(answer) == (422, "policy.faults")
    assert answer.json()["faults"][0]["line"] == line
    assert AssessmentRow.objects.count() == 0
