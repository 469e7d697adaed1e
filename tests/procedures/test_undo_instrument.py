"""Undoing one of several orders: as if it had never been, in whatever order they came and go."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from serambi.procedures.answer_offer import accept_offer
from serambi.procedures.carry_out_task import carry_out_task
from serambi.procedures.expire_offers import expire_offers
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.roll_up_figures import roll_up_figures
from serambi.procedures.steps.carry_out import CarriedOut
from serambi.procedures.undo_instrument import undo_instrument
from serambi.records.models import Booking, DailyFigure, Message, Obligation, OrderTask, Slot, WaitingPlace
from tests.factories import CLOSED, NOW, QUARTER, order_text, save_office
from tests.procedures.orders import consistent, enact, fill

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)
MONDAY, TUESDAY = date(2020, 9, 14), date(2020, 9, 15)
AT_SERANG = {"areas": '["office:serang"]'}
ON_MONDAY = {**AT_SERANG, "from": "2020-09-14", "until": "2020-09-15"}
ON_TUESDAY = {**AT_SERANG, "from": "2020-09-15", "until": "2020-09-16"}
FROM_MONDAY = {**AT_SERANG, "from": "2020-09-14"}
ORDERS = {
    "A": (CLOSED, ON_MONDAY),
    "B": (CLOSED, ON_TUESDAY),
    "L": (CLOSED, FROM_MONDAY),
    "Q": (QUARTER, {**AT_SERANG, "from": "2020-09-14", "until": "2020-09-18"}),
}


def order(number: str, now=NOW) -> None:
    """Enact the order of that letter; one over many days is signed twice."""
    clause, head = ORDERS[number[0]]
    for by in ("direktur", "sekretaris") if number[0] == "L" else ("direktur",):
        enact(order_text(number, clause, **head), by=by, now=now)


def undo(number: str, after: timedelta = HOUR) -> CarriedOut:
    """Undo an order; what closes many days again is signed twice."""
    undone = (
        undo_instrument(number=number, reason="keliru", now=NOW + after, by=by) for by in ("direktur", "sekretaris")
    )
    return next(done for done in undone if done is not None)


def standing() -> dict[str, tuple[str, str]]:
    """State and slot of every booking; somebody in line has no slot."""
    rows = Booking.objects.values_list("code", "state", "slot__code")
    return {code: (state, "" if state == "postponed" else slot) for code, state, slot in rows}


def nothing_forgotten(first: dict[str, tuple[str, str]]) -> None:
    """What must hold after any order came or went: one open due each, of the place that is held; nobody is kept from
    the place they had first while it is free."""
    consistent()
    for booking in Booking.objects.filter(state="offered"):
        assert booking.obligations.get(outcome="open").to_slot_id == booking.slot_id
    unsettled = Booking.objects.exclude(state="confirmed").values_list("code", flat=True)
    free = {slot.code for slot in Slot.objects.all() if slot.free > 0}
    assert [code for code in unsettled if first[code][1] in free] == []


def test_undoing_all_of_several_orders_gives_everybody_the_first_place_back(serang):
    fill(MONDAY, 30)
    fill(MONDAY, 1, email=None)
    fill(MONDAY, 1, urgency="medical")
    fill(TUESDAY, 20)
    first = standing()
    histories = [("ABL", undoing) for undoing in permutations("ABL")]
    histories += [(enacting, "QAB") for enacting in ("QAB", "BQA")]
    after = timedelta()

    for number, (enacting, undoing) in enumerate(histories):
        for letter in enacting:
            after += HOUR / 60
            order(f"{letter}-{number}", now=NOW + after)
        for letter in undoing:
            after += HOUR / 60
            undo(f"{letter}-{number}", after)
            nothing_forgotten(first)

        assert standing() == first, (enacting, undoing)
    assert not Obligation.objects.filter(outcome="open").exists()


def test_undoing_the_second_order_gives_the_first_ones_offer_again_and_no_confirmation(serang):
    fill(MONDAY, 3)
    fill(MONDAY, 1, email=None)
    first = standing()
    order("A")
    by_a = standing()
    order("B", NOW + HOUR)

    done = undo("B", 2 * HOUR)

    assert standing() == by_a
    assert {state for state, _ in by_a.values()} == {"offered"}
    assert (done.restored, done.obligations) == (0, {"offer": 3, "call": 1})
    dues = Obligation.objects.filter(booking__is_reachable=True).order_by("booking", "id")
    told = [("enacted A", "superseded"), ("enacted B", "restored"), ("enacted A", "open")]
    assert list(dues.values_list("cause", "outcome")) == told * 3
    assert set(dues.filter(outcome="open").values_list("made_at", flat=True)) == {NOW + 2 * HOUR}
    messages = Message.objects.filter(kind="offer", made_at=NOW + 2 * HOUR)
    assert set(messages.values_list("facts__cause", flat=True)) == {"enacted A"}
    assert messages.count() == 3
    roll_up_figures(now=NOW + 2 * HOUR, by="job")
    assert DailyFigure.objects.get(measure="displaced").count == 8  # twice four by the orders, nobody by the undo
    assert undo("A", 3 * HOUR).restored == 4
    assert standing() == first
    assert set(Message.objects.filter(kind="restored").values_list("facts__cause", flat=True)) == {"enacted A"}
    consistent()


def test_undoing_a_reopening_and_then_the_closure_itself_restores_everybody(serang):
    order("L")
    text = order_text("R", 'topic = "quota_share"\nvalue = 1', revokes='["L"]', **FROM_MONDAY)
    enact(text, now=NOW + HOUR)
    fill(MONDAY, 3)
    first = standing()

    undo("R", 2 * HOUR)
    assert {state for state, _ in standing().values()} == {"postponed"}

    assert undo("L", 3 * HOUR).restored == 3
    assert standing() == first
    consistent()


def test_undo_leaves_alone_who_has_chosen_another_place_meanwhile(serang):
    (code,) = fill(MONDAY, 1)
    order("L")
    text = order_text("R", 'topic = "quota_share"\nvalue = 1', revokes='["L"]', **{**AT_SERANG, "from": "2020-09-16"})
    enact(text, now=NOW + HOUR)
    Obligation.objects.update(outcome="told", settled_at=NOW + HOUR, settled_by="job")
    invite_waiting(office="serang", now=NOW + HOUR, by="job")
    accept_offer(code=code, slot=None, key="k", now=NOW + 2 * HOUR, by="holder")
    chosen = standing()
    on = Booking.objects.get().slot.office_day.on
    period = {"from": f"{on}", "until": f"{on + timedelta(days=1)}"}
    enact(order_text("SE-B", CLOSED, **AT_SERANG, **period), now=NOW + 3 * HOUR)
    moved_on = standing()

    undo("L", 4 * HOUR)
    assert standing() == moved_on

    assert undo("SE-B", 5 * HOUR).restored == 1
    assert standing() == chosen
    consistent()


def test_undo_invites_again_to_a_place_that_a_person_was_only_invited_to(serang):
    (code,) = fill(MONDAY, 1)
    order("A")
    assert expire_offers(office="serang", now=NOW + 72 * HOUR, by="job") == 1
    Obligation.objects.update(outcome="postponed")
    invite_waiting(office="serang", now=NOW + 73 * HOUR, by="job")
    invited, since_at = standing(), WaitingPlace.objects.get().since_at
    on = Booking.objects.get().slot.office_day.on
    period = {"from": f"{on}", "until": f"{on + timedelta(days=1)}"}
    enact(order_text("SE-B", CLOSED, **AT_SERANG, **period), now=NOW + 74 * HOUR)
    assert standing()[code][0] == "offered"

    done = undo("SE-B", 75 * HOUR)

    place, slot = WaitingPlace.objects.get(), Booking.objects.get().slot
    assert (done.restored, standing()) == (1, invited)
    now = NOW + 75 * HOUR
    assert (place.since_at, place.invited_until) == (since_at, now + min(72 * HOUR, (slot.start_at - now) / 2))
    assert Message.objects.filter(kind="invited", made_at=now).count() == 1
    assert not Obligation.objects.filter(outcome="open").exists()
    consistent()


def test_undo_brings_back_who_waits_with_an_open_invitation(serang):
    fill(MONDAY, 1)
    first = standing()
    order("L")
    text = order_text("R", 'topic = "quota_share"\nvalue = 1', revokes='["L"]', **{**AT_SERANG, "from": "2020-09-16"})
    enact(text, now=NOW + HOUR)
    assert invite_waiting(office="serang", now=NOW + HOUR, by="job") == 1

    assert undo("L", 2 * HOUR).restored == 1
    assert standing() == first
    consistent()


def test_undo_never_brings_back_whom_the_gate_sent_away(serang):
    fill(MONDAY, 1)
    order("A")
    Obligation.objects.update(cause="gate 2020-09-14")
    sent_away = standing()

    assert undo("A").restored == 0
    assert standing() == sent_away


def test_undo_in_many_offices_restores_by_tasks_that_can_be_done_twice(serang):
    for number in range(5):
        save_office(f"kantor-{number}")
        plan_slots(office=f"kantor-{number}", from_on=MONDAY, until_on=TUESDAY, now=NOW, by="test")
    fill(MONDAY, 5)
    first = standing()
    for number, head in (("A", ON_MONDAY), ("B", ON_TUESDAY)):
        for by in ("direktur", "sekretaris"):
            enact(order_text(number, CLOSED, **{**head, "areas": '["nation"]'}), by=by)
        all_tasks()

    for number in "AB":
        assert undo(number).offices_left == 6
        all_tasks()

    assert standing() == first
    assert set(Obligation.objects.values_list("outcome", flat=True)) == {"restored"}
    consistent()


def all_tasks() -> None:
    for task in OrderTask.objects.filter(done_at=None).values_list("pk", flat=True):
        assert carry_out_task(task_id=task, now=NOW + 2 * HOUR, by="worker") is not None
        assert carry_out_task(task_id=task, now=NOW + 2 * HOUR, by="worker") is None
