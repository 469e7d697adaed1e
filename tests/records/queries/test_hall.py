"""The hall, the queue and one ticket's place, as the records have them."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from serambi.procedures.admit_visitor import admit_booked, admit_walk_in
from serambi.procedures.book_visits import book_visits
from serambi.procedures.call_next import call_next, call_out_of_order
from serambi.procedures.leave_hall import leave_hall
from serambi.procedures.serve_visitor import finish_stage, park, start_serving
from serambi.records.queries.hall import CalledRow, MissingRow, hall_state, missing_exits, still_in_line
from serambi.records.queries.queue import OwnPlace, own_place, parked_visits, queue_in_order
from serambi.records.queries.visits import (
    offices_with_confirmed_visits,
    person_at_counter,
    visit_by_booking,
    visit_by_ticket,
)
from serambi.rules.queueing import Stage
from serambi.rules.waiting import WaitEstimate
from tests.factories import THE_DAY, applicant, means, request, save_office, save_slot

pytestmark = pytest.mark.django_db(transaction=True)

OPENING = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def hall():
    office = save_office(means=means(hall_seats={Decimal(0): 12}))
    save_slot(office, 20, on=THE_DAY, at=time(8))
    return office


def book(name: str = "Ani") -> str:
    asked = request("serang-passport-general-20200910T0800", applicant(name=name))
    (answer,) = book_visits(requests=[asked], now=OPENING - timedelta(hours=3), by="test")
    return answer.visits[0].code


def arrive(now: datetime = OPENING, companions: int = 0) -> str:
    code = book()
    common = {"companions": companions, "temperature_c": None, "gate": "utama", "now": now, "by": "gate"}
    assert admit_booked(office="serang", code=code, **common).ticket
    return code


def call(counter: str = "1", now: datetime = OPENING) -> str | None:
    return call_next(office="serang", counter=counter, stages=list(Stage), groups=["passport"], now=now, by="clerk")


def do(step, ticket: str, now: datetime = OPENING) -> None:
    step(office="serang", ticket=ticket, now=now, by="clerk")


def test_hall_state_before_the_first_visitor_is_empty_and_unknown_where_there_is_no_office(hall):
    state = hall_state(office="serang", now=OPENING)

    assert state is not None
    assert (state.inside, state.limit, state.room, state.people_waiting, state.called) == (0, 12, 12, 0, ())
    assert hall_state(office="nowhere", now=OPENING) is None


def test_hall_state_counts_who_is_inside_waits_and_is_called(hall, django_assert_num_queries):
    for companions in (0, 1, 2):
        arrive(companions=companions)
    assert call() == "B-001"
    do(start_serving, "B-001")
    call_out_of_order(
        office="serang", ticket="B-003", counter="2", reason="sakit", second_by="b", now=OPENING + MINUTE, by="a"
    )

    with django_assert_num_queries(8):
        state = hall_state(office="serang", now=OPENING)

    assert state is not None
    assert (state.inside, state.overrides, state.waiting[Stage.DOCUMENTS], state.parked) == (6, 1, 1, 0)
    assert state.called == (
        CalledRow("B-003", "2", Stage.DOCUMENTS, False, OPENING + MINUTE),
        CalledRow("B-001", "1", Stage.DOCUMENTS, True, OPENING),
    )


def test_queue_is_in_the_order_of_calls_and_the_parked_stand_aside(hall):
    for minute in (2, 1):
        arrive(OPENING + minute * MINUTE)
    admit_walk_in(
        office="serang",
        kind="elderly",
        group="passport",
        companions=0,
        temperature_c=None,
        gate="utama",
        now=OPENING + 9 * MINUTE,
        by="gate",
    )

    line = [row.ticket for row in queue_in_order(office="serang", on=THE_DAY)]
    called = call()
    do(park, called)

    assert line == ["P-003", "B-002", "B-001"]
    assert called == line[0]
    assert [row.ticket for row in parked_visits(office="serang", on=THE_DAY)] == ["P-003"]
    assert queue_in_order(office="serang", on=THE_DAY, groups=["permit"]) == ()


def test_own_place_has_no_estimate_before_five_services_and_one_after(hall):
    for _ in range(8):
        arrive()
    before = own_place(office="serang", on=THE_DAY, ticket="B-008", now=OPENING)
    now = OPENING
    for _ in range(5):
        ticket = call(now=now)
        do(start_serving, ticket, now)
        now += 10 * MINUTE
        do(finish_stage, ticket, now)
        leave_hall(office="serang", ticket=ticket, gate="utama", now=now, by="gate")

    after = own_place(office="serang", on=THE_DAY, ticket="B-008", now=now)

    assert before == OwnPlace("B-008", "waiting", Stage.DOCUMENTS, "", 8, None)
    assert after == OwnPlace("B-008", "waiting", Stage.DOCUMENTS, "", 3, WaitEstimate((20, 20), (20, 20), 5))
    assert own_place(office="serang", on=THE_DAY, ticket="B-099", now=now) is None


def test_missing_exits_are_the_people_inside(hall):
    arrive(companions=2)
    arrive()
    leave_hall(office="serang", ticket="B-002", gate="utama", now=OPENING, by="gate")

    assert missing_exits(office="serang", on=THE_DAY) == (MissingRow("B-001", 3, "waiting", OPENING),)
    assert still_in_line(office="serang", on=THE_DAY) == 1


def test_a_visit_is_found_by_ticket_and_by_booking_at_its_own_office_only(hall):
    code = arrive()
    save_office("cilegon", seat_region="36.72")

    found = visit_by_ticket(office="serang", on=THE_DAY, ticket="B-001")

    assert found is not None
    assert found.booking == code
    assert visit_by_booking(office="serang", on=THE_DAY, code=code.replace("-", "").lower()) == found
    assert visit_by_ticket(office="cilegon", on=THE_DAY, ticket="B-001") is None
    assert visit_by_booking(office="cilegon", on=THE_DAY, code=code) is None


def test_the_person_at_a_counter_is_opened_there_and_nowhere_else(hall):
    code = arrive()
    call("7")

    found = person_at_counter(office="serang", on=THE_DAY, counter="7")

    assert found is not None and found.person is not None and found.booking is not None
    assert (found.visit.ticket, found.person.applicant.name, found.booking.code) == ("B-001", "Ani", code)
    assert person_at_counter(office="serang", on=THE_DAY, counter="8") is None
    assert person_at_counter(office="cilegon", on=THE_DAY, counter="7") is None


def test_offices_with_confirmed_visits_are_those_where_somebody_is_late(hall):
    book()

    assert offices_with_confirmed_visits(now=OPENING - MINUTE) == ()
    assert offices_with_confirmed_visits(now=OPENING) == ("serang",)
    assert offices_with_confirmed_visits(now=OPENING + timedelta(days=1)) == ()
