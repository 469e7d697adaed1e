"""Cancelling: the rows, the place that stays taken for a while, repeated keys, and one test per refusal."""

from datetime import timedelta

import pytest

from serambi.procedures.book_visits import book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.records.models import Booking, BookingStatus, LedgerRow, ReturningPlace, Slot
from serambi.rules.refusal import Refusal, Refused
from tests.factories import NOW, applicant, request, save_office, save_slot

pytestmark = pytest.mark.django_db(transaction=True)


def booked(slot: Slot, *people) -> str:
    (answer,) = book_visits(requests=[request(slot.code, *people)], now=NOW, by="test")
    return answer.visits[0].code


def cancel(code: str, key: str = "key", now=NOW) -> None:
    cancel_booking(code=code, key=key, now=now, by="test")


def refusal_of(code: str, key: str = "key", now=NOW) -> Refusal:
    with pytest.raises(Refused) as refused:
        cancel(code, key, now)
    return refused.value.refusal


def test_cancel_booking_writes_every_row():
    slot = save_slot(save_office())
    code = booked(slot)

    cancel(code)

    booking = Booking.objects.get()
    assert (booking.state, booking.is_live, booking.slot_id) == ("cancelled", False, slot.pk)
    statuses = BookingStatus.objects.order_by("id").values_list("event", "slot", "at", "by")
    assert list(statuses) == [("confirmed", slot.pk, NOW, "test"), ("cancelled", slot.pk, NOW, "test")]
    ledger = LedgerRow.objects.get(action="booking.cancelled")
    assert (ledger.subject, ledger.office, ledger.by, ledger.at) == (code, "serang", "test", NOW)
    assert ledger.facts == {"slot": slot.code}


def test_cancel_booking_place_stays_taken_until_it_returns():
    slot = save_slot(save_office(), places=1)

    cancel(booked(slot))

    assert Slot.objects.get().taken == 1
    returns_at = ReturningPlace.objects.get(slot=slot).returns_at
    assert NOW + timedelta(minutes=5) <= returns_at <= NOW + timedelta(minutes=60)


def test_cancel_booking_frees_the_person_at_once():
    slot = save_slot(save_office())
    ani = applicant()
    cancel(booked(slot, ani))

    again = booked(slot, ani)

    assert list(Booking.objects.live().values_list("code", flat=True)) == [again]


def test_cancel_booking_of_one_in_a_party_keeps_the_others():
    slot = save_slot(save_office())

    cancel(booked(slot, applicant(), applicant(), applicant()))

    assert Booking.objects.live().count() == 2
    assert (Slot.objects.get().taken, ReturningPlace.objects.count()) == (3, 1)


def test_cancel_booking_same_key_cancels_once():
    slot = save_slot(save_office())
    code = booked(slot)
    cancel(code)

    cancel(code)

    assert ReturningPlace.objects.count() == 1
    assert LedgerRow.objects.filter(action="booking.cancelled").count() == 1


def test_cancel_booking_refused_keeps_no_key_and_writes_nothing():
    slot = save_slot(save_office())
    code = booked(slot)
    refusal_of(code, now=slot.start_at)

    cancel(code)

    assert Booking.objects.live().count() == 0


def test_cancel_booking_unknown_code_is_refused():
    assert refusal_of("2222-2222-2222") == Refusal("booking.not_found")
    assert LedgerRow.objects.count() == 0


def test_cancel_booking_cancelled_before_is_refused():
    code = booked(save_slot(save_office()))
    cancel(code)

    assert refusal_of(code, key="another") == Refusal("booking.not_live")
    assert ReturningPlace.objects.count() == 1


def test_cancel_booking_after_its_start_is_refused():
    slot = save_slot(save_office())
    code = booked(slot)

    assert refusal_of(code, now=slot.start_at) == Refusal("booking.past")
    assert Booking.objects.live().count() == 1
