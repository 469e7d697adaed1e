"""The visit day at the gate and the counters, on the day of the story."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from serambi.procedures.admit_visitor import Admission, admit_booked, admit_walk_in
from serambi.procedures.book_visits import book_visits
from serambi.procedures.call_next import call_next, call_out_of_order
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.judge_urgency import reject_urgency
from serambi.procedures.leave_hall import MissingExit, close_hall, leave_hall
from serambi.procedures.note_missed import note_missed
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.postpone_booking import postpone_booking
from serambi.procedures.reopen_hall import reopen_hall
from serambi.procedures.serve_visitor import (
    finish_stage,
    give_up,
    park,
    recall,
    resume,
    send_home_incomplete,
    send_to,
    start_serving,
)
from serambi.records.models import (
    Booking,
    GateEvent,
    HallDay,
    LedgerRow,
    Message,
    Obligation,
    Office,
    QueueOverride,
    Slot,
    Visit,
)
from serambi.records.queries.offers import open_offer
from serambi.rules.queueing import Stage
from serambi.rules.refusal import Refusal, Refused
from tests.factories import CLOSED, THE_DAY, applicant, means, order_text, request, save_office, save_regions, save_slot
from tests.procedures.orders import enact

pytestmark = pytest.mark.django_db(transaction=True)

OPENING = datetime(2020, 9, 10, 0, 30, tzinfo=UTC)
COOL, WARM = Decimal("36.5"), Decimal("37.6")
FEVER_LIMIT = 'topic = "max_temperature_c"\nvalue = 37.5'
MINUTE, HOURS = timedelta(minutes=1), timedelta(hours=3)


@pytest.fixture
def hall():
    """Serang with slots at 08:00, 08:30 and on another day, a hall of ten and a temperature limit."""
    save_regions()
    office = save_office(means=means(hall_seats={Decimal(0): 10}))
    for at in (time(8), time(8, 30)):
        save_slot(office, 20, on=THE_DAY, at=at)
    save_slot(office, 20)
    enact(order_text("SE-0946", FEVER_LIMIT), now=OPENING)
    return office


def book(at: str = "0800", number: int = 1, **changes: object) -> list[str]:
    slot = f"serang-passport-general-20200910T{at}"
    requests = [request(slot, applicant(email="ani@example.org"), **changes) for _ in range(number)]
    answers = book_visits(requests=requests, now=OPENING - timedelta(hours=2), by="test")
    return [answer.visits[0].code for answer in answers]


def arrive(code: str, now: datetime = OPENING, *, companions: int = 0, temperature: Decimal | None = COOL):
    return admit_booked(
        office="serang", code=code, companions=companions, temperature_c=temperature, gate="utama", now=now, by="gate"
    )


def walk_in(kind: str = "elderly", now: datetime = OPENING) -> Admission:
    return admit_walk_in(
        office="serang", kind=kind, group="passport", companions=0, temperature_c=COOL, gate="utama", now=now, by="gate"
    )


def call(counter: str = "1", now: datetime = OPENING) -> str | None:
    return call_next(office="serang", counter=counter, stages=list(Stage), groups=["passport"], now=now, by="clerk")


def refusal_of(work, *arguments, **named) -> Refusal:
    with pytest.raises(Refused) as refused:
        work(*arguments, **named)
    return refused.value.refusal


def test_admit_booked_gives_a_ticket_and_counts_companions(hall):
    (code,) = book()

    answer = arrive(code, companions=2)

    assert answer == Admission("B-001", None)
    visit = Visit.objects.get()
    assert (visit.ticket, visit.booking.code, visit.visit_class, visit.kind) == ("B-001", code, "booked", "on_time")
    assert (HallDay.objects.get().inside, HallDay.objects.get().limit) == (3, 10)
    assert Booking.objects.get().state == "arrived"
    assert LedgerRow.objects.filter(action="visitor.admitted").count() == 1


@pytest.mark.parametrize(
    ("minutes", "kind"), [(-30, "on_time"), (0, "on_time"), (15, "on_time"), (16, "late"), (120, "late")]
)
def test_admit_booked_late_people_are_let_in_and_wait_by_arrival(hall, minutes, kind):
    (code,) = book()
    start = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)
    now = start + minutes * MINUTE

    arrive(code, now)

    visit = Visit.objects.get()
    assert (visit.kind, visit.due_at) == (kind, start if kind == "on_time" else now)


def test_admit_booked_too_early_other_day_twice_or_unknown_is_refused(hall):
    (code,) = book("0830")
    (other_day,) = [
        answer.visits[0].code
        for answer in book_visits(requests=[request("serang-passport-general-20200914T0930")], now=OPENING, by="test")
    ]

    start_at = datetime(2020, 9, 10, 1, 30, tzinfo=UTC)
    assert refusal_of(arrive, code) == Refusal("visit.too_early", None, {"start_at": start_at.isoformat()})
    assert refusal_of(arrive, other_day) == Refusal("visit.other_day", None, {"on": "2020-09-14"})
    assert refusal_of(arrive, "2345-6789-ABC8") == Refusal("booking.not_found")
    arrive(code, start_at)
    assert refusal_of(arrive, code, start_at) == Refusal("visit.arrived_already")
    assert HallDay.objects.get().inside == 1


def test_admit_booked_at_another_office_is_not_found(hall):
    (code,) = book()
    save_office("cilegon", seat_region="36.72")

    refusal = refusal_of(
        admit_booked,
        office="cilegon",
        code=code,
        companions=0,
        temperature_c=COOL,
        gate="utama",
        now=OPENING,
        by="gate",
    )
    assert refusal == Refusal("booking.not_found")


def test_admit_booked_too_warm_is_offered_another_day(hall):
    (code,) = book()

    answer = arrive(code, temperature=WARM)

    facts = {"temperature_c": "37.6", "limit_c": "37.5"}
    assert answer == Admission("", Refusal("visitor.too_warm", "temperature_c", facts))
    booking = Booking.objects.get(code=code)
    assert (booking.state, booking.slot.code) == ("offered", "serang-passport-general-20200914T0730")
    assert Obligation.objects.get().kind == "offer"
    offer = open_offer(code=code)
    assert offer is not None and (offer.is_of_gate, offer.order) == (True, None)
    assert refusal_of(arrive, code) == Refusal("visit.asked", None, {"on": "2020-09-14"})
    assert GateEvent.objects.get().kind == "refused"
    assert Slot.objects.get(code="serang-passport-general-20200910T0800").taken == 0


def test_admit_booked_not_measured_while_a_limit_is_in_force_is_refused(hall):
    (code,) = book()

    assert arrive(code, temperature=None).refusal == Refusal("visitor.not_measured", "temperature_c")
    assert Booking.objects.get(code=code).state == "confirmed"


def test_admit_never_passes_the_limit_of_the_hall(hall):
    codes = book(number=4)
    answers = [arrive(code, companions=2) for code in codes]

    assert [bool(answer.ticket) for answer in answers] == [True, True, True, False]
    assert answers[3].refusal == Refusal("hall.full", None, {"inside": 9, "limit": 10, "people": 3})
    leave_hall(office="serang", ticket="B-001", gate="utama", now=OPENING, by="gate")
    assert arrive(codes[3], companions=2).ticket == "B-004"


def test_who_waits_outside_a_full_hall_keeps_their_turn_and_misses_nothing(hall):
    *inside, waiting, last = book(number=4)
    start = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)
    for code in inside:
        arrive(code, start, companions=4)

    refused = [arrive(waiting, start + minutes * MINUTE).refusal.code for minutes in (5, 10)]
    missed = note_missed(office="serang", now=start + 61 * MINUTE, by="job")
    leave_hall(office="serang", ticket="B-001", gate="utama", now=start + 62 * MINUTE, by="gate")
    entered = arrive(waiting, start + 62 * MINUTE)

    assert (refused, missed, entered) == (["hall.full"] * 2, 1, Admission("B-003", None))
    visit = Visit.objects.get(ticket="B-003")
    assert (visit.kind, visit.due_at, visit.arrived_at) == ("on_time", start, start + 5 * MINUTE)
    assert dict(Booking.objects.filter(code__in=(waiting, last)).values_list("code", "state")) == {
        waiting: "arrived",
        last: "missed",
    }
    events = visit.booking.statuses.order_by("pk").values_list("event", flat=True)
    assert list(events) == ["confirmed", "waits_outside", "arrived"]


def test_who_comes_late_to_a_full_hall_waits_by_the_hour_of_their_first_try(hall):
    *inside, late = book(number=3)
    start = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)
    for code in inside:
        arrive(code, start, companions=4)

    arrive(late, start + 20 * MINUTE)
    leave_hall(office="serang", ticket="B-001", gate="utama", now=start + 40 * MINUTE, by="gate")
    arrive(late, start + 40 * MINUTE)

    visit = Visit.objects.get(ticket="B-003")
    assert (visit.kind, visit.due_at) == ("late", start + 20 * MINUTE)


def test_the_wait_outside_ends_with_the_day_and_is_no_missed_visit(hall):
    *inside, waiting = book(number=3)
    for code in inside:
        arrive(code, companions=4)
    arrive(waiting)
    close_hall(office="serang", now=OPENING + timedelta(hours=9), by="gate")

    missed = note_missed(office="serang", now=OPENING + timedelta(days=1), by="job")

    booking = Booking.objects.get(code=waiting)
    assert (missed, booking.state, booking.is_live) == (0, "visited", False)


def test_admit_walk_in_priority_kinds_are_never_turned_away_for_lack_of_a_booking(hall):
    enact(order_text("SE-WALK", 'topic = "walk_in"\nvalue = ["lost"]'), now=OPENING)

    assert walk_in("elderly").ticket == "P-001"
    assert walk_in("lost").ticket == "W-002"
    assert refusal_of(walk_in, "damaged") == Refusal("visit.kind_not_allowed", "kind", {"kind": "damaged"})


def test_call_next_goes_by_class_then_slot_then_arrival(hall):
    early, late = book("0800", 2)
    (second_slot,) = book("0830")
    arrive(early)
    arrive(second_slot, OPENING + 30 * MINUTE)
    walk_in("lost", OPENING)
    arrive(late, OPENING + 60 * MINUTE)
    walk_in("elderly", OPENING + 61 * MINUTE)

    called = [call(str(number)) for number in range(6)]

    assert called == ["P-005", "B-001", "B-002", "B-004", "W-003", None]


def test_call_next_needs_a_free_counter(hall):
    first, _ = book(number=2)
    arrive(first)
    call()

    assert refusal_of(call) == Refusal("counter.busy", "counter", {"ticket": "B-001"})


def test_visit_goes_through_its_stages_and_is_done(hall):
    (code,) = book()
    arrive(code)

    for counter, stage in enumerate(Stage):
        assert call(str(counter)) == "B-001"
        assert Visit.objects.get().stage == stage
        start_serving(office="serang", ticket="B-001", now=OPENING, by="clerk")
        finish_stage(office="serang", ticket="B-001", now=OPENING, by="clerk")

    assert Visit.objects.get().state == "done"
    booking = Booking.objects.get()
    assert (booking.state, booking.is_live) == ("visited", False)
    events = list(Visit.objects.get().statuses.order_by("pk").values_list("event", flat=True))
    assert events == ["admitted", *["called", "serving", "finished"] * 3]


def test_counter_parks_resumes_recalls_and_sends_on(hall):
    (code,) = book()
    arrive(code)
    call()
    recall(office="serang", ticket="B-001", now=OPENING, by="clerk")
    park(office="serang", ticket="B-001", now=OPENING, by="clerk")
    assert call() is None
    resume(office="serang", ticket="B-001", now=OPENING, by="clerk")
    assert call() == "B-001"
    send_to(office="serang", ticket="B-001", stage=Stage.PAYMENT, now=OPENING, by="clerk")

    visit = Visit.objects.get()
    assert (visit.state, visit.stage, visit.calls, visit.counter) == ("waiting", "payment", 3, "")


def test_incomplete_file_ends_the_visit(hall):
    (code,) = book()
    arrive(code)
    call()
    start_serving(office="serang", ticket="B-001", now=OPENING, by="clerk")

    send_home_incomplete(office="serang", ticket="B-001", now=OPENING, by="clerk")

    assert (Visit.objects.get().state, Booking.objects.get().is_live) == ("incomplete", False)


@pytest.mark.parametrize("work", [recall, park, resume, start_serving, finish_stage, send_home_incomplete])
def test_counter_work_in_a_wrong_state_or_on_nobody_is_refused(hall, work):
    (code,) = book()
    arrive(code)

    refused = refusal_of(work, office="serang", ticket="B-001", now=OPENING, by="clerk")
    assert refused == Refusal("visit.wrong_state", None, {"state": "waiting"})
    assert refusal_of(work, office="serang", ticket="B-009", now=OPENING, by="clerk").code == "visit.not_found"


def test_override_needs_a_reason_and_two_names_and_is_counted(hall):
    for code in book(number=2):
        arrive(code)

    def override(reason: str = "kursi roda rusak", second_by: str = "penyelia") -> str:
        return call_out_of_order(
            office="serang", ticket="B-002", counter="1", reason=reason, second_by=second_by, now=OPENING, by="clerk"
        )

    assert refusal_of(override, reason=" ") == Refusal("override.reason", "reason")
    assert refusal_of(override, second_by="clerk") == Refusal("override.second", "second_by")
    assert override() == "B-002"
    assert list(QueueOverride.objects.values_list("by", "second_by")) == [("clerk", "penyelia")]


def test_leave_hall_twice_or_unknown_is_refused(hall):
    (code,) = book()
    arrive(code, companions=1)

    assert leave_hall(office="serang", ticket="B-001", gate="utama", now=OPENING, by="gate") == 0
    again = refusal_of(leave_hall, office="serang", ticket="B-001", gate="utama", now=OPENING, by="gate")
    assert again == Refusal("visit.left_already", "ticket")
    nobody = refusal_of(leave_hall, office="serang", ticket="B-007", gate="utama", now=OPENING, by="gate")
    assert nobody == Refusal("visit.not_found", "ticket")


def test_close_hall_names_every_missing_exit(hall):
    for code in book(number=3):
        arrive(code)
    leave_hall(office="serang", ticket="B-002", gate="utama", now=OPENING, by="gate")

    missing = close_hall(office="serang", now=OPENING + timedelta(hours=9), by="gate")

    assert missing == (MissingExit("B-001", 1, "waiting"), MissingExit("B-003", 1, "waiting"))
    assert HallDay.objects.get().inside == 0
    again = refusal_of(close_hall, office="serang", now=OPENING + timedelta(hours=9), by="gate")
    assert again == Refusal("hall.closed_already")


def test_a_closed_hall_lets_nobody_in_until_it_is_reopened_for_a_reason(hall):
    first, second = book(number=2)
    arrive(first, companions=1)
    close_hall(office="serang", now=OPENING, by="gate")

    refused = (arrive(second).refusal, walk_in().refusal)
    inside = reopen_hall(office="serang", reason="ditutup karena salah tekan", now=OPENING, by="kepala")
    entered = arrive(second)

    assert refused == (Refusal("hall.closed"), Refusal("hall.closed"))
    assert GateEvent.objects.filter(kind="refused", reason="hall.closed").count() == 2
    assert (inside, entered.ticket) == (2, "B-002")
    day = HallDay.objects.get()
    assert (day.inside, day.closed_at) == (3, None)
    noted = LedgerRow.objects.get(action="hall.reopened")
    assert (noted.by, noted.facts) == ("kepala", {"reason": "ditutup karena salah tekan", "inside": 2})


def test_reopening_needs_a_closed_hall_and_a_reason(hall):
    def refused(reason: str) -> Refusal:
        return refusal_of(reopen_hall, office="serang", reason=reason, now=OPENING, by="kepala")

    assert refused("apa pun") == Refusal("hall.not_closed")
    close_hall(office="serang", now=OPENING, by="gate")
    assert refused(" ") == Refusal("hall.reopening_reason", "reason")


def test_a_hall_reopened_with_more_people_than_its_limit_lets_nobody_in(hall):
    for code in book(number=3):
        arrive(code, companions=2)
    close_hall(office="serang", now=OPENING, by="gate")
    enact(order_text("SE-JARAK", 'topic = "distance_m"\nvalue = 3.0', until="2020-09-11"), now=OPENING)

    assert reopen_hall(office="serang", reason="salah tekan", now=OPENING, by="kepala") == 9
    assert walk_in().refusal.code == "hall.full"


def test_the_same_key_at_the_gate_lets_nobody_in_twice(hall):
    (code,) = book()
    common = {"companions": 0, "temperature_c": COOL, "gate": "utama", "now": OPENING, "by": "gate"}

    booked = [admit_booked(office="serang", code=code, key="k1", **common) for _ in range(2)]
    kinds = [
        admit_walk_in(office="serang", kind="elderly", group="passport", key="k2", **common).ticket for _ in range(2)
    ]

    assert booked == [Admission("B-001", None)] * 2
    assert kinds == ["P-002"] * 2
    assert refusal_of(admit_booked, office="serang", code=code, key="k2", **common).code == "key.reused"
    assert HallDay.objects.get().inside == 2


def test_who_does_not_come_when_called_may_book_again(hall):
    (code,) = book()
    arrive(code)
    call()

    give_up(office="serang", ticket="B-001", now=OPENING, by="clerk")

    assert (Visit.objects.get().state, Visit.objects.get().counter) == ("absent", "")
    booking = Booking.objects.get()
    assert (booking.state, booking.is_live) == ("visited", False)
    assert list(booking.statuses.order_by("pk").values_list("event", flat=True)) == ["confirmed", "arrived", "visited"]
    refused = refusal_of(give_up, office="serang", ticket="B-001", now=OPENING, by="clerk")
    assert refused == Refusal("visit.wrong_state", None, {"state": "absent"})


def test_whoever_leaves_or_is_still_there_at_closing_may_book_again(hall):
    left, stayed = book(number=2)
    arrive(left)
    arrive(stayed)

    leave_hall(office="serang", ticket="B-001", gate="utama", now=OPENING, by="gate")
    after_leaving = dict(Booking.objects.values_list("code", "state"))
    close_hall(office="serang", now=OPENING + timedelta(hours=9), by="gate")

    assert after_leaving == {left: "visited", stayed: "arrived"}
    assert set(Booking.objects.values_list("state", "is_live")) == {("visited", False)}


def test_who_is_sent_to_a_counter_is_called_there_alone(hall):
    for code in book(number=2):
        arrive(code)
    call("1")
    send_to(office="serang", ticket="B-001", stage=Stage.DOCUMENTS, counter="7", now=OPENING, by="clerk")

    called = [call("1"), call("2"), call("7")]

    assert called == ["B-002", None, "B-001"]
    assert list(Visit.objects.get(ticket="B-001").statuses.filter(event="sent").values_list("counter")) == [("7",)]


def test_who_was_sent_to_a_counter_may_be_called_anywhere_after_it(hall):
    (code,) = book()
    arrive(code)
    call("1")
    send_to(office="serang", ticket="B-001", stage=Stage.INTERVIEW, counter="7", now=OPENING, by="clerk")
    call("7")
    start_serving(office="serang", ticket="B-001", now=OPENING, by="clerk")
    finish_stage(office="serang", ticket="B-001", now=OPENING, by="clerk")

    assert call("1") == "B-001"


def test_who_is_inside_before_their_slot_cannot_give_the_visit_up_nor_lose_it_to_a_verdict(hall):
    (code,) = book(urgency="medical")
    arrive(code)
    later = OPENING + 5 * MINUTE

    refused = [
        refusal_of(cancel_booking, code=code, key="k1", now=later, by="person"),
        refusal_of(postpone_booking, code=code, key="k2", now=later, by="person"),
        refusal_of(reject_urgency, code=code, reason="tanpa bukti", now=later, by="triage"),
    ]

    assert refused == [Refusal("visit.arrived_already")] * 3
    assert (Booking.objects.get().state, Booking.objects.get().urgency) == ("arrived", "medical")


def test_note_missed_frees_the_places_of_who_did_not_come(hall):
    came, missed = book(number=2)
    arrive(came)
    start = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)

    assert note_missed(office="serang", now=start + 59 * MINUTE, by="test") == 0
    assert note_missed(office="serang", now=start + 60 * MINUTE, by="test") == 1
    assert note_missed(office="serang", now=start + 60 * MINUTE, by="test") == 0

    assert (Booking.objects.get(code=missed).state, Booking.objects.get(code=came).state) == ("missed", "arrived")
    assert Slot.objects.get(code="serang-passport-general-20200910T0800").taken == 1


def give_places(at: str, places: int) -> Slot:
    slots = Slot.objects.filter(code=f"serang-passport-general-20200910T{at}")
    slots.update(planned_places=places, places=places)
    return slots.get()


def test_note_missed_puts_the_place_on_sale_in_the_next_slot_of_the_day_that_has_any(hall):
    give_places("0930", 0)
    slot = give_places("1000", 1)
    book(number=2)
    later = datetime(2020, 9, 10, 2, 5, tzinfo=UTC)

    note_missed(office="serang", now=later, by="test")

    slot.refresh_from_db()
    assert (slot.freed_places, slot.planned_places, slot.places) == (2, 3, 3)
    assert Slot.objects.filter(freed_places__gt=0).count() == 1
    answers = book_visits(requests=[request(slot.code) for _ in range(4)], now=later, by="test")
    assert [answer.refusal.code if answer.refusal else "" for answer in answers] == ["", "", "", "slot.full"]


def test_a_new_plan_of_the_day_keeps_freed_places_unless_the_slot_is_shut(hall):
    book(number=2)
    later = datetime(2020, 9, 10, 2, 5, tzinfo=UTC)
    note_missed(office="serang", now=later, by="test")
    slot = Slot.objects.get(freed_places=2)
    book_visits(requests=[request(slot.code) for _ in range(slot.places)], now=later, by="test")

    plan_slots(office="serang", from_on=THE_DAY, until_on=THE_DAY + timedelta(days=1), now=later, by="test")
    again = Slot.objects.get(pk=slot.pk)
    enact(order_text("SE-TUTUP", CLOSED, until="2020-09-11", areas='["office:serang"]'), now=later)

    assert (again.planned_places, again.taken) == (slot.planned_places, slot.places)
    assert Slot.objects.get(pk=slot.pk).planned_places == 0


def test_note_missed_ends_days_on_which_no_job_ran(hall):
    came, missed = book(number=2)
    arrive(came)
    later = OPENING + timedelta(days=3)

    assert note_missed(office="serang", now=later, by="test") == 1

    assert dict(Booking.objects.values_list("code", "state")) == {came: "visited", missed: "missed"}
    assert Slot.objects.filter(freed_places__gt=0).count() == 0


def test_note_missed_waits_as_long_as_the_office_has_set(hall):
    profile = hall.profile | {"visit_day": {**hall.profile["visit_day"], "no_show_minutes": 20}}
    Office.objects.update(profile=profile)
    book()
    start = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)

    assert note_missed(office="serang", now=start + 19 * MINUTE, by="test") == 0
    assert note_missed(office="serang", now=start + 20 * MINUTE, by="test") == 1


@pytest.mark.parametrize(("rest_days", "code"), [(0, ""), (4, ""), (5, "person.missed")])
def test_a_missed_visit_has_no_penalty_unless_the_office_has_set_one(hall, rest_days, code):
    """The slot of 14 September is asked for on the 14th, four days after the missed visit."""
    Office.objects.update(
        profile=hall.profile | {"visit_day": {**hall.profile["visit_day"], "rebook_after_days": rest_days}}
    )
    ani = applicant()
    book_visits(requests=[request("serang-passport-general-20200910T0800", ani)], now=OPENING - HOURS, by="test")
    note_missed(office="serang", now=OPENING + HOURS, by="test")
    again = request("serang-passport-general-20200914T0930", ani)

    (answer,) = book_visits(requests=[again], now=OPENING + timedelta(days=4), by="test")

    assert (answer.refusal.code if answer.refusal else "") == code


def test_a_visit_is_reminded_of_the_day_before_by_a_message_in_the_outbox(hall):
    slot = "serang-passport-general-20200914T0930"
    (answer,) = book_visits(requests=[request(slot, applicant(email="ani@example.org"))], now=OPENING, by="test")

    reminder = Message.objects.get(kind="reminder")

    nine = datetime(2020, 9, 13, 2, 0, tzinfo=UTC)
    assert (reminder.booking.code, reminder.next_try_at) == (answer.visits[0].code, nine)
    assert reminder.not_after == datetime(2020, 9, 14, 2, 30, tzinfo=UTC)
