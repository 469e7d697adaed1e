"""An order in the middle of the visit day: who is inside is served, who is not has exactly one due."""

from collections import Counter
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from serambi.procedures.admit_visitor import Admission, admit_booked
from serambi.procedures.book_visits import book_visits
from serambi.procedures.carry_out_task import carry_out_task
from serambi.procedures.close_messages import close_messages
from serambi.procedures.leave_hall import leave_hall
from serambi.procedures.note_missed import note_missed
from serambi.records.models import Booking, Message, Obligation, OfficeDay, OrderTask, Slot
from serambi.rules.refusal import Refusal, Refused
from tests.factories import CLOSED, THE_DAY, applicant, means, order_text, request, save_office, save_regions, save_slot
from tests.procedures.orders import enact

pytestmark = pytest.mark.django_db(transaction=True)

START = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)
EIGHT = "serang-passport-general-20200910T0800"
MINUTE = timedelta(minutes=1)
TODAY = {"until": "2020-09-11", "areas": '["office:serang"]'}


@pytest.fixture
def serang():
    """Serang with a slot at 08:00 today and places on another day."""
    save_regions()
    office = save_office(means=means(hall_seats={Decimal(0): 10}))
    save_slot(office, 20, on=THE_DAY, at=time(8))
    save_slot(office, 20)
    return office


def book(number: int = 1, people: int = 1, now: datetime = START - timedelta(hours=3)) -> list[str]:
    """Book so many parties of `people` at 08:00; gives the codes of all."""
    asked = [request(EIGHT, *(applicant(email="ani@example.org") for _ in range(people))) for _ in range(number)]
    answers = book_visits(requests=asked, now=now, by="test")
    return [visit.code for answer in answers for visit in answer.visits]


def arrive(code: str, now: datetime) -> Admission:
    return admit_booked(office="serang", code=code, companions=0, temperature_c=None, gate="utama", now=now, by="gate")


def refusal_of(work, *arguments) -> Refusal:
    with pytest.raises(Refused) as refused:
        work(*arguments)
    return refused.value.refusal


def close(now: datetime) -> None:
    enact(order_text("SE-TUTUP", CLOSED, **TODAY), now=now)


def states() -> dict[str, str]:
    return dict(Booking.objects.values_list("code", "state"))


def dues() -> list[tuple[str, str]]:
    return sorted(Obligation.objects.values_list("booking__code", "kind"))


def test_an_order_before_their_slot_leaves_who_is_inside_and_moves_who_is_not(serang):
    inside, left, outside = book(3)
    for code in (inside, left):
        arrive(code, START - 25 * MINUTE)
    leave_hall(office="serang", ticket="B-002", gate="utama", now=START - 15 * MINUTE, by="gate")

    close(START - 10 * MINUTE)

    assert states() == {inside: "arrived", left: "visited", outside: "offered"}
    assert dues() == [(outside, "offer")]
    slot = Slot.objects.get(code=EIGHT)
    assert (slot.planned_places, slot.taken, slot.places) == (0, 2, 2)


def test_a_party_of_which_one_is_inside_is_moved_without_that_one(serang):
    inside, outside, other = book(1, people=3)
    arrive(inside, START - 25 * MINUTE)

    close(START - 10 * MINUTE)

    assert states() == {inside: "arrived", outside: "offered", other: "offered"}
    assert dues() == sorted([(outside, "offer"), (other, "offer")])


def test_who_is_inside_uses_one_of_the_places_that_a_smaller_quota_leaves(serang):
    book(11)
    (last,) = book(now=START - timedelta(hours=2))
    arrive(last, START - 25 * MINUTE)

    enact(order_text("SE-KUOTA", 'topic = "quota_share"\nvalue = 0.5', **TODAY), now=START - 10 * MINUTE)

    slot = Slot.objects.get(code=EIGHT)
    assert 1 < slot.planned_places < 12
    assert states()[last] == "arrived"
    assert Counter(states().values()) == {
        "arrived": 1,
        "confirmed": slot.planned_places - 1,
        "offered": 12 - slot.planned_places,
    }
    assert slot.taken == slot.planned_places


def test_a_day_shut_during_a_slot_gives_who_has_not_come_another_time_instead_of_a_missed_visit(serang):
    came, on_the_way = book(2)
    arrive(came, START)

    close(START + 5 * MINUTE)

    assert states() == {came: "arrived", on_the_way: "offered"}
    assert dues() == [(on_the_way, "offer")]
    assert refusal_of(arrive, on_the_way, START + 10 * MINUTE) == Refusal("visit.asked", None, {"on": "2020-09-11"})
    assert note_missed(office="serang", now=START + 61 * MINUTE, by="test") == 0
    assert states()[on_the_way] == "offered"
    slot = Slot.objects.get(code=EIGHT)
    assert (slot.taken, slot.places) == (1, slot.planned_places)


def test_who_has_no_other_place_when_a_day_is_shut_during_their_slot_is_told_though_it_has_begun(serang):
    Slot.objects.exclude(code=EIGHT).delete()
    OfficeDay.objects.exclude(on=THE_DAY).delete()
    (code,) = book()

    close(START + 5 * MINUTE)

    assert dues() == [(code, "told_cancelled")]
    word = Message.objects.get(kind="called_off")
    close_messages(now=START + 6 * MINUTE, by="test")
    word.refresh_from_db()
    assert (word.state, word.not_after) == ("waiting", None)


def test_an_order_that_shuts_no_day_leaves_a_slot_that_has_begun_as_it_is(serang):
    (code,) = book()

    enact(order_text("SE-KUOTA", 'topic = "quota_share"\nvalue = 0.0', **TODAY), now=START + 5 * MINUTE)

    assert states() == {code: "confirmed"}
    assert arrive(code, START + 10 * MINUTE).ticket == "B-001"


def test_nobody_misses_a_visit_while_a_closure_of_many_offices_is_still_to_be_carried_out(serang):
    for number in range(6):
        save_slot(save_office(f"kantor-{number}"))
    (code,) = book()
    text = order_text("SE-TUTUP", CLOSED, **{"until": "2020-09-11"})
    for signer in ("direktur", "sekretaris"):
        enact(text, by=signer, now=START + 5 * MINUTE)

    missed = note_missed(office="serang", now=START + 61 * MINUTE, by="test")
    before = states()
    for task in OrderTask.objects.values_list("pk", flat=True):
        carry_out_task(task_id=task, now=START + 70 * MINUTE, by="worker")

    assert (missed, before, states()) == (0, {code: "confirmed"}, {code: "offered"})
    assert dues() == [(code, "offer")]
