"""The call list: who sees it, that every look is noted, what a call comes to, and answers on somebody's behalf."""

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.plan_slots import plan_slots
from serambi.records.models import Booking, LedgerRow, Obligation, Slot
from tests.factories import CLOSED, NOW, THE_DAY, applicant, order_text, save_office, save_regions
from tests.procedures.orders import ONE_DAY, UNTIL, consistent, enact


@pytest.fixture
def code(serang, booked) -> str:
    """Somebody with a telephone and no e-mail, whose place an order took and for whom another one is held."""
    save_regions()
    plan_slots(office="serang", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    slot = Slot.objects.filter(office_day__on=date(2020, 9, 14), contingent="general").order_by("start_at").first()
    (code,) = booked(slot, applicant(name="Citra Dewi", phone="+6281234567890"))
    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    return code


@pytest.fixture
def as_staff(serang):
    def sign_in(username: str = "ani", role: str = "clerk", office: str | None = "serang") -> Client:
        ensure_staff(username=username, password="x", office_code=office, role=role, now=NOW, by="test")
        client = Client()
        client.force_login(get_user_model().objects.get(username=username))
        return client

    return sign_in


def views() -> list[tuple[str, str, str]]:
    rows = LedgerRow.objects.filter(action="person.viewed").order_by("id")
    return list(rows.values_list("subject", "office", "by"))


def test_the_list_says_whom_to_call_about_what_and_the_look_is_noted(code, as_staff):
    response = as_staff().get("/console/serang/calls/")

    (call,) = response.context["calls"]
    assert (call.code, call.name, call.phone, call.tries, call.asks) == (code, "Citra Dewi", "+6281234567890", 0, True)
    assert call.slot == "Selasa, 15 September 2020 pukul 07.30 WIB"
    assert 'href="tel:+6281234567890"' in response.content.decode()
    assert views() == [("call list", "serang", "ani")]


@pytest.mark.parametrize("role", [("clerk", "bandung"), ("auditor", None)])
def test_others_see_no_list_and_note_nothing(code, as_staff, role):
    save_office("bandung")
    client = as_staff("budi", *role)

    assert client.get("/console/serang/calls/").status_code == 404
    for page, data in (("call", {"outcome": "reached"}), ("answer", {"answer": "accept"})):
        assert client.post(f"/console/bookings/{code}/{page}/", data | {"key": "k"}).status_code == 404
    assert views() == []
    assert Obligation.objects.get().outcome == "open"


def test_a_call_that_did_not_get_through_is_counted_once_and_stays(code, as_staff):
    client = as_staff()

    for _ in range(2):
        done = client.post(f"/console/bookings/{code}/call/", {"outcome": "not_reached", "key": "k"})
        assert (done.status_code, done["Location"]) == (302, "/console/serang/calls/")

    (call,) = client.get("/console/serang/calls/").context["calls"]
    assert (call.tries, call.is_wrong_number) == (1, False)


def test_a_call_that_got_through_leaves_the_list_and_the_offer_stands(code, as_staff):
    client = as_staff()

    client.post(f"/console/bookings/{code}/call/", {"outcome": "reached", "key": "k"})
    again = client.post(f"/console/bookings/{code}/call/", {"outcome": "reached", "key": "other"})

    assert (again.status_code, again.context["calls"]) == (409, ())
    assert again.context["refusal"] == "Tidak ada panggilan telepon yang terbuka untuk jadwal ini."
    page = client.get(f"/console/bookings/{code}/").content.decode()
    assert "Catat jawabannya:" in page


@pytest.mark.parametrize(
    ("answer", "state", "outcome"),
    [
        ("accept", "confirmed", "accepted"),
        ("decline", "cancelled", "declined"),
        ("postpone", "postponed", "postponed"),
    ],
)
def test_an_answer_on_behalf_is_written_once_and_by_whom(code, as_staff, answer, state, outcome):
    client = as_staff()

    for _ in range(2):
        done = client.post(f"/console/bookings/{code}/answer/", {"answer": answer, "key": "k", "is_sure": "yes"})
        assert (done.status_code, done["Location"]) == (302, f"/console/bookings/{code}/")

    assert Booking.objects.get(code=code).state == state
    assert Obligation.objects.values_list("outcome", "settled_by").get() == (outcome, "ani")
    assert client.get("/console/serang/calls/").context["calls"] == ()
    consistent()


def test_a_no_is_asked_for_once_more_and_says_what_becomes_of_the_place(code, as_staff):
    client = as_staff()
    before = Booking.objects.values("state", "slot").get(code=code)

    asked = client.post(f"/console/bookings/{code}/answer/", {"answer": "decline", "key": "k"})
    english = client.post(f"/en/console/bookings/{code}/answer/", {"answer": "decline", "key": "k"})

    assert (asked.status_code, asked.context["held"]) == (200, "Selasa, 15 September 2020 pukul 07.30 WIB")
    text = " ".join(asked.content.decode().split())
    assert "Tempat pada <strong>Selasa, 15 September 2020 pukul 07.30 WIB</strong> dilepas" in text
    assert 'name="key" value="k"' in text and 'name="is_sure" value="yes"' in text
    assert "is given up and can soon be booked by somebody else" in english.content.decode()
    assert Booking.objects.values("state", "slot").get(code=code) == before
    assert Obligation.objects.get().outcome == "open"
    assert views() == [(code, "serang", "ani")] * 2


def test_an_answer_to_nothing_is_refused(code, as_staff):
    client = as_staff()
    client.post(f"/console/bookings/{code}/answer/", {"answer": "accept", "key": "k"})

    late = client.post(f"/console/bookings/{code}/answer/", {"answer": "decline", "key": "other"})
    nonsense = client.post(f"/console/bookings/{code}/answer/", {"answer": "perhaps", "key": "x"})

    assert (late.status_code, nonsense.status_code) == (409, 400)
    assert Booking.objects.get(code=code).state == "confirmed"
