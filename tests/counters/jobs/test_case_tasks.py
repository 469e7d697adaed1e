"""What happens to cases by itself, run by hand."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from serambi.counters.jobs.case_tasks import (
    follow_deadlines,
    follow_decrees,
    lapse_cases,
    lapse_office,
    recompute_nightly,
    recompute_stays_nightly,
)
from serambi.procedures.advance_case import advance_case
from serambi.procedures.book_visits import book_visits
from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.issue_payment_slip import issue_payment_slip
from serambi.procedures.open_case import open_case
from serambi.records.codec import to_json
from serambi.records.models import Case, FeeRow, LedgerRow, ServiceRow
from serambi.rules.catalogue import Fee, Text
from serambi.rules.period import DayPeriod
from serambi.rules.states import CaseEvent
from serambi.rules.verdict import Verdict
from tests.factories import NOW, order_text, request, save_office, save_slot, service

pytestmark = pytest.mark.django_db(transaction=True)

THURSDAY = datetime(2020, 9, 10, 3, 0, tzinfo=UTC)
HOLIDAY = 'topic = "holiday"\nvalue = { kind = "collective_leave", year = 2020, days = [2020-09-14] }'
BY_MINISTERS = {"rank": '"ministry"', "issuer": '"Menteri"'}


@pytest.fixture
def number() -> str:
    """The number of a case interviewed on Thursday 10 September."""
    slot = save_slot(save_office())
    (answer,) = book_visits(requests=[request(slot.code)], now=NOW, by="test")
    number = open_case(code=answer.visits[0].code, verdict=Verdict((), (), ()), now=THURSDAY, by="desk").number
    for event in (CaseEvent.VERIFY, CaseEvent.INTERVIEW):
        advance_case(number=number, event=event, now=THURSDAY, by="officer")
    return number


@pytest.fixture
def billed(number: str) -> str:
    """The same with a slip to pay."""
    fee = Fee(
        "PASPOR_48", Text("Paspor", "Passport"), 350_000, "PP 28/2019", DayPeriod(date(2019, 5, 3)), "test", "VERIFIED"
    )
    FeeRow.objects.create(code=fee.code, valid_from=fee.valid.from_on, entry=to_json(fee))
    ServiceRow.objects.update(entry=to_json(service(fee_codes=(fee.code,))))
    issue_payment_slip(number=number, fee_codes=(fee.code,), now=THURSDAY, by="desk")
    return number


def recomputed() -> int:
    return LedgerRow.objects.filter(action="clocks.recomputed").count()


def test_follow_decrees_recomputes_once_after_a_decree_and_else_rests(number):
    with time_machine.travel(THURSDAY, tick=False):
        follow_decrees(0)
        before = recomputed()
        enact_instrument(text=order_text("SKB-9", HOLIDAY, **BY_MINISTERS), file="f.toml", now=THURSDAY, by="head")
    with time_machine.travel(THURSDAY + timedelta(minutes=1), tick=False):
        follow_decrees(0)
        follow_decrees(0)

    assert (before, recomputed()) == (0, 1)
    assert (Case.objects.get().legal_on, Case.objects.get().promised_on) == (date(2020, 9, 17), date(2020, 9, 16))


def test_recompute_nightly_leaves_its_row_even_when_nothing_changes(number):
    with time_machine.travel(THURSDAY, tick=False):
        recompute_nightly(0)

    assert LedgerRow.objects.get(action="clocks.recomputed").facts == {"cases": 0, "moved": 0}


@pytest.fixture
def own_jobs():
    """The queue outlives a test: what is queued here is taken out again."""
    yield
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


def test_lapse_cases_queues_every_office_once(number, own_jobs):
    save_office("bandung")

    lapse_cases(0)
    lapse_cases(0)

    queued = ProcrastinateJob.objects.filter(queueing_lock__startswith="lapse ").order_by("id")
    jobs = queued.values_list("args", "queueing_lock")
    assert list(jobs) == [({"office": "bandung"}, "lapse bandung"), ({"office": "serang"}, "lapse serang")]


def test_lapse_office_lapses_what_was_not_paid_in_time(billed):
    with time_machine.travel(THURSDAY + timedelta(days=10), tick=False):
        lapse_office("serang")
    in_time = Case.objects.get().stage
    with time_machine.travel(THURSDAY + timedelta(days=11), tick=False):
        lapse_office("serang")
        lapse_office("gone")

    assert (in_time, Case.objects.get().stage) == ("interviewed", "lapsed")


def test_follow_deadlines_recomputes_once_after_an_instrument_and_else_rests(number):
    def recomputed_stays() -> int:
        return LedgerRow.objects.filter(action="stays.recomputed").count()

    deadline = 'topic = "permit_deadline"\nvalue = { permit = "itkt", last_on = 2020-09-20 }'
    with time_machine.travel(THURSDAY, tick=False):
        follow_deadlines(0)
        before = recomputed_stays()
        enact_instrument(text=order_text("SE-9", deadline), file="f.toml", now=THURSDAY, by="head")
    with time_machine.travel(THURSDAY + timedelta(minutes=1), tick=False):
        follow_deadlines(0)
        follow_deadlines(0)
        recompute_stays_nightly(0)

    assert (before, recomputed_stays()) == (0, 2)
