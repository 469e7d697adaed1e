"""Opening a window: the hash is public, the seed is not, and the places are nobody's until the draw."""

from datetime import date, datetime, timedelta

import pytest

from serambi.procedures.book_visits import book_visits
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.move_booking import move_booking
from serambi.procedures.open_draw_window import open_draw_window
from serambi.procedures.postpone_booking import postpone_booking
from serambi.records.models import Booking, DrawWindow, LedgerRow, Slot
from serambi.records.queries.slots import day_states, free_slots, next_free_days
from serambi.records.sealing import unseal
from serambi.rules.capacity import Contingent
from serambi.rules.draw import seed_hash
from serambi.rules.refusal import Refusal, Refused
from tests.draws import AFTER, CODE, MONDAY, NINE, TEN, TUESDAY, make_draw, open_window, save_slots, window
from tests.factories import NOW, request, save_slot

pytestmark = pytest.mark.django_db(transaction=True)

BOTH = (Contingent.GENERAL, Contingent.URGENT)
DAYS = {"from_on": MONDAY, "until_on": date(2020, 9, 16)}


def free_codes(now: datetime = NOW) -> list[str]:
    return [slot.code for slot in free_slots(office="serang", group="passport", contingents=BOTH, now=now, **DAYS)]


def refusal_of(slot: str, **changes: object) -> Refusal | None:
    (answer,) = book_visits(requests=[request(slot, **changes)], now=NOW, by="test")
    return answer.refusal


def test_open_draw_window_publishes_the_hash_and_seals_the_seed():
    save_slots()

    code = open_window()

    row = DrawWindow.objects.get()
    seed = unseal(row.sealed_seed)
    assert (code, row.code, row.state, row.seed, row.drawn_at) == (CODE, CODE, "collecting", "", None)
    assert len(seed) == 64 and row.seed_hash == seed_hash(seed)
    assert seed.encode() not in bytes(row.sealed_seed)
    ledger = LedgerRow.objects.get()
    assert (ledger.action, ledger.subject, ledger.office) == ("draw.opened", CODE, "serang")
    assert ledger.facts == {"seed_hash": row.seed_hash, "from": "2020-09-14", "until": "2020-09-19"}


def test_two_windows_have_two_seeds():
    save_slots()
    open_window()
    make_draw()

    open_draw_window(window=window(opens_at=AFTER, closes_at=AFTER + timedelta(hours=1)), now=AFTER, by="test")

    assert len(set(DrawWindow.objects.values_list("seed_hash", flat=True))) == 2


def test_while_a_window_collects_its_general_places_cannot_be_booked_or_seen():
    nine, _, tuesday, urgent = save_slots()
    other_group = save_slot(nine.office_day.office, group="permit")
    open_window()

    assert refusal_of(nine.code) == Refusal("draw.collecting", "slot")
    assert refusal_of(tuesday.code, urgency="medical") == Refusal("draw.collecting", "slot")
    assert refusal_of(urgent.code, urgency="medical") is None
    assert free_codes() == []
    assert next_free_days(group="passport", now=NOW, office="serang") == {}
    assert next_free_days(group="permit", now=NOW, office="serang") == {"serang": other_group.office_day.on}
    states = day_states(office="serang", group="passport", contingents=(Contingent.GENERAL,), now=NOW, **DAYS)
    assert [(state.on, state.free) for state in states] == [(MONDAY, 0), (TUESDAY, 0)]
    assert Slot.objects.get(pk=nine.pk).taken == 0


def test_a_slot_planned_later_for_a_day_of_the_window_belongs_to_the_draw_too():
    nine, *_ = save_slots()
    open_window()

    later = save_slot(nine.office_day.office, on=date(2020, 9, 18))
    beyond = save_slot(nine.office_day.office, on=date(2020, 9, 21))

    assert refusal_of(later.code) == Refusal("draw.collecting", "slot")
    assert refusal_of(beyond.code) is None


def test_once_the_draw_is_made_what_is_left_is_free_for_all():
    save_slots()
    open_window()

    make_draw()

    assert refusal_of(NINE) is None
    assert TEN in free_codes(AFTER)


def test_nobody_moves_into_a_draw_or_is_invited_to_it():
    nine, *_ = save_slots()
    beyond = save_slot(nine.office_day.office, on=date(2020, 9, 21))
    answers = book_visits(requests=[request(beyond.code), request(beyond.code)], now=NOW, by="test")
    mover, waiter = (answer.visits[0].code for answer in answers)
    postpone_booking(code=waiter, key="p", now=NOW, by="test")
    Slot.objects.filter(pk=beyond.pk).update(places=2, planned_places=2)
    open_window()

    with pytest.raises(Refused) as refused:
        move_booking(code=mover, slot=NINE, key="m", now=NOW, by="test")
    invited = invite_waiting(office="serang", now=NOW, by="test")

    assert refused.value.refusal == Refusal("draw.collecting", "slot")
    assert invited == 0
    assert Booking.objects.get(code=waiter).state == "postponed"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"office": "atlantis"}, Refusal("office.unknown", "office")),
        ({"group": "visa"}, Refusal("draw.group_unknown", "group")),
        ({"until_on": MONDAY}, Refusal("period.empty", "until")),
        ({"opens_at": NOW - timedelta(seconds=1)}, Refusal("draw.hours_wrong", "closes_at")),
        ({"from_on": date(2020, 9, 13)}, Refusal("draw.closes_too_late", "closes_at", {"hours": 24})),
    ],
)
def test_open_draw_window_refuses(changes, refusal):
    save_slots()

    with pytest.raises(Refused) as refused:
        open_window(**changes)

    assert refused.value.refusal == refusal
    assert (DrawWindow.objects.count(), LedgerRow.objects.count()) == (0, 0)


def test_open_draw_window_is_off_unless_the_office_holds_draws():
    save_slots(holds_draws=False)

    with pytest.raises(Refused) as refused:
        open_window()

    assert refused.value.refusal == Refusal("draw.off", "office")


def test_an_office_collects_for_one_draw_at_a_time_in_a_group():
    save_slots()
    open_window()

    with pytest.raises(Refused) as refused:
        open_window(from_on=date(2020, 9, 21), until_on=date(2020, 9, 26), opens_at=NOW + timedelta(hours=2))

    assert refused.value.refusal == Refusal("draw.one_at_a_time", "group")
    assert DrawWindow.objects.count() == 1
