"""An order closes an office: its open cases stand still by themselves, and the promise moves and comes back exactly."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.db import connection

from serambi.procedures.advance_case import advance_case
from serambi.procedures.book_visits import book_visits
from serambi.procedures.carry_out_task import carry_out_task
from serambi.procedures.collect_document import lapse_uncollected
from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.lapse_unpaid import lapse_unpaid
from serambi.procedures.open_case import open_case
from serambi.procedures.pause_case import pause_case, resume_case
from serambi.procedures.preview_instrument import foreseen_offices, preview_instrument
from serambi.procedures.recompute_clocks import recompute_clocks
from serambi.procedures.send_messages import send_messages
from serambi.procedures.undo_instrument import undo_instrument
from serambi.records.models import Case, CaseStatus, LedgerRow, Message, OrderTask
from serambi.records.queries.cases import PauseRow, case_of_office
from serambi.rules.promise import PauseReason
from serambi.rules.states import CaseEvent
from serambi.rules.verdict import Verdict
from tests.factories import CLOSED, NOW, applicant, order_text, request, save_office, save_regions, save_slot
from tests.mail import carrier_to, mail_server, text_of

pytestmark = pytest.mark.django_db(transaction=True)

THURSDAY = datetime(2020, 9, 10, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TO_PAID = ("verify", "interview", "pay")
TO_READY = (*TO_PAID, "adjudicate", "print", "check", "make_ready")
MONDAY_AND_TUESDAY = {"from": "2020-09-14", "until": "2020-09-16", "areas": '["office:serang"]'}
WITHOUT_END = {"from": "2020-09-14", "areas": '["office:serang"]'}
BY_LAW, MOVED = date(2020, 9, 16), date(2020, 9, 18)
"""Four working days after Thursday 10 September, and two more."""


@pytest.fixture
def slot(transactional_db):
    save_regions()
    return save_slot(save_office(), 20, on=date(2020, 9, 10))


def open_one(slot, *events: str, email: str | None = "ani@example.org", now: datetime = THURSDAY) -> str:
    (answer,) = book_visits(requests=[request(slot.code, applicant(email=email))], now=NOW, by="test")
    number = open_case(code=answer.visits[0].code, verdict=Verdict((), (), ()), now=now, by="desk").number
    for event in events:
        advance_case(number=number, event=CaseEvent(event), now=now, by="officer")
    return number


def enact(text: str, now: datetime = THURSDAY + DAY):
    for signer in ("direktur", "wakil"):
        done = enact_instrument(text=text, file="se.toml", now=now, by=signer)
        if done.carried_out is not None:
            break
    return done


def promised(number: str) -> date | None:
    return Case.objects.get(number=number).promised_on


def moved_messages() -> Counter[str]:
    return Counter(Message.objects.filter(kind="promise_moved").values_list("facts__case", flat=True))


def test_closing_moves_the_open_promises_tells_each_once_and_undoing_restores_exactly(slot):
    paid, silent = open_one(slot, *TO_PAID), open_one(slot, *TO_PAID, email=None)
    waiting, ready = open_one(slot), open_one(slot, *TO_READY)

    done = enact(order_text("SE-9", CLOSED, **MONDAY_AND_TUESDAY))
    again = recompute_clocks(now=THURSDAY + DAY, by="jobs")

    assert done.carried_out.promises_moved == 2
    assert [promised(number) for number in (paid, silent, waiting, ready)] == [MOVED, MOVED, None, BY_LAW]
    assert moved_messages() == {paid: 1}
    assert again == 0
    step = CaseStatus.objects.get(case__number=silent, event="promise_moved")
    assert (step.reason, step.promised_on) == ("enacted SE-9", MOVED)
    row = LedgerRow.objects.get(action="promises.moved")
    assert (row.subject, row.office, row.facts) == ("enacted SE-9", "serang", {"cases": 2, "moved": 2})

    undone = undo_instrument(number="SE-9", reason="keliru", now=THURSDAY + 2 * DAY, by="direktur")

    assert undone.promises_moved == 2
    assert [promised(number) for number in (paid, silent, waiting, ready)] == [BY_LAW, BY_LAW, None, BY_LAW]
    assert moved_messages() == {paid: 2}
    assert recompute_clocks(now=THURSDAY + 2 * DAY, by="jobs") == 0


def test_undoing_restores_the_promise_on_the_calendar_it_was_named_by(slot):
    number = open_one(slot, *TO_PAID)
    enact(order_text("SE-9", CLOSED, **MONDAY_AND_TUESDAY))
    leave = 'topic = "holiday"\nvalue = { kind = "collective_leave", year = 2020, days = [2020-09-16] }'
    ministers = {"rank": '"ministry"', "issuer": '"Menteri"'}
    enact(order_text("SKB-9", leave, **ministers))
    while_closed = promised(number)

    undo_instrument(number="SE-9", reason="keliru", now=THURSDAY + 2 * DAY, by="direktur")

    assert (while_closed, promised(number)) == (MOVED, BY_LAW)
    assert Case.objects.get().legal_on == date(2020, 9, 17)


def test_what_stands_still_is_shown_with_its_order_and_counted_once_under_an_officers_pause(slot):
    number = open_one(slot, *TO_PAID)
    enact(order_text("SE-9", CLOSED, **MONDAY_AND_TUESDAY))
    pause_case(number=number, reason=PauseReason.APPLICANT, note="", now=THURSDAY + 4 * DAY, by="officer")
    resume_case(number=number, now=THURSDAY + 7 * DAY, by="officer")

    monday = case_of_office(number=number, office="serang", now=THURSDAY + 4 * DAY)

    assert promised(number) == date(2020, 9, 21)
    assert monday.pauses == (
        PauseRow("applicant", "", date(2020, 9, 14), date(2020, 9, 17)),
        PauseRow("closure", "", date(2020, 9, 14), date(2020, 9, 16), "SE-9"),
    )
    assert (monday.is_paused, monday.is_held) == (True, False)


def test_closing_without_an_end_stops_the_promise_until_a_revocation_ends_it(slot):
    number = open_one(slot, *TO_PAID)
    enact(order_text("SE-9", CLOSED, **WITHOUT_END))
    stopped = promised(number)

    revoking = {"from": "2020-09-16", "areas": '["office:serang"]', "revokes": '["SE-9"]'}
    advice = 'topic = "advice"\nvalue = { id = "Buka lagi.", en = "Open again." }'
    enact(order_text("SE-10", advice, **revoking), now=THURSDAY + 4 * DAY)

    assert (stopped, promised(number)) == (None, MOVED)
    assert moved_messages() == {number: 2}


def test_interview_during_a_known_closure_and_work_on_closed_days(slot):
    enact(order_text("SE-9", CLOSED, **MONDAY_AND_TUESDAY), now=THURSDAY)
    number = open_one(slot, *TO_PAID)

    advance_case(number=number, event=CaseEvent.ADJUDICATE, now=THURSDAY + 4 * DAY, by="officer")

    assert promised(number) == MOVED
    assert moved_messages() == {}


def test_wide_order_moves_promises_office_by_office_and_a_second_run_moves_none(slot):
    numbers = [open_one(slot, *TO_PAID)]
    for code in ("bandung", "bogor", "cilegon", "depok", "garut"):
        other = save_slot(save_office(code), on=date(2020, 9, 10))
        (answer,) = book_visits(
            requests=[request(other.code, applicant(email="b@example.org"), office=code)], now=NOW, by="test"
        )
        number = open_case(code=answer.visits[0].code, verdict=Verdict((), (), ()), now=THURSDAY, by="desk").number
        for event in TO_PAID:
            advance_case(number=number, event=CaseEvent(event), now=THURSDAY, by="officer")
        numbers.append(number)

    done = enact(order_text("SE-9", CLOSED, **MONDAY_AND_TUESDAY | {"areas": '["nation"]'}))
    before = {promised(number) for number in numbers}
    tasks = list(OrderTask.objects.values_list("pk", flat=True))
    moved = [carry_out_task(task_id=task, now=THURSDAY + DAY, by="jobs").promises_moved for task in tasks]
    second = [carry_out_task(task_id=task, now=THURSDAY + DAY, by="jobs") for task in tasks]

    assert (done.carried_out.offices_left, before) == (6, {BY_LAW})
    assert (moved, second) == ([1] * 6, [None] * 6)
    assert {promised(number) for number in numbers} == {MOVED}
    assert moved_messages() == dict.fromkeys(numbers, 1)
    assert LedgerRow.objects.filter(action="promises.moved").count() == 6


def test_preview_counts_the_promises_that_would_move_and_moves_none(slot):
    number, text = open_one(slot, *TO_PAID), order_text("SE-9", CLOSED, **MONDAY_AND_TUESDAY)
    preview = preview_instrument(text=text, file="se.toml", now=THURSDAY)

    foreseen = list(foreseen_offices(preview=preview, text=text, file="se.toml", now=THURSDAY))

    assert [each.promises_moved for each in foreseen] == [1]
    assert (promised(number), moved_messages()) == (BY_LAW, {})


def test_message_says_both_days_and_the_order_and_lapses_when_it_is_no_longer_so(slot):
    open_one(slot, *TO_PAID)
    enact(order_text("SE-9", CLOSED, **MONDAY_AND_TUESDAY))
    undo_instrument(number="SE-9", reason="keliru", now=THURSDAY + DAY, by="direktur")
    enact(order_text("SE-10", CLOSED, **MONDAY_AND_TUESDAY))

    with mail_server() as (mailbox, server):
        send_messages(carrier=carrier_to(server), now=THURSDAY + DAY, by="jobs")

    moves = [text_of(mail) for _, mail in mailbox.mails if "Hari janji" in mail["Subject"]]
    assert [("menurut SE-9" in text, "menurut SE-10" in text) for text in moves] == [(True, False), (False, True)]
    assert all("paling lambat Jumat, 18 September 2020" in text for text in moves)
    assert all("Sebelumnya: Rabu, 16 September 2020" in text for text in moves)
    lapsed = Message.objects.get(kind="promise_moved", state="lapsed")
    assert (lapsed.facts["cause"], lapsed.last_result) == ("undone SE-9", "settled")


def test_nothing_lapses_on_days_the_office_is_closed_by_order(slot):
    ready = open_one(slot, *TO_READY)
    unpaid = open_one(slot, "verify", "interview")
    Case.objects.filter(number=unpaid).update(billing_code="1" * 15)
    enact(order_text("SE-9", CLOSED, **MONDAY_AND_TUESDAY), now=THURSDAY)
    enact(
        order_text("SE-10", CLOSED, **{"from": "2020-09-21", "until": "2020-09-22", "areas": '["office:serang"]'}),
        now=THURSDAY,
    )

    assert lapse_uncollected(office="serang", now=THURSDAY + 33 * DAY, by="jobs") == 0
    assert lapse_uncollected(office="serang", now=THURSDAY + 34 * DAY, by="jobs") == 1
    assert lapse_unpaid(office="serang", now=THURSDAY + 11 * DAY, by="jobs") == 0
    assert lapse_unpaid(office="serang", now=THURSDAY + 12 * DAY, by="jobs") == 1
    assert set(Case.objects.filter(number__in=(ready, unpaid)).values_list("stage", flat=True)) == {"lapsed"}


def test_promises_named_before_are_filled_with_what_they_were_counted_by(slot):
    paid, unpaid = open_one(slot, *TO_PAID), open_one(slot, "verify", "interview", now=THURSDAY - DAY)
    kept = list(Case.objects.order_by("id").values_list("named_at", "named_on"))
    Case.objects.update(named_at=None, named_on=None)

    with connection.cursor() as cursor:
        cursor.execute(import_module("serambi.records.migrations.0016_closures_and_stays").FILL)

    assert list(Case.objects.order_by("id").values_list("named_at", "named_on")) == kept
    assert [number for number in (paid, unpaid) if promised(number) is None] == []
