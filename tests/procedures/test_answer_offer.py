"""Answering what an order led to: accept, another slot, decline, postpone, or say nothing in time."""

from datetime import date, timedelta
from functools import partial

import pytest

from serambi.procedures.answer_offer import accept_offer, decline_offer
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.carry_out_task import carry_out_task
from serambi.procedures.expire_offers import expire_offers
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.move_booking import move_booking
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.postpone_booking import postpone_booking
from serambi.procedures.release_places import release_places
from serambi.records.models import Booking, LedgerRow, Message, Obligation, OrderTask, Slot, WaitingPlace
from serambi.rules.policy import INLINE_OFFICES
from serambi.rules.refusal import Refusal, Refused
from tests.factories import CLOSED, NOW, order_text, save_office
from tests.procedures.orders import ONE_DAY, consistent, enact, fill

MONDAY, TUESDAY, WEDNESDAY = (date(2020, 9, day) for day in (14, 15, 16))


@pytest.fixture
def offered(serang) -> str:
    """The code of a booking whose day was closed and that holds another place now."""
    (code,) = fill(MONDAY, 1)
    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    return code


def state_of(code: str) -> tuple[str, bool]:
    booking = Booking.objects.get(code=code)
    return booking.state, booking.is_live


def outcome() -> str:
    return Obligation.objects.get().outcome


def test_accept_offer_confirms_the_held_place(offered):
    accept_offer(code=offered, slot=None, key="k", now=NOW, by="holder")

    assert state_of(offered) == ("confirmed", True)
    assert Booking.objects.get().slot_id == Obligation.objects.get().to_slot_id
    assert outcome() == "accepted"
    assert LedgerRow.objects.filter(action="offer.accepted", subject=offered).count() == 1
    consistent()


def test_accept_offer_twice_with_one_key_is_safe_and_with_another_refused(offered):
    for _ in range(2):
        accept_offer(code=offered, slot=None, key="k", now=NOW, by="holder")

    with pytest.raises(Refused) as refused:
        accept_offer(code=offered, slot=None, key="other", now=NOW, by="holder")
    assert refused.value.refusal == Refusal("offer.none")


def test_accept_offer_of_another_slot_takes_it_and_lets_the_held_one_return(offered):
    held = Obligation.objects.get().to_slot
    other = Slot.objects.filter(office_day__on=date(2020, 9, 17), contingent="general").first()
    assert other is not None

    accept_offer(code=offered, slot=other.code, key="k", now=NOW, by="holder")

    assert Booking.objects.get().slot_id == other.pk
    release_places(now=NOW + timedelta(hours=2), by="test")
    assert Slot.objects.get(pk=held.pk).taken == 0
    consistent()


@pytest.mark.parametrize(
    ("slot", "code"),
    [
        ("nowhere", "slot.unknown"),
        ("serang-passport-urgent-20200917T0930", "urgency.required"),
        ("serang-passport-general-20200914T0930", "office.closed"),
    ],
)
def test_accept_offer_of_a_slot_that_cannot_be_had_is_refused(offered, slot, code):
    with pytest.raises(Refused) as refused:
        accept_offer(code=offered, slot=slot, key="k", now=NOW, by="holder")

    assert refused.value.refusal.code == code
    assert state_of(offered) == ("offered", True)


@pytest.mark.parametrize(
    ("clause", "signers", "code"),
    [
        (CLOSED, ["direktur", "sekretaris"], "office.closed"),
        ('topic = "mode"\nvalue = "urgent_only"', ["direktur"], "service.urgent_only"),
    ],
)
def test_accept_offer_of_a_day_that_an_order_shut_is_refused_before_its_task_comes(offered, clause, signers, code):
    for number in range(INLINE_OFFICES + 1):
        save_office(f"kantor-{number}")
        plan_slots(office=f"kantor-{number}", from_on=TUESDAY, until_on=WEDNESDAY, now=NOW, by="test")
    of_all = {"from": str(TUESDAY), "until": str(WEDNESDAY), "areas": '["nation"]'}
    for signer in signers:
        enact(order_text("SE-10", clause, **of_all), by=signer)

    with pytest.raises(Refused) as refused:
        accept_offer(code=offered, slot=None, key="k", now=NOW, by="holder")
    assert refused.value.refusal == Refusal(code, "slot")

    carry_out_task(task_id=OrderTask.objects.get(office__code="serang").pk, now=NOW, by="worker")
    accept_offer(code=offered, slot=None, key="k2", now=NOW, by="holder")
    on = Booking.objects.values_list("state", "slot__office_day__on").get()
    assert on == ("confirmed", WEDNESDAY)


def thursday() -> Slot:
    return Slot.objects.filter(office_day__on=date(2020, 9, 17), contingent="general").order_by("start_at")[0]


def test_move_booking_answers_an_open_offer_with_the_chosen_slot(offered):
    held, deadline = Obligation.objects.get().to_slot, Obligation.objects.get().deadline_at

    for _ in range(2):
        move_booking(code=offered, slot=thursday().code, key="k", now=NOW, by="holder")

    assert (state_of(offered), outcome()) == (("confirmed", True), "accepted")
    assert Booking.objects.get().slot_id == thursday().pk
    said = {kind: facts["slot"] for kind, facts in Message.objects.exclude(kind="offer").values_list("kind", "facts")}
    assert said == {"confirmed": thursday().code, "reminder": thursday().code}
    assert expire_offers(office="serang", now=deadline, by="job") == 0
    release_places(now=deadline, by="test")
    assert Slot.objects.get(pk=held.pk).taken == 0
    assert (state_of(offered), Slot.objects.get(pk=thursday().pk).taken) == (("confirmed", True), 1)
    consistent()


def test_move_booking_onto_the_held_slot_accepts_it(offered):
    held = Obligation.objects.get().to_slot

    move_booking(code=offered, slot=held.code, key="k", now=NOW, by="holder")

    assert (state_of(offered), outcome()) == (("confirmed", True), "accepted")
    assert (Booking.objects.get().slot_id, Slot.objects.get(pk=held.pk).taken) == (held.pk, 1)


def test_move_booking_of_an_invited_one_answers_the_invitation(offered):
    postpone_booking(code=offered, key="p", now=NOW, by="holder")
    assert invite_waiting(office="serang", now=NOW, by="job") == 1

    move_booking(code=offered, slot=thursday().code, key="k", now=NOW, by="holder")

    assert state_of(offered) == ("confirmed", True)
    assert (Booking.objects.get().slot_id, WaitingPlace.objects.count()) == (thursday().pk, 0)
    consistent()


def test_move_booking_of_an_offer_whose_deadline_is_over_is_refused(offered):
    held, deadline = Obligation.objects.get().to_slot, Obligation.objects.get().deadline_at

    with pytest.raises(Refused) as refused:
        move_booking(code=offered, slot=thursday().code, key="k", now=deadline, by="holder")

    assert refused.value.refusal == Refusal("offer.none")
    assert (Booking.objects.get().slot_id, Slot.objects.get(pk=thursday().pk).taken) == (held.pk, 0)


@pytest.mark.parametrize("change", [cancel_booking, postpone_booking])
def test_change_of_an_invited_booking_leaves_nothing_held_or_owed(offered, change):
    postpone_booking(code=offered, key="p", now=NOW, by="holder")
    invite_waiting(office="serang", now=NOW, by="job")

    change(code=offered, key="k", now=NOW, by="holder")
    release_places(now=NOW + timedelta(hours=2), by="test")

    assert Slot.objects.filter(taken__gt=0).count() == 0
    assert Obligation.objects.filter(outcome="open").count() == 0
    assert list(WaitingPlace.objects.values_list("invited_until", flat=True)) == [None] * (change is postpone_booking)
    consistent()


def test_decline_offer_ends_the_booking(offered):
    decline_offer(code=offered, key="k", now=NOW, by="holder")

    assert state_of(offered) == ("cancelled", False)
    assert outcome() == "declined"
    consistent()


def test_cancel_booking_of_an_offer_settles_it_too(offered):
    cancel_booking(code=offered, key="k", now=NOW, by="holder")

    assert (state_of(offered), outcome()) == (("cancelled", False), "declined")
    consistent()


def test_postpone_booking_keeps_a_place_in_line_since_the_first_booking(offered):
    postpone_booking(code=offered, key="k", now=NOW + timedelta(hours=1), by="holder")

    assert (state_of(offered), outcome()) == (("postponed", False), "postponed")
    assert WaitingPlace.objects.get().since_at == NOW
    consistent()


def test_cancel_booking_of_somebody_in_line_leaves_it(offered):
    postpone_booking(code=offered, key="k", now=NOW, by="holder")

    cancel_booking(code=offered, key="k2", now=NOW, by="holder")

    assert (state_of(offered), WaitingPlace.objects.count()) == (("cancelled", False), 0)


def test_expire_offers_gives_the_place_back_and_keeps_the_person_in_line(offered):
    deadline = Obligation.objects.get().deadline_at

    assert expire_offers(office="serang", now=deadline - timedelta(seconds=1), by="test") == 0
    assert expire_offers(office="serang", now=deadline, by="test") == 1
    assert expire_offers(office="serang", now=deadline, by="test") == 0

    assert (state_of(offered), outcome()) == (("postponed", False), "expired")
    assert Slot.objects.filter(taken__gt=0).count() == 0
    assert Message.objects.filter(kind="expired").count() == 1
    consistent()


@pytest.mark.parametrize("answer", [partial(accept_offer, slot=None), decline_offer])
def test_answer_after_the_deadline_is_refused_expired_yet_or_not(offered, answer):
    deadline = Obligation.objects.get().deadline_at

    for _ in range(2):
        with pytest.raises(Refused) as refused:
            answer(code=offered, key="k", now=deadline, by="holder")
        assert refused.value.refusal == Refusal("offer.none")
        expire_offers(office="serang", now=deadline, by="test")
