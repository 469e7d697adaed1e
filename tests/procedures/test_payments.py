"""Paying for a case: until when, by which lines of a bank's file, and when a case lapses that nobody could pay."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from serambi.procedures.book_visits import book_visits
from serambi.procedures.import_payments import import_payments
from serambi.procedures.issue_payment_slip import PaymentSlip, issue_payment_slip
from serambi.procedures.lapse_unpaid import lapse_unpaid
from serambi.procedures.open_case import open_case
from serambi.procedures.pause_case import pause_case, resume_case
from serambi.procedures.void_payment_slip import void_payment_slip
from serambi.records.codec import to_json
from serambi.records.models import BankPayment, FeeRow, ServiceRow
from serambi.rules.catalogue import Fee, Text
from serambi.rules.payment import BANK_FILE_DAYS, BankLine
from serambi.rules.period import DayPeriod
from serambi.rules.promise import PauseReason
from tests.factories import NOW, request, save_office, save_slot, service
from tests.procedures.test_cases import DAY, FINE, THURSDAY, advance, case, paid_line

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
BOOK = Fee("BOOK", Text("Paspor", "Passport"), 350_000, "PP 28/2019", DayPeriod(date(2019, 5, 3)), "test", "VERIFIED")


@pytest.fixture
def number() -> str:
    """The number of a case received on Thursday 10 September, of a service with one fee."""
    slot = save_slot(save_office())
    ServiceRow.objects.update(entry=to_json(service(fee_codes=("BOOK",))))
    FeeRow.objects.create(code=BOOK.code, valid_from=BOOK.valid.from_on, entry=to_json(BOOK))
    (answer,) = book_visits(requests=[request(slot.code)], now=NOW, by="test")
    return open_case(code=answer.visits[0].code, verdict=FINE, now=THURSDAY, by="desk").number


@pytest.fixture
def awaiting(number) -> str:
    advance(number, "verify", "interview")
    bill(number)
    return number


def bill(number: str, *, at: datetime = THURSDAY) -> PaymentSlip:
    return issue_payment_slip(number=number, fee_codes=("BOOK",), now=at, by="desk")


def hold(number: str, *, at: datetime) -> None:
    pause_case(number=number, reason=PauseReason.NATIONAL_SYSTEM, note="", now=at, by="officer")


def load(*lines: BankLine, now: datetime) -> tuple[int, list[str]]:
    """How many cases the lines paid, and why the others paid none."""
    done = import_payments(lines=lines, file="bank.csv", now=now, by="finance")
    return done.paid, [each.reason for each in done.unmatched]


def lapses(*, now: datetime) -> int:
    return lapse_unpaid(office="serang", now=now, by="jobs")


def test_a_case_without_a_billing_code_does_not_lapse(number):
    advance(number, "verify", "interview")

    assert (lapses(now=THURSDAY + 40 * DAY), case(number).stage) == (0, "interviewed")


def test_a_case_whose_slip_was_voided_waits_for_another(awaiting):
    code = case(awaiting).billing_code
    void_payment_slip(number=awaiting, billing_code=code, reason="salah", now=THURSDAY + 6 * DAY, by="officer")

    assert (lapses(now=THURSDAY + 40 * DAY), case(awaiting).stage) == (0, "interviewed")


def test_resume_case_gives_the_time_to_pay_back_that_stood_still(awaiting):
    hold(awaiting, at=THURSDAY + DAY)
    resumed_at = THURSDAY + 15 * DAY
    resume_case(number=awaiting, now=resumed_at, by="officer")
    until = case(awaiting).payable_until

    lapsed = [lapses(now=until + BANK_FILE_DAYS * DAY)]
    paid = load(paid_line(awaiting, at=resumed_at + HOUR), now=resumed_at + 2 * HOUR)

    assert (until, lapsed, paid) == (THURSDAY + 21 * DAY, [0], (1, []))


def test_resume_case_gives_no_time_back_that_was_over_before_the_pause(awaiting):
    hold(awaiting, at=THURSDAY + 8 * DAY)
    resume_case(number=awaiting, now=THURSDAY + 12 * DAY, by="officer")

    assert case(awaiting).payable_until == THURSDAY + 7 * DAY
    assert load(paid_line(awaiting, at=THURSDAY + 11 * DAY), now=THURSDAY + 12 * DAY) == (0, ["too_late"])


def test_who_is_interviewed_while_the_case_stands_still_has_the_whole_time_after_it(number):
    advance(number, "verify")
    hold(number, at=THURSDAY)
    advance(number, "interview", now=THURSDAY + 4 * DAY)
    resume_case(number=number, now=THURSDAY + 9 * DAY, by="officer")

    assert case(number).payable_until == THURSDAY + 16 * DAY


def test_import_payments_takes_money_that_comes_while_the_time_stands_still(awaiting):
    hold(awaiting, at=THURSDAY + DAY)

    assert load(paid_line(awaiting, at=THURSDAY + 10 * DAY), now=THURSDAY + 11 * DAY) == (1, [])


def test_import_payments_pays_once_by_a_double_payment_and_reports_the_other_lines(awaiting):
    first = paid_line(awaiting)
    same, again = replace(first, line=3), replace(first, line=4, paid_at=THURSDAY + timedelta(minutes=5))
    less = replace(first, line=5, amount_idr=1)
    unknown = BankLine(6, "0" * 15, 350_000, THURSDAY)

    done = import_payments(lines=[first, same, again, less, unknown], file="a", now=THURSDAY + HOUR, by="finance")
    later = import_payments(lines=[first, again, less, unknown], file="b", now=THURSDAY + 2 * HOUR, by="finance")

    assert (done.lines, done.paid, done.known, later.known) == (5, 1, 1, 4)
    assert [(each.line, each.reason) for each in done.unmatched] == [
        (4, "not_awaited"),
        (5, "other_amount"),
        (6, "unknown_code"),
    ]
    kept = BankPayment.objects.order_by("line").values_list("line", "amount_idr")
    assert (case(awaiting).stage, list(kept)) == ("paid", [(2, 350_000), (4, 350_000), (5, 1), (6, 350_000)])


def test_import_payments_reports_what_was_paid_before_the_slip_or_after_the_file(awaiting):
    january = paid_line(awaiting, at=datetime(2020, 1, 9, 3, tzinfo=UTC))
    tomorrow = paid_line(awaiting, at=THURSDAY + DAY)
    just_now = paid_line(awaiting, at=THURSDAY - timedelta(minutes=4))

    assert load(january, tomorrow, now=THURSDAY + HOUR) == (0, ["before_slip", "in_future"])
    assert (case(awaiting).stage, BankPayment.objects.count()) == ("interviewed", 2)
    assert load(just_now, now=THURSDAY + HOUR) == (1, [])


def test_import_payments_tells_money_paid_before_the_voiding_from_money_paid_after_it(awaiting):
    before, after = paid_line(awaiting, at=THURSDAY + HOUR / 2), paid_line(awaiting, at=THURSDAY + 2 * HOUR)
    code = before.billing_code
    void_payment_slip(number=awaiting, billing_code=code, reason="salah", now=THURSDAY + HOUR, by="officer")

    assert load(before, after, now=THURSDAY + DAY) == (0, ["paid_then_voided", "voided_code"])
    assert case(awaiting).stage == "interviewed"


def test_import_payments_reads_when_each_slip_of_a_case_was_given(awaiting):
    old = paid_line(awaiting, at=THURSDAY - HOUR)
    void_payment_slip(number=awaiting, billing_code=old.billing_code, reason="salah", now=THURSDAY + HOUR, by="officer")
    bill(awaiting, at=THURSDAY + DAY)
    new = paid_line(awaiting, at=THURSDAY + 2 * HOUR)

    assert load(old, new, now=THURSDAY + 2 * DAY) == (0, ["before_slip", "before_slip"])
    assert load(replace(new, paid_at=THURSDAY + DAY), now=THURSDAY + 2 * DAY) == (1, [])


def test_issue_payment_slip_late_or_again_gives_no_more_time_than_the_interview_left(number):
    advance(number, "verify", "interview")
    first = bill(number, at=THURSDAY + 4 * DAY)
    void_payment_slip(
        number=number, billing_code=first.billing_code, reason="salah", now=THURSDAY + 5 * DAY, by="officer"
    )
    again = bill(number, at=THURSDAY + 5 * DAY)

    assert (first.payable_until, again.payable_until) == (THURSDAY + 7 * DAY, THURSDAY + 7 * DAY)


def test_issue_payment_slip_when_the_time_is_over_leaves_the_next_working_day(number):
    advance(number, "verify", "interview")

    slip = bill(number, at=THURSDAY + 8 * DAY)

    assert slip.payable_until == datetime(2020, 9, 21, 16, 59, 59, tzinfo=UTC)
    assert load(paid_line(number, at=THURSDAY + 11 * DAY), now=THURSDAY + 11 * DAY) == (1, [])


def test_issue_payment_slip_while_the_case_stands_still_keeps_the_time_it_had(number):
    advance(number, "verify", "interview")
    hold(number, at=THURSDAY + DAY)
    slip = bill(number, at=THURSDAY + 10 * DAY)
    resume_case(number=number, now=THURSDAY + 15 * DAY, by="officer")

    assert (slip.payable_until, case(number).payable_until) == (THURSDAY + 16 * DAY, THURSDAY + 21 * DAY)


def test_issue_payment_slip_from_2022_on_gives_two_hours_from_each_slip(number):
    interviewed_at = datetime(2022, 1, 26, 18, tzinfo=UTC)  # 27 January in the office
    advance(number, "verify", "interview", now=interviewed_at)
    before = case(number).payable_until

    slip = bill(number, at=interviewed_at + 3 * HOUR)

    assert (before, slip.payable_until) == (None, interviewed_at + 5 * HOUR)
