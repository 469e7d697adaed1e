"""Places come back after a random 5 to 60 minutes, never before, and never twice."""

from collections import Counter
from datetime import date, timedelta

import pytest

from serambi.procedures.book_visits import book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.move_booking import move_booking
from serambi.procedures.release_places import release_places
from serambi.procedures.steps.new_secrets import place_returns_at
from serambi.records.models import LedgerRow, ReturningPlace, Slot
from tests.factories import NOW, applicant, request, save_office, save_slot

pytestmark = pytest.mark.django_db(transaction=True)

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(minutes=60)


def given_up(slot: Slot, people: int) -> None:
    (answer,) = book_visits(requests=[request(slot.code, *(applicant() for _ in range(people)))], now=NOW, by="test")
    for visit in answer.visits:
        cancel_booking(code=visit.code, key="cancel", now=NOW, by="test")


def release(now) -> int:
    return release_places(now=now, by="job")


def test_release_places_returns_what_is_due_and_writes_the_ledger():
    office = save_office()
    slots = [save_slot(office), save_slot(office, on=date(2020, 9, 15))]
    for slot, people in zip(slots, (2, 3), strict=True):
        given_up(slot, people)

    assert release(NOW + LONGEST) == 5

    assert list(Slot.objects.values_list("taken", flat=True)) == [0, 0]
    assert ReturningPlace.objects.count() == 0
    ledger = LedgerRow.objects.get(action="places.released")
    assert (ledger.subject, ledger.by, ledger.facts) == ("places", "job", {"places": 5})


def test_release_places_twice_returns_nothing_and_writes_nothing():
    given_up(save_slot(save_office()), 2)
    release(NOW + LONGEST)

    assert release(NOW + LONGEST) == 0

    assert Slot.objects.get().taken == 0
    assert LedgerRow.objects.filter(action="places.released").count() == 1


def test_release_places_before_five_minutes_returns_nothing():
    slot = save_slot(save_office(), places=1)
    given_up(slot, 1)

    assert release(NOW + SHORTEST - timedelta(seconds=1)) == 0

    (answer,) = book_visits(requests=[request(slot.code)], now=NOW, by="test")
    assert answer.refusal is not None and answer.refusal.code == "slot.full"


def test_release_places_each_at_its_own_time():
    slot = save_slot(save_office(), places=3)
    given_up(slot, 3)
    for minutes, place in zip((10, 20, 30), ReturningPlace.objects.all(), strict=True):
        ReturningPlace.objects.filter(pk=place.pk).update(returns_at=NOW + timedelta(minutes=minutes))

    freed = [release(NOW + timedelta(minutes=minutes)) for minutes in (9, 10, 19, 30)]

    assert freed == [0, 1, 0, 2]
    assert Slot.objects.get().taken == 0


def test_release_places_of_a_move_returns_the_old_one():
    office = save_office()
    old, new = save_slot(office, places=1), save_slot(office, on=date(2020, 9, 15))
    (answer,) = book_visits(requests=[request(old.code)], now=NOW, by="test")
    move_booking(code=answer.visits[0].code, slot=new.code, key="move", now=NOW, by="test")

    assert release(NOW + LONGEST) == 1

    assert list(Slot.objects.order_by("id").values_list("taken", flat=True)) == [0, 1]


def test_release_places_shrinks_a_slot_that_holds_more_than_planned():
    slot = save_slot(save_office(), places=5)
    given_up(slot, 2)
    book_visits(requests=[request(slot.code, *(applicant() for _ in range(3)))], now=NOW, by="test")
    Slot.objects.update(planned_places=1)

    release(NOW + LONGEST)

    assert list(Slot.objects.values_list("taken", "places", "planned_places")) == [(3, 3, 1)]


def test_place_returns_at_every_part_of_5_to_60_minutes_alike():
    """3,301 equally likely seconds: every eleventh of them gets its share within six standard deviations."""
    draws, parts = 11_000, 11
    seconds = [(place_returns_at(NOW) - NOW).total_seconds() for _ in range(draws)]

    assert all(5 * 60 <= each <= 60 * 60 for each in seconds)
    counts = Counter(int((each - 300) // (3301 / parts)) for each in seconds)
    expected = draws / parts
    assert sorted(counts) == list(range(parts))
    assert max(abs(count - expected) for count in counts.values()) < 6 * expected**0.5


def test_cancelled_together_do_not_return_together():
    given_up(save_slot(save_office()), 5)

    assert ReturningPlace.objects.values("returns_at").distinct().count() >= 3
