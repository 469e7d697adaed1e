"""Entering a draw: rows, ledger, repeated keys, one request per person, and one test per refusal."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from serambi.procedures.book_visits import book_visits
from serambi.procedures.enter_draw import DrawReceipt, enter_draw
from serambi.records.models import DrawPerson, DrawRequest, LedgerRow, RequestKey, ServiceRow
from serambi.records.sealing import secret_hash, unseal
from serambi.rules.refusal import Refusal, Refused
from tests.draws import AFTER, CLOSES_AT, CODE, DURING, MONDAY, NINE, enter, entry, make_draw, open_window, save_slots
from tests.factories import NOW, applicant, request, save_slot

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def collecting():
    slots = save_slots()
    open_window()
    return slots


def refusal_of(*people, **changes) -> Refusal:
    with pytest.raises(Refused) as refused:
        enter(*people, **changes)
    return refused.value.refusal


def test_enter_draw_writes_the_request_its_people_and_the_ledger():
    ani, budi = applicant(name="Ani", email="ani@example.org"), applicant(name="Budi")

    receipt = enter(ani, budi, wishes=(NINE, str(MONDAY)), urgency="medical", may_wait=False)

    row = DrawRequest.objects.get()
    assert receipt == DrawReceipt(row.code, receipt.secret)
    assert bytes(row.secret_hash) == secret_hash(receipt.secret)
    assert (row.window.code, row.people, row.wishes, row.may_wait) == (CODE, 2, [NINE, "2020-09-14"], False)
    assert (row.service, row.purpose, row.urgency, row.state, row.rank, row.slot) == (
        *("passport-new", "tourism", "medical"),
        *("entered", "", None),
    )
    persons = DrawPerson.objects.order_by("position")
    assert [(unseal(p.sealed)["name"], p.is_reachable, p.takes_part) for p in persons] == [
        ("Ani", True, True),
        ("Budi", False, True),
    ]
    assert all(ani.identity.number.encode() not in bytes(p.sealed) + bytes(p.identity_hash) for p in persons)
    ledger = LedgerRow.objects.get(action="draw.entered")
    assert (ledger.subject, ledger.office) == (row.code, "serang")
    assert ledger.facts == {"window": CODE, "people": 2, "urgent": True}


def test_enter_draw_same_key_gives_the_same_receipt_once_even_after_the_draw():
    asked = entry()

    first = enter_draw(entry=asked, now=DURING, by="test")
    again = enter_draw(entry=asked, now=DURING, by="test")
    make_draw()
    late = enter_draw(entry=asked, now=AFTER, by="test")

    assert again == late == replace(first, is_repeat=True)
    assert DrawRequest.objects.count() == 1


def test_enter_draw_same_key_with_other_content_is_refused():
    asked = entry()
    enter_draw(entry=asked, now=DURING, by="test")

    with pytest.raises(Refused) as refused:
        enter_draw(entry=replace(asked, wishes=(NINE,)), now=DURING, by="test")

    assert refused.value.refusal == Refusal("key.reused", "key")


def test_enter_draw_refused_may_be_tried_again_with_the_same_key():
    asked = entry(wishes=("nowhere",))
    with pytest.raises(Refused):
        enter_draw(entry=asked, now=DURING, by="test")

    receipt = enter_draw(entry=replace(asked, wishes=(NINE,)), now=DURING, by="test")

    assert receipt.is_repeat is False
    assert RequestKey.objects.count() == 1


def test_enter_draw_counts_only_the_first_request_of_a_person():
    ani = applicant()
    enter(ani)

    refusal = refusal_of(applicant(), ani)

    assert refusal == Refusal("draw.already_entered", "people.1.identity.number")
    assert DrawPerson.objects.count() == 1


def test_enter_draw_refuses_somebody_with_a_live_booking(collecting):
    ani = applicant()
    book_visits(requests=[request(collecting[3].code, ani, urgency="medical")], now=NOW, by="test")

    assert refusal_of(ani) == Refusal("person.already_booked", "people.0.identity.number")


def test_enter_draw_wishes_are_the_general_slots_and_days_of_the_window(collecting):
    beyond = save_slot(collecting[0].office_day.office, on=MONDAY + timedelta(days=7))
    urgent = collecting[3]

    for wish in (beyond.code, str(beyond.office_day.on), urgent.code, "nowhere"):
        assert refusal_of(wishes=(NINE, wish)) == Refusal("draw.wish_unknown", "wishes.1")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"window": "nowhere"}, Refusal("draw.not_found")),
        ({"now": NOW - timedelta(seconds=1)}, Refusal("draw.not_open")),
        ({"now": CLOSES_AT}, Refusal("draw.over")),
        ({"service": "nothing"}, Refusal("service.unknown", "service")),
        ({"wishes": ()}, Refusal("draw.wishes", "wishes", {"most": 10})),
        ({"urgency": "hurry"}, Refusal("urgency.unknown", "urgency")),
        ({"people": ()}, Refusal("party.size", "people", {"most": 5})),
        ({"key": ""}, Refusal("key.invalid", "key")),
    ],
)
def test_enter_draw_refuses_and_writes_nothing(changes, refusal):
    assert refusal_of(**changes) == refusal
    assert (DrawRequest.objects.count(), DrawPerson.objects.count(), RequestKey.objects.count()) == (0, 0, 0)


def test_enter_draw_refuses_a_service_of_the_other_group():
    ServiceRow.objects.update(entry=ServiceRow.objects.get().entry | {"group": "permit"})

    assert refusal_of() == Refusal("service.unknown", "service")


def test_enter_draw_after_the_draw_is_over_whatever_the_clock_says():
    make_draw()

    assert refusal_of(now=DURING) == Refusal("draw.over")


@pytest.mark.parametrize("number", [1, 5])
def test_enter_draw_number_of_statements_is_fixed(number, django_assert_num_queries):
    asked = entry(*(applicant() for _ in range(number)))

    with django_assert_num_queries(13):
        enter_draw(entry=asked, now=DURING, by="test")


def test_twelve_who_enter_one_person_at_once_make_one_request():
    ani = applicant()

    def one(_: int) -> str:
        try:
            enter(ani)
            return "entered"
        except Refused as refused:
            return refused.refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        answers = sorted(pool.map(one, range(12)))

    assert answers == ["draw.already_entered"] * 11 + ["entered"]
    assert DrawRequest.objects.count() == DrawPerson.objects.count() == 1
