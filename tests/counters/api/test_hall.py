"""Gates with a program of their own: who is let in and out, who is told no, and by whose key."""

from datetime import time
from decimal import Decimal

import pytest
import time_machine

from serambi.procedures.book_visits import book_visits
from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.leave_hall import close_hall
from serambi.records.models import Booking, GateEvent, HallDay
from tests.factories import NOW, THE_DAY, applicant, means, order_text, request, save_office, save_regions, save_slot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def story_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def code(transactional_db) -> str:
    """A booking at 08:00 in Serang, whose hall holds four."""
    save_regions()
    office = save_office(means=means(hall_seats={Decimal(0): 4}))
    slot = save_slot(office, on=THE_DAY, at=time(8))
    save_slot(office)
    (answer,) = book_visits(requests=[request(slot.code, applicant(email="ani@example.org"))], now=NOW, by="test")
    return answer.visits[0].code


@pytest.fixture
def ask(code, send, key_of):
    """Ask the gate of Serang with a clerk's key; gives status and answer."""
    key = key_of("gerbang", "clerk", "serang")

    def call(path: str = "admissions", office: str = "serang", headers=None, **body):
        answer = send(f"/offices/{office}/{path}", body, key | (headers or {}))
        return answer.status_code, answer.json()

    return call


def test_a_booking_is_let_in_and_out(code, ask):
    entered = ask(code=code.lower(), companions=1)
    again = ask(code=code)
    left = ask("exits", ticket="b1")

    assert entered == (201, {"ticket": "B-001", "inside": 2, "limit": 4})
    assert (again[0], again[1]["code"]) == (409, "visit.arrived_already")
    assert left == (200, {"ticket": "B-001", "inside": 0, "limit": 4})
    assert ask("exits", ticket="B-001")[1]["code"] == "visit.left_already"


def test_a_kind_without_booking_is_let_in_once_for_the_same_key(ask):
    asked = {"kind": "elderly", "companions": 2, "headers": {"Idempotency-Key": "k1"}}

    assert [ask(**asked) for _ in range(2)] == [(201, {"ticket": "P-001", "inside": 3, "limit": 4})] * 2
    full = ask(kind="sick", companions=1)
    assert (full[0], full[1]["code"], full[1]["facts"]) == (409, "hall.full", {"inside": 3, "limit": 4, "people": 2})


def test_a_closed_hall_lets_nobody_in_with_its_own_code_and_words(code, ask):
    close_hall(office="serang", now=NOW, by="test")

    status, problem = ask(code=code, headers={"Accept-Language": "en"})

    said = "The waiting room is closed for today, so nobody can enter any more. Help them book another day."
    assert (status, problem["code"], problem["detail"]) == (409, "hall.closed", said)
    assert GateEvent.objects.get().reason == "hall.closed"


def test_who_is_too_warm_gets_another_time(code, ask):
    fever = order_text("SE-1", 'topic = "max_temperature_c"\nvalue = 37.5')
    enact_instrument(text=fever, file="order.toml", now=NOW, by="direktur")

    unmeasured, warm = ask(code=code), ask(code=code, temperature_c=38.1)

    assert (unmeasured[0], unmeasured[1]["code"]) == (422, "visitor.not_measured")
    assert (warm[0], warm[1]["code"]) == (409, "visitor.too_warm")
    assert Booking.objects.get().state == "offered"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"code": "2345-6789-ABCM", "kind": "elderly"},
        {"kind": "friend"},
        {"kind": "elderly", "companions": 5},
        {"kind": "elderly", "temperature_c": 365},
        {"kind": "elderly", "temperature_c": 36.55},
        {"kind": "elderly", "colour": "red"},
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_written(ask, body):
    status, problem = ask(**body)

    assert (status, problem["code"]) == (422, "input.invalid")
    assert (GateEvent.objects.count(), HallDay.objects.count()) == (0, 0)


def test_only_staff_of_the_office_may(code, send, key_of, client):
    save_office("bandung")
    keys = [key_of("lain", "clerk", "bandung"), key_of("direktur"), key_of("pemeriksa", "auditor")]

    answers = [send(f"/offices/{office}/admissions", {"code": code}, key) for office in ("serang", "x") for key in keys]

    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(403, "staff.not_allowed")}
    assert send("/offices/serang/admissions", {"code": code}, {}).status_code == 401
    assert Booking.objects.get().state == "confirmed"
