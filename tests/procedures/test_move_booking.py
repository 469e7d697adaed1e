"""Moving: the rows of both slots, repeated keys, and one test per refusal."""

from datetime import UTC, date, datetime, time

import pytest

from serambi.procedures.book_visits import book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.move_booking import move_booking
from serambi.procedures.steps import change_booking
from serambi.procedures.steps.slot_facts import lock_slots
from serambi.records.models import Booking, BookingStatus, LedgerRow, ReturningPlace, Slot
from serambi.rules.capacity import Contingent
from serambi.rules.instrument import Mode
from serambi.rules.refusal import Refusal, Refused
from tests.factories import NOW, request, save_office, save_slot

pytestmark = pytest.mark.django_db(transaction=True)

NEXT_DAY = date(2020, 9, 15)


def booked(slot: Slot, **changes) -> str:
    (answer,) = book_visits(requests=[request(slot.code, **changes)], now=NOW, by="test")
    return answer.visits[0].code


def move(code: str, slot: str, key: str = "key", now=NOW) -> None:
    move_booking(code=code, slot=slot, key=key, now=now, by="test")


def refusal_of(code: str, slot: str, key: str = "key", now=NOW) -> Refusal:
    with pytest.raises(Refused) as refused:
        move(code, slot, key, now)
    return refused.value.refusal


def taken() -> list[int]:
    return list(Slot.objects.order_by("id").values_list("taken", flat=True))


def test_move_booking_writes_every_row():
    office = save_office()
    old, new = save_slot(office), save_slot(office, on=NEXT_DAY)
    code = booked(old)

    move(code, new.code)

    booking = Booking.objects.get()
    assert (booking.code, booking.slot_id, booking.state, booking.is_live) == (code, new.pk, "confirmed", True)
    assert taken() == [1, 1]
    assert list(ReturningPlace.objects.values_list("slot", flat=True)) == [old.pk]
    statuses = BookingStatus.objects.order_by("id").values_list("event", "slot", "by")
    assert list(statuses) == [("confirmed", old.pk, "test"), ("moved", new.pk, "test")]
    ledger = LedgerRow.objects.get(action="booking.moved")
    assert (ledger.subject, ledger.office, ledger.by, ledger.at) == (code, "serang", "test", NOW)
    assert ledger.facts == {"from": old.code, "to": new.code}


def test_move_booking_same_key_moves_once():
    office = save_office()
    old, new = save_slot(office), save_slot(office, on=NEXT_DAY)
    code = booked(old)
    move(code, new.code)

    move(code, new.code)

    assert (taken(), ReturningPlace.objects.count()) == ([1, 1], 1)
    assert LedgerRow.objects.filter(action="booking.moved").count() == 1


def test_move_booking_same_key_to_another_slot_is_refused():
    office = save_office()
    old, new, other = save_slot(office), save_slot(office, on=NEXT_DAY), save_slot(office, at=time(11, 0))
    code = booked(old)
    move(code, new.code)

    assert refusal_of(code, other.code) == Refusal("key.reused", "key")
    assert Booking.objects.get().slot_id == new.pk


def test_move_booking_unknown_code_is_refused():
    slot = save_slot(save_office())

    assert refusal_of("2222-2222-2222", slot.code) == Refusal("booking.not_found")


def test_move_booking_cancelled_is_refused():
    office = save_office()
    old, new = save_slot(office), save_slot(office, on=NEXT_DAY)
    code = booked(old)
    cancel_booking(code=code, key="cancel", now=NOW, by="test")

    assert refusal_of(code, new.code) == Refusal("booking.not_live")


@pytest.mark.parametrize(
    ("now", "refusal"),
    [
        # The visit is at 09:30 of Monday the 14th; midnight in Serang is 17:00 UTC of the day before.
        (datetime(2020, 9, 13, 16, 59, tzinfo=UTC), None),
        (datetime(2020, 9, 13, 17, 0, tzinfo=UTC), Refusal("booking.too_late", None, {"days_before": 1})),
        (datetime(2020, 9, 14, 2, 30, tzinfo=UTC), Refusal("booking.past")),
    ],
)
def test_move_booking_closes_the_day_before_in_the_office_zone(now, refusal):
    office = save_office()
    old, new = save_slot(office), save_slot(office, on=NEXT_DAY)
    code = booked(old)

    if refusal is None:
        move(code, new.code, now=now)
    else:
        assert refusal_of(code, new.code, now=now) == refusal

    assert (Booking.objects.get().slot_id == new.pk) is (refusal is None)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"places": 0}, Refusal("slot.full", "slot", {"free": 0, "asked": 1})),
        ({"on": date(2020, 9, 9)}, Refusal("slot.past", "slot")),
        ({"on": NEXT_DAY, "day": {"is_open": False}}, Refusal("office.closed", "slot")),
        ({"on": NEXT_DAY, "day": {"mode": Mode.URGENT_ONLY}}, Refusal("service.urgent_only", "slot")),
        ({"contingent": Contingent.URGENT}, Refusal("urgency.required", "urgency")),
        ({"group": "stay-permit"}, Refusal("slot.unknown", "slot")),
    ],
)
def test_move_booking_to_a_slot_that_cannot_be_had_is_refused(changes, refusal):
    office = save_office()
    old = save_slot(office, at=time(8, 0))
    new = save_slot(office, **changes)
    code = booked(old)

    assert refusal_of(code, new.code) == refusal
    assert (Booking.objects.get().slot_id, taken()) == (old.pk, [1, 0])
    assert LedgerRow.objects.filter(action="booking.moved").count() == 0


def test_move_booking_to_its_own_unknown_or_foreign_slot_is_refused():
    old, elsewhere = save_slot(save_office()), save_slot(save_office("cilegon"))
    code = booked(old)

    assert refusal_of(code, old.code) == Refusal("slot.same", "slot")
    assert refusal_of(code, "nowhere") == Refusal("slot.unknown", "slot")
    assert refusal_of(code, elsewhere.code) == Refusal("slot.unknown", "slot")
    assert taken() == [1, 0]


def test_move_booking_urgent_need_may_have_the_urgent_contingent():
    office = save_office()
    old, new = save_slot(office), save_slot(office, contingent=Contingent.URGENT)
    code = booked(old, urgency="medical")

    move(code, new.code)

    assert Booking.objects.get().slot_id == new.pk


def test_move_booking_changed_between_our_look_and_our_lock_is_refused(monkeypatch):
    office = save_office()
    old, new, other = save_slot(office), save_slot(office, on=NEXT_DAY), save_slot(office, at=time(11, 0))
    code = booked(old)

    def lock_late(codes):
        Booking.objects.update(slot=other)  # as another transaction would have, just before
        return lock_slots(codes)

    monkeypatch.setattr(change_booking, "lock_slots", lock_late)

    assert refusal_of(code, new.code) == Refusal("booking.changed")
    assert LedgerRow.objects.filter(action="booking.moved").count() == 0
