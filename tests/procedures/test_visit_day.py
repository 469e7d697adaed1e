"""The visit day at the gate and the counters, on the day of the story."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from serambi.procedures.admit_visitor import Admission, admit_booked, admit_walk_in
from serambi.procedures.book_visits import book_visits
from serambi.procedures.call_next import call_next, call_out_of_order
from serambi.procedures.leave_hall import MissingExit, close_hall, leave_hall
from serambi.procedures.note_missed import note_missed
from serambi.procedures.serve_visitor import (
    finish_stage,
    park,
    recall,
    resume,
    send_home_incomplete,
    send_to,
    start_serving,
)
from serambi.records.models import Booking, GateEvent, HallDay, LedgerRow, Obligation, QueueOverride, Slot, Visit
from serambi.rules.queueing import Stage
from serambi.rules.refusal import Refusal, Refused
from tests.factories import THE_DAY, applicant, means, order_text, request, save_office, save_regions, save_slot
from tests.procedures.orders import enact

pytestmark = pytest.mark.django_db(transaction=True)

OPENING = datetime(2020, 9, 10, 0, 30, tzinfo=UTC)
COOL, WARM = Decimal("36.5"), Decimal("37.6")
FEVER_LIMIT = 'topic = "max_temperature_c"\nvalue = 37.5'
MINUTE = timedelta(minutes=1)


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


def test_note_missed_frees_the_places_of_who_did_not_come(hall):
    came, missed = book(number=2)
    arrive(came)
    start = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)

    assert note_missed(office="serang", now=start + 59 * MINUTE, by="test") == 0
    assert note_missed(office="serang", now=start + 60 * MINUTE, by="test") == 1
    assert note_missed(office="serang", now=start + 60 * MINUTE, by="test") == 0

    assert (Booking.objects.get(code=missed).state, Booking.objects.get(code=came).state) == ("missed", "arrived")
    assert Slot.objects.get(code="serang-passport-general-20200910T0800").taken == 1
