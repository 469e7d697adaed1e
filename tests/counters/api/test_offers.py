"""A booking that an order displaced, through its holder's calls: what it shows, and the three answers."""

from datetime import date, timedelta

import pytest
import time_machine

from serambi.procedures.book_visits import book_visits
from serambi.procedures.expire_offers import expire_offers
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.plan_slots import plan_slots
from serambi.records.models import Obligation, Slot
from tests.factories import CLOSED, NOW, THE_DAY, applicant, order_text, request, save_office, save_regions
from tests.procedures.orders import ONE_DAY, UNTIL, consistent, enact

pytestmark = pytest.mark.django_db(transaction=True)
FOR_GOOD = order_text("SE-10", CLOSED, areas='["office:serang"]')


@pytest.fixture(autouse=True)
def story_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def visit(transactional_db):
    """Somebody with a place on 14 September."""
    save_regions()
    save_office()
    plan_slots(office="serang", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    slot = Slot.objects.filter(office_day__on=date(2020, 9, 14), contingent="general").order_by("start_at").first()
    asked = request(slot.code, applicant(email="ani@example.org"))
    (answer,) = book_visits(requests=[asked], now=NOW, by="test")
    return answer.visits[0]


@pytest.fixture
def ask(client, send, visit):
    """Post to the booking, or look at it; gives status and answer."""

    def call(path: str = "", body=None, **headers: str):
        named = {"Booking-Secret": visit.secret} | {name.replace("_", "-"): value for name, value in headers.items()}
        address = f"/bookings/{visit.code}{path}"
        answer = (
            send(address, "" if body is None else body, named)
            if path
            else client.get(f"/api/v1{address}", headers=named)
        )
        return answer.status_code, answer.json()

    return call


def test_an_offer_shows_the_held_place_its_deadline_and_the_order(visit, ask):
    enact(order_text("SE-9", CLOSED, **ONE_DAY))

    status, booking = ask()

    held = Obligation.objects.select_related("to_slot").get()
    assert (status, booking["state"], booking["is_live"], booking["position"]) == (200, "offered", True, None)
    assert booking["slot"] == held.to_slot.code
    assert booking["offer"] == {
        "kind": "offer",
        "slot": held.to_slot.code,
        "start_at": held.to_slot.start_at.isoformat().replace("+00:00", "Z"),
        "deadline": held.deadline_at.isoformat().replace("+00:00", "Z"),
        "order": "SE-9",
    }
    assert [each["event"] for each in booking["history"]] == ["confirmed", "offered"]


def test_accepting_confirms_the_held_place_once(visit, ask):
    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    held = ask()[1]["slot"]

    first = ask("/offer", {"answer": "accept"}, Idempotency_Key="k")
    again = ask("/offer", {"answer": "accept"}, Idempotency_Key="k")
    anew = ask("/offer", {"answer": "accept"})

    assert (first[0], first[1]["state"], first[1]["slot"], first[1]["offer"]) == (200, "confirmed", held, None)
    assert again == first
    assert (anew[0], anew[1]["code"]) == (409, "offer.none")
    consistent()


def test_accepting_another_slot_takes_that_one(visit, ask):
    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    other = Slot.objects.filter(office_day__on=date(2020, 9, 17), contingent="general").order_by("start_at").first()

    status, booking = ask("/offer", {"answer": "accept", "slot": other.code})

    assert (status, booking["state"], booking["slot"]) == (200, "confirmed", other.code)
    assert ask("/offer", {"answer": "maybe"})[1]["code"] == "input.invalid"


def test_declining_ends_the_booking(visit, ask):
    enact(order_text("SE-9", CLOSED, **ONE_DAY))

    status, booking = ask("/offer", {"answer": "decline"})

    assert (status, booking["state"], booking["is_live"], booking["offer"]) == (200, "cancelled", False, None)
    consistent()


def test_postponing_waits_in_line_and_shows_the_position(visit, ask):
    status, booking = ask("/postponement", Idempotency_Key="k")

    assert (status, booking["state"], booking["slot"], booking["start_at"]) == (200, "postponed", None, None)
    assert (booking["position"], booking["offer"]) == (1, None)
    assert ask("/postponement", Idempotency_Key="k") == (status, booking)
    assert ask("/postponement")[1]["code"] == "booking.not_live"
    consistent()


def test_whoever_lost_the_place_for_good_waits_is_invited_and_may_let_it_pass(visit, ask):
    for by in ("direktur", "sekretaris"):
        enact(FOR_GOOD, by=by)
    assert ask()[1]["position"] == 1
    Slot.objects.filter(office_day__on=date(2020, 9, 18)).update(planned_places=1, places=1)
    Slot.objects.filter(office_day__on=date(2020, 9, 18)).first().office_day.__class__.objects.update(is_open=True)
    invite_waiting(office="serang", now=NOW, by="test")

    booking = ask()[1]

    assert (booking["state"], booking["position"], booking["offer"]["kind"]) == ("invited", None, "invited")
    assert booking["offer"]["slot"] == booking["slot"]
    expire_offers(office="serang", now=NOW + timedelta(days=4), by="test")
    assert (ask()[1]["state"], ask()[1]["position"]) == ("postponed", 1)


@pytest.mark.parametrize(("path", "body"), [("/offer", {"answer": "accept"}), ("/postponement", None)])
def test_a_wrong_secret_is_as_no_booking(visit, send, path, body):
    answer = send(f"/bookings/{visit.code}{path}", "" if body is None else body, {"Booking-Secret": "wrong"})

    assert (answer.status_code, answer.json()["code"]) == (404, "booking.not_found")
