"""A case from acceptance to handover: stages, both clocks, the promise, payment and collection."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import ProgrammingError

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.procedures.advance_case import advance_case
from serambi.procedures.book_visits import book_visits
from serambi.procedures.collect_document import collect_document, lapse_uncollected
from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.import_payments import Unmatched, import_payments
from serambi.procedures.issue_payment_slip import issue_payment_slip
from serambi.procedures.lapse_unpaid import lapse_unpaid
from serambi.procedures.open_case import open_case
from serambi.procedures.pause_case import pause_case, resume_case
from serambi.procedures.recompute_clocks import recompute_clocks
from serambi.procedures.record_examination import record_examination
from serambi.procedures.return_file import return_file
from serambi.procedures.roll_up_figures import roll_up_figures
from serambi.procedures.void_payment_slip import void_payment_slip
from serambi.records.codec import to_json
from serambi.records.models import (
    BankPayment,
    Booking,
    Case,
    CaseStatus,
    DailyFigure,
    FeeRow,
    LedgerRow,
    Message,
    PublicHoliday,
    ServiceRow,
    Visit,
    VoidedSlip,
)
from serambi.records.queries.cases import case_of_office
from serambi.records.queries.clocks import is_calendar_newer
from serambi.records.queries.desk import ReturnedFile, returned_file
from serambi.rules.catalogue import Document, Fee, Text
from serambi.rules.collection import Collector, CollectorKind
from serambi.rules.desk import DeskFindings
from serambi.rules.payment import BankLine
from serambi.rules.period import DayPeriod
from serambi.rules.promise import PauseReason
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.states import CaseEvent
from serambi.rules.verdict import MissingPaper, Verdict
from tests.factories import NOW, applicant, order_text, request, save_office, save_slot, service

pytestmark = pytest.mark.django_db(transaction=True)

WIB = timezone(timedelta(hours=7))
FINE = Verdict((), (), ())
THURSDAY = datetime(2020, 9, 10, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def number() -> str:
    """The number of a case that was just received on Thursday 10 September."""
    slot = save_slot(save_office())
    ServiceRow.objects.update(entry=to_json(service(fee_codes=("PASPOR_48",))))
    fee = Fee(
        "PASPOR_48", Text("Paspor", "Passport"), 350_000, "PP 28/2019", DayPeriod(date(2019, 5, 3)), "test", "VERIFIED"
    )
    FeeRow.objects.create(code=fee.code, valid_from=fee.valid.from_on, entry=to_json(fee))
    (answer,) = book_visits(requests=[request(slot.code, applicant(email="a@example.org"))], now=NOW, by="test")
    return open_case(code=answer.visits[0].code, verdict=FINE, now=THURSDAY, by="desk").number


def advance(number: str, *events: str, now: datetime = THURSDAY) -> str:
    stage = ""
    for event in events:
        stage = advance_case(number=number, event=CaseEvent(event), reason="alasan", now=now, by="officer")
    return str(stage)


def case(number: str) -> Case:
    return Case.objects.get(number=number)


def refusal_of(work, **named) -> Refusal:
    with pytest.raises(Refused) as refused:
        work(**named)
    return refused.value.refusal


def paid_line(number: str, *, amount: int = 350_000, at: datetime = THURSDAY, line: int = 2) -> BankLine:
    return BankLine(line, case(number).billing_code or "", amount, at)


def test_open_case_receives_a_complete_file(number):
    assert (len(number), case(number).stage, case(number).promised_on) == (16, "received", None)
    assert LedgerRow.objects.filter(action="case.opened", subject=number).count() == 1


def test_open_case_incomplete_unclear_twice_or_unknown_is_refused(number):
    code = case(number).booking.code
    paper = MissingPaper(service().documents[0]) if service().documents else MissingPaper(None)
    Case.objects.all().delete()

    def refused(verdict: Verdict, booking: str = code) -> Refusal:
        return refusal_of(open_case, code=booking, verdict=verdict, now=THURSDAY, by="desk")

    assert refused(Verdict((), (paper,), ())) == Refusal("case.incomplete", None, {"missing": 1})
    assert refused(Verdict((), (), ("country",))) == Refusal("case.purpose_unclear", "purpose")
    assert refused(FINE, "2345-6789-ABC8") == Refusal("booking.not_found")
    open_case(code=code, verdict=FINE, now=THURSDAY, by="desk")
    assert refused(FINE) == Refusal("case.open_already")


def test_advance_case_promises_by_law_then_by_practice(number):
    advance(number, "verify", "interview")
    by_law = case(number).promised_on

    advance(number, "pay", now=THURSDAY + DAY)

    assert by_law == date(2020, 9, 16)
    assert (case(number).legal_on, case(number).practice_on) == (date(2020, 9, 16), date(2020, 9, 17))
    assert case(number).promised_on == date(2020, 9, 17)


@pytest.mark.parametrize("kind", ["passport-lost", "passport-damaged"])
def test_a_lost_or_damaged_passport_is_promised_no_day_and_counts_neither_as_kept_nor_as_overdue(number, kind):
    lost = next(each for each in read_policy(POLICY_FOLDER).services if each.code == kind)
    entry = replace(lost, code="passport-new", documents=(), fee_codes=("PASPOR_48",))
    ServiceRow.objects.update(entry=to_json(entry))
    foreseen = case_of_office(number=number, office=None, now=THURSDAY)

    advance(number, "verify", "interview", "pay", "adjudicate", "print", "check")

    later = case_of_office(number=number, office=None, now=THURSDAY + 30 * DAY)
    advance(number, "make_ready", now=THURSDAY + DAY)
    roll_up_figures(now=THURSDAY + 2 * DAY, by="test")
    assert (foreseen.foreseen_on, foreseen.no_promise) == (None, lost.time_note)
    assert (later.promised_on, later.legal_on, later.practice_on) == (None, None, None)
    assert (later.is_overdue, later.days_left) == (False, None)
    counted = dict(DailyFigure.objects.filter(service="passport-new").values_list("measure", "count"))
    assert (counted["issued"], counted.get("promise-kept")) == (1, None)


def test_advance_case_to_the_end_appends_every_step_and_tells_when_ready(number):
    advance(number, "verify", "interview", "pay", "adjudicate", "print", "reprint", "print", "check", "make_ready")
    collect_document(number=number, collector=Collector(CollectorKind.APPLICANT), now=THURSDAY, by="desk")

    steps = list(CaseStatus.objects.filter(case__number=number).order_by("pk").values_list("event", flat=True))
    assert steps == [
        *("received", "verify", "interview", "pay", "adjudicate", "print", "reprint", "print", "check"),
        *("make_ready", "collect"),
    ]
    assert (case(number).stage, case(number).is_open, case(number).finished_on) == (
        "collected",
        False,
        date(2020, 9, 10),
    )
    assert Message.objects.filter(kind="ready").count() == 1


def test_advance_case_out_of_order_or_without_a_reason_is_refused(number):
    facts = {"stage": "received", "event": "pay"}
    wrong = refusal_of(advance_case, number=number, event=CaseEvent.PAY, now=THURSDAY, by="officer")
    assert wrong == Refusal("case.wrong_stage", None, facts)
    silent = refusal_of(advance_case, number=number, event=CaseEvent.RETURN, reason=" ", now=THURSDAY, by="officer")
    assert silent == Refusal("case.reason", "reason")
    unknown = refusal_of(advance_case, number="0" * 16, event=CaseEvent.VERIFY, now=THURSDAY, by="officer")
    assert unknown == Refusal("case.not_found")
    assert case(number).stage == "received"


DECREE = 'topic = "holiday"\nvalue = { kind = "collective_leave", year = 2020, days = [2020-09-14, 2020-09-15] }'


def decree(now: datetime) -> None:
    text = order_text("SKB-9", DECREE, rank='"ministry"', issuer='"Menteri"')
    enact_instrument(text=text, file="skb.toml", now=now, by="head")


def foreseen(number: str, days_later: int) -> tuple[date | None, bool]:
    row = case_of_office(number=number, office=None, now=THURSDAY + days_later * DAY)
    assert row is not None
    return row.foreseen_on, row.is_out_of_reach


def test_the_day_foreseen_at_acceptance_is_kept_through_days_and_decrees(number):
    before = [foreseen(number, days_later) for days_later in (0, 1, 4, 8)]
    decree(THURSDAY + timedelta(hours=1))

    after = [foreseen(number, days_later) for days_later in (0, 1, 4, 8)]

    kept = date(2020, 9, 16)
    assert before == after == [(kept, False), (kept, True), (kept, True), (kept, True)]
    assert case(number).promised_on is None


def test_the_day_foreseen_at_acceptance_is_moved_by_a_pause_alone(number):
    pause_case(number=number, reason=PauseReason.NATIONAL_SYSTEM, note="", now=THURSDAY + DAY, by="officer")
    while_paused = foreseen(number, 1)
    resume_case(number=number, now=THURSDAY + 5 * DAY, by="officer")

    assert while_paused == (None, False)
    assert foreseen(number, 0)[0] == foreseen(number, 5)[0] == date(2020, 9, 18)
    advance(number, "verify", "interview", now=THURSDAY + 5 * DAY)
    assert (case(number).promised_on, foreseen(number, 5)) == (date(2020, 9, 21), (None, False))


def test_an_unpaid_promise_is_out_of_reach_from_the_next_working_day_on(awaiting):
    assert [foreseen(awaiting, days_later)[1] for days_later in (0, 1, 6)] == [False, True, True]


def test_a_pause_of_no_day_leaves_the_promise_whatever_was_decreed_since(number):
    advance(number, "verify", "interview", "pay")
    named = (case(number).promised_on, case(number).named_at)
    decree(THURSDAY + timedelta(hours=2))

    pause_case(number=number, reason=PauseReason.APPLICANT, note="", now=THURSDAY + timedelta(hours=3), by="officer")
    resume_case(number=number, now=THURSDAY + timedelta(hours=4), by="officer")

    assert (case(number).promised_on, case(number).named_at) == named == (date(2020, 9, 16), THURSDAY)
    assert case(number).practice_on == date(2020, 9, 18)


def test_a_pause_moves_the_promise_on_the_calendar_known_when_it_was_named(number):
    advance(number, "verify", "interview", "pay")
    decree(THURSDAY + timedelta(hours=2))

    pause_case(number=number, reason=PauseReason.APPLICANT, note="", now=THURSDAY + 5 * DAY, by="officer")
    resume_case(number=number, now=THURSDAY + 6 * DAY, by="officer")

    assert case(number).promised_on == date(2020, 9, 17)


def test_pause_case_moves_the_promise_by_the_days_it_stood_still(number):
    advance(number, "verify", "interview", "pay")
    pause_case(number=number, reason=PauseReason.NATIONAL_SYSTEM, note="", now=THURSDAY + DAY, by="officer")
    while_paused = case(number).promised_on

    resume_case(number=number, now=THURSDAY + 5 * DAY, by="officer")

    assert while_paused is None
    assert case(number).promised_on == date(2020, 9, 18)


def test_pause_case_twice_and_resume_unpaused_are_refused(number):
    assert refusal_of(resume_case, number=number, now=THURSDAY, by="officer") == Refusal("case.not_paused")
    pause_case(number=number, reason=PauseReason.APPLICANT, note="", now=THURSDAY, by="officer")
    again = refusal_of(pause_case, number=number, reason=PauseReason.APPLICANT, note="", now=THURSDAY, by="officer")
    assert again == Refusal("case.paused_already")


def test_recompute_clocks_moves_the_clocks_and_keeps_the_promise(number):
    advance(number, "verify", "interview", "pay")
    PublicHoliday.objects.create(on=date(2020, 9, 14), name_id="Libur", name_en="Holiday")

    assert recompute_clocks(now=THURSDAY + DAY, by="test") == 1
    assert recompute_clocks(now=THURSDAY + DAY, by="test") == 0

    assert (case(number).practice_on, case(number).promised_on) == (date(2020, 9, 17), date(2020, 9, 16))


def test_issue_payment_slip_is_made_once_for_fees_of_the_service(number):
    advance(number, "verify", "interview")

    slip = issue_payment_slip(number=number, fee_codes=("PASPOR_48",), now=THURSDAY, by="desk")

    assert (len(slip.billing_code), slip.amount_idr, slip.payable_until) == (15, 350_000, THURSDAY + 7 * DAY)
    assert issue_payment_slip(number=number, fee_codes=(), now=THURSDAY + DAY, by="desk") == slip


def test_issue_payment_slip_too_early_or_for_another_fee_is_refused(number):
    early = refusal_of(issue_payment_slip, number=number, fee_codes=("PASPOR_48",), now=THURSDAY, by="desk")
    assert early == Refusal("case.wrong_stage", None, {"stage": "received", "event": "slip"})
    advance(number, "verify", "interview")
    other = refusal_of(issue_payment_slip, number=number, fee_codes=("ITAS_1Y",), now=THURSDAY, by="desk")
    assert other == Refusal("fee.unknown", "fee", {"fee": "ITAS_1Y"})


def test_issue_payment_slip_over_two_alternatives_or_none_is_refused(number):
    codes = ("PASPOR_48", "PASPOR_48E", "PERCEPATAN")
    ServiceRow.objects.update(entry=to_json(service(fee_codes=codes)))
    FeeRow.objects.all().delete()
    for code, amount, choice in zip(codes, (350_000, 650_000, 1_000_000), ("passport", "passport", ""), strict=True):
        valid = DayPeriod(date(2019, 5, 3))
        fee = Fee(code, Text(code, code), amount, "PP 28/2019", valid, "test", "VERIFIED", choice)
        FeeRow.objects.create(code=code, valid_from=valid.from_on, entry=to_json(fee))
    advance(number, "verify", "interview")

    both = refusal_of(issue_payment_slip, number=number, fee_codes=codes, now=THURSDAY, by="desk")
    none = refusal_of(issue_payment_slip, number=number, fee_codes=codes[2:], now=THURSDAY, by="desk")
    slip = issue_payment_slip(number=number, fee_codes=codes[1:], now=THURSDAY, by="desk")

    facts = {"choice": "passport", "first": "PASPOR_48", "second": "PASPOR_48E"}
    assert both == Refusal("fee.alternatives", "fee", facts)
    assert none == Refusal("fee.choice_missing", "fee", {"choice": "passport"})
    assert slip.amount_idr == 1_650_000


@pytest.fixture
def awaiting(number) -> str:
    advance(number, "verify", "interview")
    issue_payment_slip(number=number, fee_codes=("PASPOR_48",), now=THURSDAY, by="desk")
    return number


def test_import_payments_pays_the_case_and_a_second_time_nothing(awaiting):
    first = import_payments(lines=[paid_line(awaiting)], file="bank.csv", now=THURSDAY, by="finance")
    again = import_payments(lines=[paid_line(awaiting)], file="bank.csv", now=THURSDAY, by="finance")

    assert (first.paid, first.known, first.unmatched) == (1, 0, ())
    assert (again.paid, again.known, again.unmatched) == (0, 1, ())
    assert (case(awaiting).stage, case(awaiting).paid_on) == ("paid", date(2020, 9, 10))
    assert BankPayment.objects.count() == 1


def test_void_payment_slip_takes_the_code_back_and_lets_another_be_issued(awaiting):
    old = paid_line(awaiting)

    void_payment_slip(
        number=awaiting, billing_code=old.billing_code, reason=" salah biaya ", now=THURSDAY, by="officer"
    )
    waiting = case(awaiting)
    slip = issue_payment_slip(number=awaiting, fee_codes=("PASPOR_48",), now=THURSDAY + DAY, by="desk")

    assert (waiting.stage, waiting.billing_code, waiting.amount_idr) == ("interviewed", None, 0)
    assert (slip.billing_code != old.billing_code, slip.payable_until) == (True, THURSDAY + 7 * DAY)
    kept = VoidedSlip.objects.values_list("case__number", "billing_code", "amount_idr", "payable_until", "reason", "by")
    assert list(kept) == [(awaiting, old.billing_code, 350_000, THURSDAY + 7 * DAY, "salah biaya", "officer")]
    steps = CaseStatus.objects.filter(case__number=awaiting).order_by("pk").values_list("event", "reason")
    assert list(steps)[-3:] == [("slip", ""), ("slip_voided", "salah biaya"), ("slip", "")]
    facts = {"billing_code": old.billing_code, "amount_idr": 350_000, "reason": "salah biaya"}
    assert LedgerRow.objects.get(action="case.slip_voided", subject=awaiting).facts == facts


def test_void_payment_slip_without_reason_of_another_code_or_paid_is_refused(awaiting):
    told = {"number": awaiting, "billing_code": case(awaiting).billing_code, "reason": "x", "now": THURSDAY, "by": "o"}

    assert refusal_of(void_payment_slip, **told | {"reason": " "}) == Refusal("case.reason", "reason")
    assert refusal_of(void_payment_slip, **told | {"number": "0" * 16}) == Refusal("case.not_found")
    other = refusal_of(void_payment_slip, **told | {"billing_code": "0" * 15})
    assert other == Refusal("slip.not_current", "billing_code")
    void_payment_slip(**told)
    assert refusal_of(void_payment_slip, **told) == Refusal("slip.not_current", "billing_code")
    issue_payment_slip(number=awaiting, fee_codes=("PASPOR_48",), now=THURSDAY, by="desk")
    import_payments(lines=[paid_line(awaiting)], file="bank.csv", now=THURSDAY, by="finance")
    paid = refusal_of(void_payment_slip, **told | {"billing_code": case(awaiting).billing_code})
    assert paid == Refusal("case.wrong_stage", None, {"stage": "paid", "event": "slip_voided"})
    assert VoidedSlip.objects.count() == 1


def test_import_payments_reports_money_on_a_voided_code_and_pays_nothing_by_it(awaiting):
    old = paid_line(awaiting)
    void_payment_slip(number=awaiting, billing_code=old.billing_code, reason="salah", now=THURSDAY, by="officer")
    issue_payment_slip(number=awaiting, fee_codes=("PASPOR_48",), now=THURSDAY, by="desk")

    on_old = import_payments(lines=[old], file="old.csv", now=THURSDAY, by="finance")
    stage = case(awaiting).stage
    on_new = import_payments(lines=[paid_line(awaiting)], file="new.csv", now=THURSDAY, by="finance")

    assert (on_old.paid, on_old.unmatched) == (0, (Unmatched(2, old.billing_code, "voided_code"),))
    assert (stage, on_new.paid, case(awaiting).stage, BankPayment.objects.count()) == ("interviewed", 1, "paid", 2)


def test_a_voided_slip_is_never_rewritten(awaiting):
    code = case(awaiting).billing_code
    void_payment_slip(number=awaiting, billing_code=code, reason="salah", now=THURSDAY, by="officer")

    with pytest.raises(ProgrammingError, match="is append-only"):
        VoidedSlip.objects.update(reason="lain")


def test_import_payments_reports_what_does_not_match_and_keeps_the_money(awaiting):
    unknown = BankLine(2, "0" * 15, 350_000, THURSDAY)
    short = paid_line(awaiting, amount=100_000, line=3)
    late = paid_line(awaiting, at=THURSDAY + 8 * DAY, line=4)

    done = import_payments(lines=[unknown, short, late], file="bank.csv", now=THURSDAY + 9 * DAY, by="finance")

    code = case(awaiting).billing_code
    assert done.unmatched == (
        Unmatched(2, "0" * 15, "unknown_code"),
        Unmatched(3, code, "other_amount"),
        Unmatched(4, code, "too_late"),
    )
    assert (case(awaiting).stage, BankPayment.objects.count()) == ("interviewed", 3)


def test_collect_document_needs_a_ready_case_and_a_proxy_with_authority(number):
    proxy = Collector(CollectorKind.PROXY)
    no_authority = refusal_of(collect_document, number=number, collector=proxy, now=THURSDAY, by="desk")
    assert no_authority == Refusal("collector.no_authority", "collector")
    early = refusal_of(
        collect_document, number=number, collector=Collector(CollectorKind.POST), now=THURSDAY, by="desk"
    )
    assert early.code == "case.wrong_stage"


def test_lapse_uncollected_after_thirty_days(number):
    advance(number, "verify", "interview", "pay", "adjudicate", "print", "check", "make_ready")
    last_day = THURSDAY + 30 * DAY

    def lapse(now: datetime) -> int:
        return lapse_uncollected(office="serang", now=now, by="test")

    assert lapse(last_day) == 0
    assert lapse(last_day + DAY) == 1
    assert lapse(last_day + DAY) == 0
    assert (case(number).stage, case(number).finished_on) == ("lapsed", date(2020, 10, 11))


def test_lapse_uncollected_does_not_count_days_on_which_a_circular_lets_documents_wait(number):
    advance(number, "verify", "interview", "pay", "adjudicate", "print", "check", "make_ready")
    clause = 'topic = "collection_lapses"\nvalue = false'
    changes = {"from": "2020-09-21", "until": "2020-10-01"}
    enact_instrument(text=order_text("SE-9", clause, **changes), file="se-9.toml", now=THURSDAY, by="head")

    def lapse(now: datetime) -> int:
        return lapse_uncollected(office="serang", now=now, by="test")

    assert lapse(THURSDAY + 40 * DAY) == 0
    assert lapse(THURSDAY + 41 * DAY) == 1


def test_lapse_unpaid_waits_for_the_banks_file_and_for_who_stands_still(awaiting):
    after = THURSDAY + 10 * DAY

    assert lapse_unpaid(office="serang", now=after, by="test") == 0
    pause_case(number=awaiting, reason=PauseReason.CLOSURE, note="", now=THURSDAY, by="officer")
    assert lapse_unpaid(office="serang", now=after + DAY, by="test") == 0
    resume_case(number=awaiting, now=THURSDAY, by="officer")
    assert lapse_unpaid(office="serang", now=after + DAY, by="test") == 1
    assert lapse_unpaid(office="serang", now=after + DAY, by="test") == 0
    assert case(awaiting).stage == "lapsed"


def test_advance_case_that_stands_still_is_refused(number):
    advance(number, "verify", "interview", "pay")
    pause_case(number=number, reason=PauseReason.APPLICANT, note="", now=THURSDAY, by="officer")

    stopped = refusal_of(advance_case, number=number, event=CaseEvent.ADJUDICATE, now=THURSDAY, by="officer")

    assert stopped == Refusal("case.paused")


def test_a_lost_passport_is_examined_before_the_interview(number):
    paper = Document("bap", Text("BAP", "Record"), None, frozenset(), "test", "VERIFIED", is_made_here=True)
    ServiceRow.objects.update(entry=to_json(service(documents=(paper,))))
    advance(number, "verify")

    early = refusal_of(advance_case, number=number, event=CaseEvent.INTERVIEW, now=THURSDAY, by="officer")
    silent = refusal_of(record_examination, number=number, report=" ", now=THURSDAY, by="officer")
    record_examination(number=number, report="BAP-12/2020", now=THURSDAY, by="officer")

    assert (early, silent) == (Refusal("case.not_examined"), Refusal("case.reason", "reason"))
    assert advance(number, "interview") == "interviewed"
    late = refusal_of(record_examination, number=number, report="BAP-13", now=THURSDAY, by="officer")
    assert late == Refusal("case.wrong_stage", None, {"stage": "interviewed", "event": "examined"})


def test_issue_payment_slip_over_nothing_counts_as_paid(number):
    ServiceRow.objects.update(entry=to_json(service(fee_codes=("FREE",))))
    free = Fee("FREE", Text("Bebas", "Free"), 0, "test", DayPeriod(date(2019, 5, 3)), "test", "VERIFIED")
    FeeRow.objects.create(code=free.code, valid_from=free.valid.from_on, entry=to_json(free))
    advance(number, "verify", "interview")

    slip = issue_payment_slip(number=number, fee_codes=("FREE",), now=THURSDAY, by="desk")

    assert (slip.billing_code, slip.amount_idr) == ("", 0)
    assert (case(number).stage, case(number).billing_code) == ("paid", None)


def test_is_calendar_newer_after_a_decree_until_the_clocks_are_recomputed(number):
    advance(number, "verify", "interview", "pay")
    before = is_calendar_newer(now=THURSDAY)
    clause = 'topic = "holiday"\nvalue = { kind = "collective_leave", year = 2020, days = [2020-09-14] }'
    changes = {"rank": '"ministry"', "issuer": '"Menteri"'}
    enact_instrument(text=order_text("SKB-9", clause, **changes), file="skb-9.toml", now=THURSDAY + DAY, by="head")

    assert (before, is_calendar_newer(now=THURSDAY + DAY)) == (False, True)
    assert (case(number).practice_on, case(number).promised_on) == (date(2020, 9, 17), date(2020, 9, 16))
    assert recompute_clocks(now=THURSDAY + DAY, by="test") == 0
    assert not is_calendar_newer(now=THURSDAY + DAY)


@pytest.fixture
def desk_code(number) -> str:
    code = case(number).booking.code
    Case.objects.all().delete()
    Booking.objects.update(is_live=True, state="confirmed")
    return code


def test_return_file_settles_the_booking_and_keeps_codes_for_the_slip(desk_code):
    findings = DeskFindings(brought=("ktp",), answered=("date",))
    unclear = Verdict((), (), ("country",))

    return_file(code=desk_code, findings=findings, verdict=unclear, now=THURSDAY, by="desk")

    assert (Booking.objects.get().state, Booking.objects.get().is_live) == ("visited", False)
    assert returned_file(code=desk_code) == ReturnedFile(findings, THURSDAY, "desk")
    again = refusal_of(return_file, code=desk_code, findings=findings, verdict=unclear, now=THURSDAY, by="desk")
    assert again == Refusal("booking.not_live")


def test_return_file_of_a_complete_or_unknown_one_is_refused(desk_code):
    def refused(code: str, verdict: Verdict) -> Refusal:
        return refusal_of(return_file, code=code, findings=DeskFindings(), verdict=verdict, now=THURSDAY, by="desk")

    assert refused(desk_code, FINE) == Refusal("case.complete")
    assert refused("2345-6789-ABC8", Verdict((), (), ("country",))) == Refusal("booking.not_found")
    open_case(code=desk_code, verdict=FINE, now=THURSDAY, by="desk")
    assert refused(desk_code, Verdict((), (), ("country",))) == Refusal("case.open_already")


def test_return_file_ends_the_visit_in_the_house(desk_code):
    office = Booking.objects.get().office
    visit = Visit.objects.create(
        office=office,
        on=date(2020, 9, 10),
        ticket="B001",
        visit_class="booked",
        group="passport",
        booking=Booking.objects.get(),
        arrived_at=THURSDAY,
        due_at=THURSDAY,
        stage="documents",
        stage_since_at=THURSDAY,
        state="at_counter",
        counter="3",
    )

    unclear = Verdict((), (), ("country",))
    return_file(code=desk_code, findings=DeskFindings(), verdict=unclear, now=THURSDAY, by="desk")

    visit.refresh_from_db()
    assert (visit.state, visit.counter) == ("incomplete", "")


def test_a_pause_after_readiness_makes_no_other_promise_of_it(number):
    advance(number, "verify", "interview", "pay", "adjudicate", "print", "check", "make_ready")
    promised_on = case(number).promised_on

    pause_case(number=number, reason=PauseReason.APPLICANT, note="", now=THURSDAY, by="officer")
    resume_case(number=number, now=THURSDAY + 5 * DAY, by="officer")

    assert promised_on is not None
    assert case(number).promised_on == promised_on
