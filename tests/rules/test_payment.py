"""Paying: what is billed together, until when, and what a bank's file may hold."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from serambi.rules.catalogue import Fee, Text
from serambi.rules.payment import (
    BankLine,
    payable_until,
    read_bank_rows,
    time_after_interview,
    why_impossible,
    why_not_bill,
)
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal
from serambi.rules.workdays import Calendar

WIB = timezone(timedelta(hours=7))
CODE = "820200910000001"
OFFERED = {
    code: Fee(code, Text(code, code), 1, "PP", DayPeriod(date(2019, 5, 3)), "test", "VERIFIED", choice)
    for code, choice in (("BOOK", "passport"), ("EBOOK", "passport"), ("LOST", ""), ("EXPRESS", ""))
}


@pytest.mark.parametrize(
    ("codes", "refusal"),
    [
        ("BOOK", None),
        ("LOST EBOOK EXPRESS", None),
        ("BOOK VISA", Refusal("fee.unknown", "fee", {"fee": "VISA"})),
        (
            "BOOK LOST EBOOK",
            Refusal("fee.alternatives", "fee", {"choice": "passport", "first": "BOOK", "second": "EBOOK"}),
        ),
        (
            "BOOK BOOK",
            Refusal("fee.alternatives", "fee", {"choice": "passport", "first": "BOOK", "second": "BOOK"}),
        ),
        ("LOST", Refusal("fee.choice_missing", "fee", {"choice": "passport"})),
        ("", Refusal("fee.choice_missing", "fee", {"choice": "passport"})),
    ],
)
def test_one_of_the_alternatives_is_billed_and_the_rest_comes_on_top(codes, refusal):
    assert why_not_bill(codes.split(), tuple(OFFERED), OFFERED) == refusal


@pytest.mark.parametrize(
    ("listed", "valid", "refusal"),
    [
        ((), "BOOK LOST", None),
        (("LOST", "EXPRESS"), "LOST", Refusal("fee.none", "fee")),
        (("BOOK", "EBOOK"), "", Refusal("fee.none", "fee")),
    ],
)
def test_nothing_is_billed_only_where_a_service_has_no_fees_at_all(listed, valid, refusal):
    assert why_not_bill((), listed, {code: OFFERED[code] for code in valid.split()}) == refusal


JAKARTA = ZoneInfo("Asia/Jakarta")
FRIDAY_OFF = Calendar({date(2020, 9, 18): "test"})


@pytest.mark.parametrize(
    ("interviewed_at", "until"),
    [
        (datetime(2020, 9, 10, 9, tzinfo=WIB), datetime(2020, 9, 17, 9, tzinfo=WIB)),
        (datetime(2022, 1, 26, 23, 59, tzinfo=WIB), datetime(2022, 2, 2, 23, 59, tzinfo=WIB)),
        (datetime(2022, 1, 27, 0, 1, tzinfo=WIB), None),
    ],
)
def test_an_interview_leaves_a_week_to_pay_until_2022_by_the_day_of_the_office(interviewed_at, until):
    assert time_after_interview(interviewed_at.astimezone(UTC), JAKARTA) == until


@pytest.mark.parametrize(
    ("interviewed_on", "slip_at", "until"),
    [
        (date(2020, 9, 10), datetime(2020, 9, 10, 9, tzinfo=WIB), datetime(2020, 9, 17, 9, tzinfo=WIB)),
        (date(2020, 9, 10), datetime(2020, 9, 15, 9, tzinfo=WIB), datetime(2020, 9, 17, 9, tzinfo=WIB)),
        (date(2020, 9, 10), datetime(2020, 9, 16, 9, tzinfo=WIB), datetime(2020, 9, 17, 23, 59, 59, tzinfo=WIB)),
        (date(2020, 9, 10), datetime(2020, 9, 17, 9, tzinfo=WIB), datetime(2020, 9, 21, 23, 59, 59, tzinfo=WIB)),
        (date(2020, 9, 10), datetime(2022, 1, 28, 9, tzinfo=WIB), datetime(2022, 1, 31, 23, 59, 59, tzinfo=WIB)),
        (date(2022, 1, 27), datetime(2022, 1, 28, 9, tzinfo=WIB), datetime(2022, 1, 28, 11, tzinfo=WIB)),
    ],
)
def test_a_slip_is_payable_as_long_as_the_interview_left_time_and_at_least_a_working_day(
    interviewed_on, slip_at, until
):
    left_until = datetime(2020, 9, 17, 9, tzinfo=WIB)

    told = {"interviewed_on": interviewed_on, "left_until": left_until, "zone": JAKARTA, "calendar": FRIDAY_OFF}
    assert payable_until(slip_at.astimezone(UTC), **told) == until


@pytest.mark.parametrize(
    ("minutes", "slip_minutes", "reason"),
    [
        (0, 0, None),
        (5, 5, None),
        (6, 0, "in_future"),
        (-60, -55, None),
        (-61, -55, "before_slip"),
        (-600_000, None, None),
    ],
)
def test_nobody_pays_before_the_slip_or_after_the_file(minutes, slip_minutes, reason):
    now = datetime(2020, 9, 10, 9, tzinfo=WIB)
    slip_at = None if slip_minutes is None else now + timedelta(minutes=slip_minutes)

    assert why_impossible(now + timedelta(minutes=minutes), slip_at, now) == reason


def row(code: str = CODE, amount: str = "350000", paid_at: str = "2020-09-10T11:00:00+07:00") -> dict[str, str | None]:
    return {"billing_code": code, "amount_idr": amount, "paid_at": paid_at}


def test_read_bank_rows_reads_lines():
    lines, faults = read_bank_rows([row()])

    assert lines == (BankLine(2, CODE, 350_000, datetime(2020, 9, 10, 11, tzinfo=WIB)),)
    assert faults == ()


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (row(code="123"), "billing_code must have 15 digits, not 123"),
        (row(code=""), "billing_code is missing"),
        (row(amount="350.000"), "amount_idr must be whole rupiah, not 350.000"),
        (row(amount="-1"), "amount_idr must be whole rupiah, not -1"),
        (row(paid_at="kemarin"), "paid_at must be an instant such as 2020-09-10T09:30:00+07:00, not kemarin"),
        (row(paid_at="2020-09-10T11:00:00"), "paid_at needs a time zone: 2020-09-10T11:00:00"),
        ({"billing_code": CODE}, "amount_idr is missing"),
    ],
)
def test_read_bank_rows_names_the_line_and_the_fault(bad, reason):
    lines, faults = read_bank_rows([row(code="820200910000009"), bad])

    assert len(lines) == 1
    assert [(fault.line, fault.reason) for fault in faults] == [(3, reason)]


def test_read_bank_rows_takes_a_code_that_was_paid_twice():
    lines, faults = read_bank_rows([row(), row(paid_at="2020-09-10T11:05:00+07:00")])

    assert [(line.line, line.billing_code, line.paid_at.minute) for line in lines] == [(2, CODE, 0), (3, CODE, 5)]
    assert faults == ()
