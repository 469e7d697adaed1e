"""What is due to the person of a booking."""

from datetime import datetime, timedelta

import pytest

from serambi.procedures.answer_offer import accept_offer
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.join_line import join_line
from serambi.procedures.plan_slots import plan_slots
from serambi.records.models import Booking, Obligation
from serambi.records.queries.offers import OfferRow, last_due, open_offer
from serambi.records.queries.orders import all_instruments
from serambi.records.queries.waiting import people_waiting, waiting_since
from tests.factories import CLOSED, NOW, THE_DAY, applicant, order_text, request, save_office, save_regions
from tests.procedures.orders import ONE_DAY, UNTIL, enact, fill

MONDAY = THE_DAY + timedelta(days=4)


@pytest.fixture(autouse=True)
def serang(transactional_db):
    save_regions()
    save_office()
    plan_slots(office="serang", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")


def start_of(code: str) -> datetime:
    slot = Booking.objects.get(code=code).slot
    assert slot is not None
    return slot.start_at


def test_an_offer_names_the_order_the_old_time_and_the_one_that_is_held():
    (code,) = fill(MONDAY, 1)
    was = start_of(code)
    enact(order_text("SE-1", CLOSED, **ONE_DAY))

    offer = open_offer(code=code)

    held = Booking.objects.get(code=code).slot
    (order,) = all_instruments()
    deadline = Obligation.objects.get().deadline_at
    assert held is not None and deadline is not None
    assert offer == OfferRow("offer", "open", order, was, held.code, held.start_at, deadline)
    assert offer == last_due(code=code)


def test_an_answered_offer_is_no_longer_open_but_still_the_last_due():
    (code,) = fill(MONDAY, 1)
    enact(order_text("SE-1", CLOSED, **ONE_DAY))
    accept_offer(code=code, slot=None, key="key", now=NOW, by="test")

    due = last_due(code=code)

    assert open_offer(code=code) is None
    assert due is not None and (due.kind, due.outcome) == ("offer", "accepted")


def test_without_a_place_nothing_is_held():
    (code,) = fill(MONDAY, 1)
    was = start_of(code)
    enact(order_text("SE-1", CLOSED, areas='["office:serang"]'))
    enact(order_text("SE-1", CLOSED, areas='["office:serang"]'), by="wakil")

    due = last_due(code=code)

    assert open_offer(code=code) is None
    assert due is not None
    assert (due.kind, due.from_start_at, due.held_slot, due.deadline_at) == ("told_cancelled", was, None, None)


def test_an_invitation_is_an_offer_without_an_order():
    (place,) = join_line(request=request("", applicant(email="ani@example.org")), now=NOW, by="test")
    assert (open_offer(code=place.code), waiting_since(code=place.code)) == (None, NOW)
    assert people_waiting(office="serang") == {"passport": 1}
    invite_waiting(office="serang", now=NOW, by="test")

    offer = open_offer(code=place.code)

    held = Booking.objects.get(code=place.code).slot
    assert held is not None
    until = NOW + (held.start_at - NOW) / 2
    assert offer == OfferRow("invited", "open", None, None, held.code, held.start_at, until)
    assert people_waiting(office="serang") == {}


def test_nothing_is_due_to_who_just_booked():
    (code,) = fill(MONDAY, 1)

    assert (open_offer(code=code), last_due(code=code), waiting_since(code=code)) == (None, None, None)
