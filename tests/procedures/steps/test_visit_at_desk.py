"""The file and the ticket of one person: what ends the one ends the other, and nothing misses the one that is not."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from serambi.procedures.admit_visitor import admit_booked
from serambi.procedures.advance_case import advance_case
from serambi.procedures.book_visits import book_visits
from serambi.procedures.call_next import call_next
from serambi.procedures.issue_payment_slip import issue_payment_slip
from serambi.procedures.open_case import open_case
from serambi.procedures.return_file import return_file
from serambi.procedures.serve_visitor import park, send_home_incomplete, start_serving
from serambi.records.codec import to_json
from serambi.records.models import Booking, BookingStatus, Case, FeeRow, LedgerRow, ServiceRow, Visit, VisitStatus
from serambi.rules.catalogue import Fee, Text
from serambi.rules.desk import DeskFindings
from serambi.rules.period import DayPeriod
from serambi.rules.queueing import Stage
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.states import CaseEvent
from serambi.rules.verdict import Verdict
from tests.factories import THE_DAY, request, save_office, save_slot, service

pytestmark = pytest.mark.django_db(transaction=True)

EIGHT = datetime(2020, 9, 10, 1, 0, tzinfo=UTC)
FINE, UNCLEAR = Verdict((), (), ()), Verdict((), (), ("country",))
FREE = ("FREE",)


@pytest.fixture
def code() -> str:
    """Somebody of Serang who was called to counter 3 and is served there, at the stage of the documents."""
    slot = save_slot(save_office(), on=THE_DAY, at=time(8))
    for fee_code, amount in (("BOOK", 350_000), ("FREE", 0)):
        fee = Fee(fee_code, Text("P", "P"), amount, "PP 28/2019", DayPeriod(date(2019, 5, 3)), "test", "VERIFIED")
        FeeRow.objects.create(code=fee.code, valid_from=fee.valid.from_on, entry=to_json(fee))
    ServiceRow.objects.update(entry=to_json(service(fee_codes=("BOOK", "FREE"))))
    (answer,) = book_visits(requests=[request(slot.code)], now=EIGHT - timedelta(hours=2), by="test")
    code = answer.visits[0].code
    gate = {"companions": 0, "temperature_c": None, "gate": "utama", "now": EIGHT, "by": "gate"}
    admit_booked(office="serang", code=code, **gate)
    here = {"office": "serang", "now": EIGHT, "by": "clerk"}
    call_next(counter="3", stages=list(Stage), groups=["passport"], **here)
    start_serving(ticket="B-001", **here)
    return code


def accepted(code: str, *events: str) -> str:
    number = open_case(code=code, verdict=FINE, now=EIGHT, by="desk").number
    for event in events:
        advance_case(number=number, event=CaseEvent(event), now=EIGHT, by="desk")
    return number


def slip(number: str, fees: tuple[str, ...] = ("BOOK",), now: datetime = EIGHT) -> None:
    issue_payment_slip(number=number, fee_codes=fees, now=now, by="desk")


def stands() -> tuple[str, str, str, bool]:
    """The state and counter of the visit, the state of the booking, and whether it still holds its person."""
    visit, booking = Visit.objects.get(), Booking.objects.get()
    return visit.state, visit.counter, booking.state, booking.is_live


HERE, DONE = ("at_counter", "3", "arrived", True), ("done", "", "visited", False)
SENT_HOME = ("incomplete", "", "visited", False)


def test_a_file_returned_at_the_desk_sends_its_ticket_home(code):
    return_file(code=code, findings=DeskFindings(), verdict=UNCLEAR, now=EIGHT, by="desk")

    assert stands() == SENT_HOME
    assert LedgerRow.objects.get(action="file.returned").facts["ticket"] == "B-001"
    assert BookingStatus.objects.filter(event="visited").count() == 1


def test_accepting_and_interviewing_leave_the_ticket_to_the_clerk(code):
    accepted(code, "verify", "interview")

    assert stands() == HERE


@pytest.mark.parametrize(("fees", "action"), [(("BOOK",), "case.slip_issued"), (FREE, "case.free_of_charge")])
def test_the_payment_slip_ends_the_day_at_the_office(code, fees, action):
    number = accepted(code, "verify", "interview")

    slip(number, fees)

    assert stands() == DONE
    ledger = LedgerRow.objects.get(action=action)
    assert (ledger.subject, ledger.facts["ticket"]) == (number, "B-001")
    last = VisitStatus.objects.order_by("id").last()
    assert (last.event, last.by) == ("finished", "desk")


@pytest.mark.parametrize(
    ("before", "event", "then"),
    [
        ((), "return", SENT_HOME),
        (("verify",), "withdraw", DONE),
        (("verify", "interview"), "refuse", DONE),
    ],
)
def test_what_ends_the_case_ends_the_visit_at_the_counter(code, before, event, then):
    number = accepted(code, *before)

    advance_case(number=number, event=CaseEvent(event), reason="alasan", now=EIGHT, by="desk")

    assert stands() == then
    assert LedgerRow.objects.get(action=f"case.{event}").facts["ticket"] == "B-001"


def test_a_refused_step_leaves_the_ticket_where_it_is(code):
    number = accepted(code)

    with pytest.raises(Refused):
        advance_case(number=number, event=CaseEvent.REFUSE, reason="alasan", now=EIGHT, by="desk")
    with pytest.raises(Refused):
        slip(number)

    assert stands() == HERE


def test_who_waits_or_was_set_aside_is_told_at_the_counter_that_calls_them(code):
    number = accepted(code, "verify", "interview")
    park(office="serang", ticket="B-001", now=EIGHT, by="clerk")

    slip(number)

    assert stands() == ("parked", "", "arrived", True)
    assert "ticket" not in LedgerRow.objects.get(action="case.slip_issued").facts


def test_a_ticket_nobody_ended_yesterday_is_not_ended_by_the_slip_of_today(code):
    number = accepted(code, "verify", "interview")

    slip(number, now=EIGHT + timedelta(days=1))

    assert stands() == HERE


def test_a_desk_without_a_hall_ends_what_there_is(code):
    Visit.objects.update(booking=None)  # somebody else is at the counter, who came without a booking
    number = accepted(code, "verify", "interview")

    slip(number)

    assert Visit.objects.get().state == "at_counter"
    assert "ticket" not in LedgerRow.objects.get(action="case.slip_issued").facts
    assert Case.objects.get().billing_code is not None


def test_an_accepted_file_is_not_sent_home_from_the_counter(code):
    accepted(code)

    with pytest.raises(Refused) as refused:
        send_home_incomplete(office="serang", ticket="B-001", now=EIGHT, by="clerk")

    assert refused.value.refusal == Refusal("visit.file_accepted", "ticket")
    assert stands() == HERE
