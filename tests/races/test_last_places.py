"""Sixty-four clients at one place, one person, one key, one booking: exactly one wins, all others learn why not."""

import random
from collections import Counter

import pytest

from serambi.procedures.book_visits import book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.move_booking import move_booking
from serambi.records.models import Booking, ReturningPlace, Slot
from serambi.rules.refusal import Refusal, Refused
from tests import audit
from tests.factories import NOW, applicant, request
from tests.races.clients import at_once, book, patiently

CLIENTS = 64
FULL = Refusal("slot.full", "slot", {"free": 0, "asked": 1})


def test_one_last_place_has_one_winner_and_every_loser_gets_slot_full(race_slots):
    (slot,) = race_slots(1, places=1)

    answers = at_once(lambda number: book(request(slot, applicant(number))), CLIENTS)

    assert Counter(answer.refusal and answer.refusal.code for answer in answers) == {None: 1, "slot.full": CLIENTS - 1}
    assert all(answer.refusal in (None, FULL) for answer in answers)
    assert Booking.objects.live().count() == 1
    assert audit.faults() == audit.NONE


def test_one_person_at_many_slots_holds_one_booking(race_slots):
    slots = race_slots(CLIENTS, places=1)

    answers = at_once(lambda number: book(request(slots[number], applicant(1))), CLIENTS)

    refusals = Counter(answer.refusal and answer.refusal.code for answer in answers)
    assert refusals == {None: 1, "person.already_booked": CLIENTS - 1}
    assert sum(Slot.objects.values_list("taken", flat=True)) == 1
    assert audit.faults() == audit.NONE


def test_one_key_sent_by_many_books_once_and_answers_all_alike(race_slots):
    (slot,) = race_slots(1, places=CLIENTS)
    asked = request(slot, applicant(1), applicant(2))

    answers = at_once(lambda number: book(asked), CLIENTS)

    assert len({answer.visits for answer in answers}) == 1
    assert sorted(answer.is_repeat for answer in answers) == [False] + [True] * (CLIENTS - 1)
    assert Booking.objects.count() == 2


def test_parties_at_the_last_places_are_all_or_nothing(race_slots):
    slots = race_slots(4, places=23)
    rng = random.Random(5)
    parties = [[applicant(number * 5 + place) for place in range(rng.randrange(1, 6))] for number in range(CLIENTS)]

    answers = at_once(lambda number: book(request(slots[number % 4], *parties[number])), CLIENTS)

    for number, answer in enumerate(answers):
        if answer.refusal is None:
            assert len(answer.visits) == len(parties[number])
        else:
            assert answer.refusal.code == "slot.full"
            assert answer.refusal.facts["free"] < len(parties[number])
    assert Booking.objects.count() == sum(len(answer.visits) for answer in answers)
    assert audit.faults() == audit.NONE


def test_lists_with_the_same_slots_and_people_in_other_orders_do_not_cross(race_slots):
    slots, before = race_slots(6, places=CLIENTS), audit.deadlocks()

    def one(number: int):
        rng = random.Random(number)
        lists = [request(slot, applicant(person)) for slot, person in zip(slots, range(6), strict=True)]
        rng.shuffle(lists)
        return patiently(lambda: book_visits(requests=lists, now=NOW, by="race"))

    answers = at_once(one, CLIENTS)

    won = [answer for each in answers for answer in each if answer.refusal is None]
    assert audit.deadlocks() == before
    assert len(won) == 6
    assert {a.refusal.code for each in answers for a in each if a.refusal} == {"person.already_booked"}
    assert audit.faults() == audit.NONE


def test_one_booking_cancelled_and_moved_by_many_changes_as_if_one_by_one(race_slots):
    slots = race_slots(CLIENTS, places=1)
    code = book(request(slots[0], applicant(1))).visits[0].code

    def change(number: int) -> str:
        try:
            if number % 2:
                patiently(lambda: cancel_booking(code=code, key=f"cancel-{number}", now=NOW, by="race"))
            else:
                to = slots[number + 1]
                patiently(lambda: move_booking(code=code, slot=to, key=f"move-{number}", now=NOW, by="race"))
        except Refused as refused:
            return refused.refusal.code
        return "done"

    answers = Counter(zip(("move", "cancel") * (CLIENTS // 2), at_once(change, CLIENTS), strict=True))

    assert {answer for _, answer in answers} <= {"done", "booking.changed", "booking.not_live"}
    assert answers["cancel", "done"] == (not Booking.objects.get().is_live) <= 1
    moves = answers["move", "done"]
    assert ReturningPlace.objects.count() == moves + answers["cancel", "done"]
    assert Booking.objects.get().statuses.count() == 1 + moves + answers["cancel", "done"]
    assert audit.faults() == audit.NONE


def test_one_cancellation_sent_by_many_gives_back_one_place(race_slots):
    (slot,) = race_slots(1, places=1)
    code = book(request(slot, applicant(1))).visits[0].code

    at_once(lambda _: patiently(lambda: cancel_booking(code=code, key="once", now=NOW, by="race")), CLIENTS)

    assert ReturningPlace.objects.count() == 1
    with pytest.raises(Refused, match=r"booking\.not_live"):
        cancel_booking(code=code, key="twice", now=NOW, by="race")
