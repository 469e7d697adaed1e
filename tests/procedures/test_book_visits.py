"""Booking on a real PostgreSQL: rows, ledger, repeated keys, and one test per refusal that needs the database."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from serambi.procedures.book_visits import BookedVisit, BookingAnswer, book_visits
from serambi.records.models import ApplicantRow, Booking, BookingStatus, LedgerRow, RequestKey, Slot
from serambi.records.sealing import secret_hash, unseal
from serambi.rules.capacity import Contingent
from serambi.rules.instrument import Mode
from serambi.rules.refusal import Refusal
from tests.factories import NOW, applicant, request, save_office, save_slot

pytestmark = pytest.mark.django_db(transaction=True)


def book(*requests) -> tuple[BookingAnswer, ...]:
    return book_visits(requests=requests, now=NOW, by="test")


def test_book_visits_one_person_writes_every_row():
    slot = save_slot(save_office(), places=5)

    (answer,) = book(request(slot.code, applicant(name="Ani", email="ani@example.org")))

    (visit,) = answer.visits
    assert answer == BookingAnswer((visit,), None)
    assert visit == BookedVisit(visit.code, visit.secret, slot.code, datetime(2020, 9, 14, 2, 30, tzinfo=UTC))
    booking = Booking.objects.get()
    assert (booking.code, bytes(booking.secret_hash)) == (visit.code, secret_hash(visit.secret))
    assert (booking.state, booking.is_live, booking.slot_id) == ("confirmed", True, slot.pk)
    assert unseal(ApplicantRow.objects.get().sealed)["name"] == "Ani"
    assert list(BookingStatus.objects.values_list("event", "slot", "by")) == [("confirmed", slot.pk, "test")]
    assert Slot.objects.get().taken == 1
    ledger = LedgerRow.objects.get()
    assert (ledger.action, ledger.subject, ledger.office) == ("visits.booked", visit.code, "serang")
    assert ledger.facts == {"slot": slot.code, "codes": [visit.code]}


def test_book_visits_party_is_all_or_nothing():
    slot = save_slot(save_office(), places=4)

    five = book(request(slot.code, *(applicant() for _ in range(5))))
    four = book(request(slot.code, *(applicant() for _ in range(4))))

    assert five == (BookingAnswer((), Refusal("slot.full", "slot", {"free": 4, "asked": 5})),)
    assert len(four[0].visits) == 4
    assert Slot.objects.get().taken == 4


def test_book_visits_list_decides_each_on_its_own_in_order():
    slot = save_slot(save_office(), places=1)
    first, second, third = (request(slot.code) for _ in range(3))

    answers = book(first, replace(second, purpose="tourism"), third)

    full = Refusal("slot.full", "slot", {"free": 0, "asked": 1})
    assert [answer.refusal for answer in answers] == [None, full, full]
    assert Booking.objects.count() == 1
    assert sorted(LedgerRow.objects.values_list("action", flat=True)) == [
        "visits.booked",
        "visits.refused",
        "visits.refused",
    ]


def test_book_visits_same_key_gives_the_same_answer_once():
    slot = save_slot(save_office(), places=5)
    asked = request(slot.code)

    (first,) = book(asked)
    (again,) = book(asked)

    assert again == replace(first, is_repeat=True)
    assert Booking.objects.count() == 1
    assert Slot.objects.get().taken == 1


def test_book_visits_same_key_twice_in_one_list_books_once():
    slot = save_slot(save_office(), places=5)
    asked = request(slot.code)

    first, second = book(asked, asked)

    assert first == second
    assert Booking.objects.count() == 1


def test_book_visits_same_key_with_other_content_is_refused():
    slot = save_slot(save_office(), places=5)
    asked = request(slot.code)
    book(asked)

    (other,) = book(replace(asked, purpose="umrah"))

    assert other == BookingAnswer((), Refusal("key.reused", "key"))
    assert Booking.objects.count() == 1


def test_book_visits_refusal_is_repeated_too():
    slot = save_slot(save_office(), places=0)
    asked = request(slot.code)
    (first,) = book(asked)
    Slot.objects.update(places=5, planned_places=5)

    (again,) = book(asked)

    assert again == replace(first, is_repeat=True)
    assert Booking.objects.count() == 0


def test_book_visits_person_with_a_live_booking_is_refused():
    office = save_office()
    morning, noon = save_slot(office), save_slot(office, at=time(11, 0))
    ani = applicant()
    book(request(morning.code, ani))

    (answer,) = book(request(noon.code, applicant(), ani))

    assert answer.refusal == Refusal("person.already_booked", "people.1.identity.number")
    assert Booking.objects.count() == 1
    assert Slot.objects.get(pk=noon.pk).taken == 0


@pytest.mark.parametrize(
    ("places", "day", "contingent", "changes", "refusal"),
    [
        (1, {"is_open": False}, Contingent.GENERAL, {}, Refusal("office.closed", "slot")),
        (1, {"mode": Mode.URGENT_ONLY}, Contingent.GENERAL, {}, Refusal("service.urgent_only", "slot")),
        (1, {}, Contingent.URGENT, {}, Refusal("urgency.required", "urgency")),
        (0, {}, Contingent.GENERAL, {}, Refusal("slot.full", "slot", {"free": 0, "asked": 1})),
        (1, {}, Contingent.GENERAL, {"slot": "nowhere"}, Refusal("slot.unknown", "slot")),
        (1, {}, Contingent.GENERAL, {"service": "nothing"}, Refusal("service.unknown", "service")),
        (1, {}, Contingent.GENERAL, {"office": "atlantis"}, Refusal("office.unknown", "office")),
    ],
)
def test_book_visits_refuses_and_writes_only_the_ledger(places, day, contingent, changes, refusal):
    slot = save_slot(save_office(), places, day=day, contingent=contingent)

    (answer,) = book(replace(request(slot.code), **changes))

    assert answer == BookingAnswer((), refusal)
    assert (Booking.objects.count(), Slot.objects.get().taken) == (0, 0)
    assert LedgerRow.objects.get().facts == {"refusal": refusal.code}


def test_book_visits_urgent_need_has_the_urgent_contingent():
    slot = save_slot(save_office(), 1, contingent=Contingent.URGENT)

    (answer,) = book(request(slot.code, urgency="medical"))

    assert answer.refusal is None


def test_book_visits_past_slot_is_refused():
    slot = save_slot(save_office(), on=date(2020, 9, 9))

    (answer,) = book(request(slot.code))

    assert answer.refusal == Refusal("slot.past", "slot")


@pytest.mark.parametrize("number", [1, 3])
def test_book_visits_number_of_statements_is_fixed(number, django_assert_num_queries):
    slot = save_slot(save_office(), places=9)
    requests = [request(slot.code, applicant(email="a@example.org"), applicant()) for _ in range(number)]

    with django_assert_num_queries(11):
        book(*requests)


def test_book_visits_key_is_kept_only_as_a_hash():
    slot = save_slot(save_office())

    book(request(slot.code, key="my-own-key"))

    kept = RequestKey.objects.get()
    assert b"my-own-key" not in bytes(kept.key_hash) + bytes(kept.sealed_answer)
