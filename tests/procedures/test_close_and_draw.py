"""Making the draw on a real PostgreSQL: one outcome for everybody, all or nothing, and the same again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import connection

from serambi.procedures import close_and_draw as module
from serambi.procedures.book_visits import book_visits
from serambi.procedures.close_and_draw import DrawSummary
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.join_line import join_line
from serambi.procedures.leave_draw import leave_draw
from serambi.records.models import (
    ApplicantRow,
    Booking,
    BookingStatus,
    DrawRequest,
    DrawWindow,
    LedgerRow,
    Message,
    OfficeDay,
    Slot,
    WaitingPlace,
)
from serambi.records.queries.bookings import booking_of_holder
from serambi.records.sealing import unseal
from serambi.rules.draw import rank, seed_hash
from serambi.rules.refusal import Refusal, Refused
from tests.draws import (
    AFTER,
    CLOSES_AT,
    CODE,
    DURING,
    MONDAY,
    NEXT_DAY,
    NINE,
    TEN,
    TUESDAY,
    enter,
    make_draw,
    open_window,
    save_slots,
)
from tests.factories import applicant, request

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def collecting():
    slots = save_slots()
    open_window()
    return slots


def taken() -> dict[str, int]:
    return dict(Slot.objects.exclude(taken=0).values_list("code", "taken"))


def in_turn() -> list[str]:
    """The codes of all requests, first to last, by the seed as it was revealed."""
    seed = DrawWindow.objects.get().seed
    rows = DrawRequest.objects.exclude(state="left").values_list("code", "urgency")
    return [code for code, _ in sorted(rows, key=lambda row: (not row[1], rank(seed, row[0])))]


def test_close_and_draw_gives_the_places_in_rank_order_and_the_rest_the_line():
    receipts = {receipt.code: receipt for receipt in (enter(applicant(email="a@example.org")) for _ in range(5))}

    summary = make_draw()

    assert summary == DrawSummary(won=3, lost=2, left=0, places=4, people_placed=3)
    order = in_turn()
    won = dict(DrawRequest.objects.filter(state="won").values_list("code", "slot__code"))
    assert won == {order[0]: NINE, order[1]: NINE, order[2]: TEN}
    assert taken() == {NINE: 2, TEN: 1}
    window = DrawWindow.objects.get()
    assert (window.state, window.drawn_at, seed_hash(window.seed)) == ("drawn", AFTER, window.seed_hash)
    assert window.places == [[NINE, "2020-09-14", 2], [TEN, "2020-09-14", 1], [NEXT_DAY, "2020-09-15", 1]]
    line = WaitingPlace.objects.order_by("since_at", "id").select_related("booking")
    assert [place.since_at for place in line] == [CLOSES_AT, CLOSES_AT]
    assert [place.booking.party.draw_request.code for place in line] == order[3:]
    for code, receipt in receipts.items():
        for booking in Booking.objects.filter(party__draw_request__code=code):
            assert booking_of_holder(code=booking.code, secret=receipt.secret) is not None


def test_close_and_draw_writes_bookings_statuses_messages_and_ledger_for_everybody():
    enter(applicant(name="Ani", email="ani@example.org"), wishes=(NINE,))
    enter(applicant(name="Budi"), applicant(name="Citra", email="citra@example.org"), wishes=(NEXT_DAY,))
    enter(applicant(name="Dewi"), applicant(), wishes=(NEXT_DAY,), may_wait=False)

    make_draw()

    by_name = {unseal(row.sealed)["name"]: row.booking for row in ApplicantRow.objects.select_related("booking__slot")}
    assert by_name.keys() == {"Ani", "Budi", "Citra"}
    states = {name: (b.state, b.is_live, b.slot and b.slot.code, b.booked_at) for name, b in by_name.items()}
    assert states == {
        "Ani": ("confirmed", True, NINE, AFTER),
        "Budi": ("postponed", False, None, CLOSES_AT),
        "Citra": ("postponed", False, None, CLOSES_AT),
    }
    assert by_name["Budi"].party_id == by_name["Citra"].party_id
    statuses = BookingStatus.objects.order_by("booking").values_list("booking__code", "event", "by")
    assert sorted(statuses) == sorted(
        (b.code, "confirmed" if name == "Ani" else "postponed", "test") for name, b in by_name.items()
    )
    messages = set(Message.objects.values_list("booking__code", "kind"))
    assert messages - {(by_name["Ani"].code, "reminder")} == {
        (by_name["Ani"].code, "confirmed"),
        (by_name["Citra"].code, "draw_lost"),
    }
    ledger = {row.action: row.facts for row in LedgerRow.objects.filter(action__startswith="draw.")}
    assert ledger["draw.won"] == {"window": CODE, "slot": NINE, "codes": [by_name["Ani"].code]}
    assert sorted(LedgerRow.objects.filter(action="draw.lost").values_list("facts__waits", flat=True)) == [False, True]
    assert ledger["draw.made"] == {"seed": DrawWindow.objects.get().seed, "requests": 3, "places": 4}


def test_close_and_draw_puts_urgent_needs_first():
    for _ in range(8):
        enter(wishes=(NEXT_DAY,))
    urgent = enter(wishes=(NEXT_DAY,), urgency="medical")

    make_draw()

    assert DrawRequest.objects.get(state="won").code == urgent.code
    assert Booking.objects.get(state="confirmed").urgency == "medical"


def test_close_and_draw_leaves_out_who_left_and_who_booked_otherwise(collecting):
    gone = enter(wishes=(NEXT_DAY,))
    leave_draw(code=gone.code, key="l", now=DURING, by="test")
    ani = applicant()
    otherwise = enter(applicant(), ani, wishes=(NINE,))
    book_visits(requests=[request(collecting[3].code, ani, urgency="medical")], now=DURING, by="test")
    stays = enter(wishes=(NEXT_DAY,))

    summary = make_draw()

    assert summary == DrawSummary(won=1, lost=0, left=2, places=4, people_placed=1)
    states = dict(DrawRequest.objects.values_list("code", "state"))
    assert states == {gone.code: "left", otherwise.code: "left", stays.code: "won"}
    reasons = dict(LedgerRow.objects.filter(action="draw.left").values_list("subject", "facts__because"))
    assert reasons == {gone.code: None, otherwise.code: "booked otherwise"}


def test_close_and_draw_gives_no_places_of_days_shut_meanwhile_and_those_taken():
    codes = {enter(wishes=(str(MONDAY), str(TUESDAY))).code for _ in range(2)}
    OfficeDay.objects.filter(on=MONDAY).update(is_open=False)

    summary = make_draw()

    assert summary == DrawSummary(won=1, lost=1, left=0, places=1, people_placed=1)
    assert taken() == {NEXT_DAY: 1}
    assert DrawWindow.objects.get().places == [[NEXT_DAY, "2020-09-15", 1]]
    assert {row.code for row in DrawRequest.objects.all()} == codes


def test_close_and_draw_of_an_overfull_slot_counts_no_place_below_none():
    Slot.objects.filter(code=NINE).update(places=3, planned_places=1, taken=3)
    enter(wishes=(NINE,))

    assert make_draw() == DrawSummary(won=0, lost=1, left=0, places=2, people_placed=0)


def test_close_and_draw_twice_gives_the_same_answer_and_writes_nothing_more():
    for _ in range(5):
        enter()
    first = make_draw()
    rows = (Booking.objects.count(), LedgerRow.objects.count(), Message.objects.count())

    again = make_draw(AFTER + timedelta(hours=1))

    assert again == first
    assert (Booking.objects.count(), LedgerRow.objects.count(), Message.objects.count()) == rows
    assert DrawWindow.objects.get().drawn_at == AFTER


def test_close_and_draw_that_breaks_off_changes_nothing_and_the_next_gives_the_same_result(monkeypatch):
    for _ in range(5):
        enter()
    seed = unseal(DrawWindow.objects.get().sealed_seed)
    expected = sorted(DrawRequest.objects.values_list("code", flat=True), key=lambda code: rank(seed, code))[:3]

    def breaks_off(*args: object) -> None:
        raise InterruptedError

    monkeypatch.setattr(module, "_take_places", breaks_off)
    with pytest.raises(InterruptedError):
        make_draw()
    assert (Booking.objects.count(), taken(), DrawWindow.objects.get().seed) == (0, {}, "")
    assert set(DrawRequest.objects.values_list("state", "rank")) == {("entered", "")}
    monkeypatch.undo()
    make_draw()

    assert set(DrawRequest.objects.filter(state="won").values_list("code", flat=True)) == set(expected)


def test_close_and_draw_leaves_who_stood_in_line_the_older_place():
    ani = applicant(name="Ani", email="ani@example.org")
    join_line(request=request("", ani), now=DURING, by="test")
    enter(applicant(name="Budi"), wishes=(NEXT_DAY,), urgency="medical")
    for person in (applicant(name="Citra"), ani):
        enter(person, wishes=(NEXT_DAY,))

    make_draw()

    line = WaitingPlace.objects.order_by("since_at", "id").values_list("since_at", "booking__booked_at")
    assert list(line) == [(DURING, CLOSES_AT), (CLOSES_AT, CLOSES_AT)]
    assert invite_waiting(office="serang", now=AFTER, by="test") == 2


def test_close_and_draw_in_several_chunks_keeps_the_order_of_the_line(monkeypatch):
    monkeypatch.setattr("serambi.procedures.steps.settle_draw.CHUNK", 2)
    for _ in range(9):
        enter(wishes=(NEXT_DAY,))

    make_draw()

    line = WaitingPlace.objects.order_by("since_at", "id").values_list("booking__party__draw_request__code", flat=True)
    assert list(line) == in_turn()[1:]


def test_those_who_lost_are_invited_in_the_order_drawn_whenever_they_entered():
    for _ in range(8):
        enter(wishes=(NEXT_DAY,))
    make_draw()
    Slot.objects.filter(code=TEN).update(planned_places=0, places=0)

    assert invite_waiting(office="serang", now=AFTER, by="test") == 2

    invited = Booking.objects.filter(state="invited").values_list("party__draw_request__code", flat=True)
    assert set(invited) == set(in_turn()[1:3])


def test_close_and_draw_without_requests_reveals_the_seed_all_the_same():
    assert make_draw() == DrawSummary(won=0, lost=0, left=0, places=4, people_placed=0)
    assert DrawWindow.objects.get().seed != ""


def test_close_and_draw_refuses_before_the_closing_and_what_it_does_not_know():
    with pytest.raises(Refused) as early:
        make_draw(CLOSES_AT - timedelta(seconds=1))
    with pytest.raises(Refused) as unknown:
        module.close_and_draw(window="nowhere", now=AFTER, by="test")

    assert early.value.refusal == Refusal("draw.still_open")
    assert unknown.value.refusal == Refusal("draw.not_found")
    assert DrawWindow.objects.get().state == "collecting"


def test_people_who_enter_while_the_draw_is_made_are_in_it_or_refused_and_never_lost():
    """Six enter by a clock that is behind while the draw is made: whoever has a receipt has an outcome."""

    def one(number: int) -> str:
        try:
            if number == 3:
                make_draw()
                return "drawn"
            return enter(now=DURING).code
        except Refused as refused:
            return refused.refusal.code
        finally:
            connection.close()

    with ThreadPoolExecutor(7) as pool:
        answers = list(pool.map(one, range(7)))

    receipts = {answer for answer in answers if answer not in ("drawn", "draw.over")}
    states = dict(DrawRequest.objects.values_list("code", "state"))
    assert states.keys() == receipts
    assert set(states.values()) <= {"won", "lost"}


def test_a_person_who_books_an_urgent_place_while_the_draw_is_made_has_one_booking(collecting):
    dewi = applicant()
    enter(dewi, wishes=(NINE,))

    def one(number: int) -> None:
        try:
            if number:
                make_draw()
            else:
                book_visits(requests=[request(collecting[3].code, dewi, urgency="duty")], now=AFTER, by="test")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))

    live = Booking.objects.get(is_live=True)
    assert sum(Slot.objects.values_list("taken", flat=True)) == 1
    assert DrawRequest.objects.get().state == ("won" if live.slot.code == NINE else "left")
    assert date(2020, 9, 14) == live.slot.office_day.on
