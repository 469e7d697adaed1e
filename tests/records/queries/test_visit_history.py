"""An office's own visits as history: minutes at the counters, arrivals, missed visits."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from serambi.procedures.admit_visitor import admit_booked
from serambi.procedures.book_visits import book_visits
from serambi.procedures.call_next import call_next
from serambi.procedures.note_missed import note_missed
from serambi.procedures.serve_visitor import finish_stage, park, resume, send_home_incomplete, start_serving
from serambi.records.models import VisitStatus
from serambi.records.queries.visit_history import HISTORY_DAYS, visit_history
from serambi.rules.queueing import Stage
from serambi.rules.simulation.history import VisitHistory
from tests.factories import THE_DAY, applicant, means, request, save_office, save_slot

pytestmark = pytest.mark.django_db(transaction=True)

EIGHT = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def codes() -> list[str]:
    """Three people booked at 08:00."""
    slot = save_slot(save_office(means=means(hall_seats={Decimal(0): 12})), 20, on=THE_DAY, at=time(8))
    asked = [request(slot.code, applicant()) for _ in range(3)]
    answers = book_visits(requests=asked, now=EIGHT - timedelta(hours=3), by="test")
    return [answer.visits[0].code for answer in answers]


def arrive(code: str, now: datetime) -> None:
    common = {"companions": 0, "temperature_c": None, "gate": "utama", "now": now, "by": "gate"}
    admit_booked(office="serang", code=code, **common)


def serve(minutes: int, now: datetime, end=finish_stage) -> datetime:
    """Call the next and serve them so long, a minute of it on the way to the counter."""
    ticket = call_next(office="serang", counter="1", stages=list(Stage), groups=["passport"], now=now, by="clerk")
    start_serving(office="serang", ticket=ticket, now=now + MINUTE, by="clerk")
    end(office="serang", ticket=ticket, now=now + minutes * MINUTE, by="clerk")
    return now + minutes * MINUTE


def test_history_of_an_office_that_has_none_is_empty():
    assert visit_history(office="nowhere", until_on=THE_DAY) == VisitHistory(
        THE_DAY - HISTORY_DAYS * DAY, THE_DAY, {}, (), 0
    )


def test_a_service_is_what_one_finished_visit_took_at_all_counters(codes, django_assert_num_queries):
    arrive(codes[0], EIGHT - 10 * MINUTE)
    now = serve(5, EIGHT, end=park)
    resume(office="serang", ticket="B-001", now=now + 30 * MINUTE, by="clerk")
    for minutes in (4, 6, 3):
        now = serve(minutes, now + 40 * MINUTE)
    arrive(codes[1], now)
    serve(9, now, end=send_home_incomplete)
    note_missed(office="serang", now=EIGHT + timedelta(hours=8), by="test")

    with django_assert_num_queries(3):
        found = visit_history(office="serang", until_on=THE_DAY + DAY)

    late = (now - EIGHT) / MINUTE
    assert (found.service_minutes, found.arrival_minutes) == ({"passport": (18.0,)}, (-10.0, late))
    assert (found.missed, found.booked) == (1, 3)
    assert visit_history(office="serang", until_on=THE_DAY).booked == 0
    assert visit_history(office="serang", until_on=THE_DAY + (HISTORY_DAYS + 1) * DAY).booked == 0


def test_a_ticket_that_nobody_ended_is_no_service(codes):
    arrive(codes[0], EIGHT)
    for minutes in (4, 4, 4):
        serve(minutes, EIGHT)
    VisitStatus.objects.filter(event="finished", stage="payment").update(at=EIGHT + timedelta(hours=9))

    assert visit_history(office="serang", until_on=THE_DAY + DAY).service_minutes == {}
