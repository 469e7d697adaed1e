"""GET /cases/{number}: opened by a birth date, and tired of guesses."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from serambi.procedures.advance_case import advance_case
from serambi.procedures.book_visits import book_visits
from serambi.procedures.open_case import open_case
from serambi.procedures.pause_case import pause_case
from serambi.records.codec import to_json
from serambi.records.models import Case, ServiceRow
from serambi.rules.catalogue import Text
from serambi.rules.promise import PauseReason
from serambi.rules.states import CaseEvent
from serambi.rules.verdict import Verdict
from tests.factories import NOW, request, save_office, save_slot, service

pytestmark = pytest.mark.django_db(transaction=True)
LATER = datetime(2020, 9, 10, 3, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def story_day():
    with time_machine.travel(LATER, tick=False):
        yield


@pytest.fixture
def number() -> str:
    slot = save_slot(save_office())
    (answer,) = book_visits(requests=[request(slot.code)], now=NOW, by="test")
    number = open_case(code=answer.visits[0].code, verdict=Verdict((), (), ()), now=LATER, by="desk").number
    for event in (CaseEvent.VERIFY, CaseEvent.INTERVIEW):
        advance_case(number=number, event=event, now=LATER, by="officer")
    return number


def ask(client, number: str, born_on: str = "1990-05-17"):
    return client.get(f"/api/v1/cases/{number}", {"born_on": born_on})


def test_a_case_with_both_clocks(client, number):
    answer = ask(client, number).json()

    steps = answer.pop("steps")
    assert [(step["event"], step["stage"]) for step in steps] == [
        ("received", "received"),
        ("verify", "verified"),
        ("interview", "interviewed"),
    ]
    assert answer == {
        "number": number,
        "office": "serang",
        "service": "passport-new",
        "purpose": "tourism",
        "stage": "interviewed",
        "stage_since_at": "2020-09-10T03:00:00+00:00",
        "is_open": True,
        "received_on": "2020-09-10",
        "promised_on": "2020-09-16",
        "legal_on": "2020-09-16",
        "practice_on": None,
        "foreseen_on": None,
        "no_promise": None,
        "out_of_reach": False,
        "days_left": 4,
        "overdue": False,
        "waits_for_payment": False,
        "paused": False,
        "pauses": [],
        "payment": None,
        "collect_until": None,
        "forecast": None,
    }


def test_a_paused_case_says_why(client, number):
    pause_case(number=number, reason=PauseReason.CLOSURE, note="", now=LATER, by="officer")

    answer = ask(client, number).json()

    assert answer["pauses"] == [{"reason": "closure", "order": None, "from_on": "2020-09-10", "until_on": None}]
    assert (answer["paused"], answer["promised_on"], answer["days_left"]) == (True, None, None)


def test_a_case_for_which_no_day_is_promised_says_so_in_words(client, number):
    entry = service(legal_days=None, service_days=None, time_note=Text("Di luar janji.", "Outside the promise."))
    ServiceRow.objects.update(entry=to_json(entry))

    answer = ask(client, number).json()

    assert answer["no_promise"] == {"id": "Di luar janji.", "en": "Outside the promise."}


def test_what_waits_for_payment_or_is_ready_is_not_overdue(client, number):
    changes = [{}, {"billing_code": "1" * 15}, {"stage": "ready", "ready_on": date(2020, 9, 17)}]
    said = []
    for change in changes:
        Case.objects.update(**change)
        with time_machine.travel(LATER + timedelta(days=7), tick=False):
            answer = ask(client, number).json()
        said.append((answer["overdue"], answer["waits_for_payment"], answer["days_left"]))

    assert said == [(True, False, -1), (False, True, None), (False, False, None)]


def test_wrong_and_unknown_are_answered_alike_until_nothing_is(client, number):
    wrong, unknown = ask(client, number, "1990-05-18"), ask(client, "0" * 16)
    more = [ask(client, number, f"1991-01-0{day}").status_code for day in range(1, 6)]

    assert (wrong.status_code, wrong.content) == (404, unknown.content)
    assert wrong.json()["code"] == "case.not_found"
    assert more == [404, 404, 404, 429, 429]
    assert ask(client, number).json()["code"] == "tracking.too_many"


def test_behind_a_proxy_each_forwarded_address_is_answered_for_itself(client, number, settings):
    settings.PROXIES = 1
    first, second = ({"HTTP_X_FORWARDED_FOR": f"198.51.100.1, 203.0.113.{host}"} for host in (9, 10))
    for serial in range(5):
        client.get(f"/api/v1/cases/{serial:016d}", {"born_on": "1990-05-17"}, **first)

    asked = [client.get(f"/api/v1/cases/{number}", {"born_on": "1990-05-17"}, **each) for each in (first, second)]

    assert [answer.status_code for answer in asked] == [429, 200]


def test_a_birth_date_is_asked_for_and_must_be_one(client, number):
    missing = client.get(f"/api/v1/cases/{number}")

    assert (missing.status_code, missing.json()["errors"][0]["field"]) == (422, "born_on")
    assert ask(client, number, "kemarin").status_code == 422
