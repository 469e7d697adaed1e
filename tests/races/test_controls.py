"""The races can fail: with the guards taken away, people are lost, and the audit and the checker say so."""

from collections.abc import Mapping

import pytest
from django.db import connection

from serambi.records.models import Booking, LedgerRow, Slot, slots
from serambi.records.models.slots import SlotQuerySet
from tests import audit
from tests.factories import applicant, request
from tests.races.clients import at_once, book, mixed
from tests.races.histories import unexplained_slots

CLIENTS = 64
RUNS, CAUGHT_AT_LEAST = 10, 9


def test_without_guards_the_last_place_is_overbooked(race_slots, unguarded, monkeypatch):
    monkeypatch.setattr(slots, "LOCK_BY_CODE", slots.LOCK_BY_CODE.replace("FOR UPDATE OF slot", ""))
    monkeypatch.setattr(SlotQuerySet, "take_places", take_without_looking)
    (slot,) = race_slots(1, places=1)

    at_once(lambda number: book(request(slot, applicant(number))), CLIENTS)

    assert Booking.objects.live().count() > 1
    assert audit.faults().overbooked == (slot,)
    assert audit.faults().overfull == (slot,)


def test_each_wall_alone_keeps_the_last_place(race_slots, monkeypatch):
    """Without the lock the compare-and-set still decides: one winner, and nobody is told a wrong thing."""
    monkeypatch.setattr(slots, "LOCK_BY_CODE", slots.LOCK_BY_CODE.replace("FOR UPDATE OF slot", ""))
    (slot,) = race_slots(1, places=1)

    at_once(lambda number: book(request(slot, applicant(number))), CLIENTS)

    assert Booking.objects.live().count() == 1
    assert audit.faults() == audit.NONE


@pytest.mark.parametrize("off_by", [1, -1])
def test_seeded_off_by_one_is_caught(race_slots, unguarded, monkeypatch, off_by):
    """One place too many (overbooked) or too few ("full" while one was free), without the database's own wall."""
    monkeypatch.setattr(Slot, "free", property(lambda slot: slot.places + off_by - slot.taken))
    monkeypatch.setattr(SlotQuerySet, "take_places", take_without_looking)
    codes = race_slots(8 * RUNS, places=3)

    caught = 0
    for run in range(RUNS):
        own = codes[8 * run : 8 * (run + 1)]
        events = mixed(slots=own, people=60, clients=16, operations=320, seed=f"off-by-{off_by}-{run}")
        ledger = dict(LedgerRow.objects.filter(action__startswith="booking.").values_list("by", "facts"))
        caught += bool(unexplained_slots(events, ledger, dict.fromkeys(own, 3)))
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE request_key, returning_place CASCADE")

    print(f"\noff by {off_by:+}: caught in {caught} of {RUNS} runs")
    assert caught >= CAUGHT_AT_LEAST


def take_without_looking(rows: SlotQuerySet, people: Mapping[int, int]) -> bool:
    """SlotQuerySet.take_places without its WHERE."""
    with connection.cursor() as cursor:
        for slot_id, number in people.items():
            cursor.execute("UPDATE slot SET taken = taken + %s WHERE id = %s", [number, slot_id])
    return True
