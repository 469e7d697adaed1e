"""Paying for a case: what may be billed together, the billing code and its time, and lines of the bank's file."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from serambi.rules.catalogue import Fee
from serambi.rules.refusal import Refusal
from serambi.rules.workdays import Calendar, next_working_day

BILLING_DIGITS = 15
"""A billing code has 15 digits; its inner structure is not known (docs/sources.md, payment)."""

FREE_OF_CHARGE = "free_of_charge"
"""The reason of the step by which a case goes on that nothing is paid for."""

HOURS_FROM = date(2022, 1, 27)
"""M-Paspor began in late January 2022 (the day is RECALLED): pay within two hours instead of seven days."""

BANK_FILE_DAYS = 3
"""How long an unpaid case stays after its slip ran out: the bank's file of the last day comes later, and who paid in
time must not find the case gone (a setting of ours)."""

CLOCKS_APART = timedelta(minutes=5)
"""How far a bank's clock may be from the office's (a setting of ours): who pays at once is not told it cannot be."""

END_OF_DAY = time(23, 59, 59)
"""A slip made when the interview's time is as good as over can be paid to the end of the next working day (a setting of
ours): the office's own delay costs nobody the case."""

DAYS_TO_PAY = 7
HOURS_TO_PAY = 2

STANDS_STILL_FROM = frozenset({"paused", "interview", "slip"})
"""The steps from which the time to pay can stand still: the pause, or what gave the time while the pause lasted."""


@dataclass(frozen=True, slots=True)
class BankLine:
    """One line of a bank's file: which code was paid, how much, and when. `line` counts from 1, the header included."""

    line: int
    billing_code: str
    amount_idr: int
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class BankFault:
    """A line that cannot be used: `kind` is a key of FAULTS, `value` what stood there."""

    line: int
    kind: str
    value: str

    @property
    def reason(self) -> str:
        return FAULTS[self.kind] % self.value


FAULTS = {
    "missing": "%s is missing",
    "code": f"billing_code must have {BILLING_DIGITS} digits, not %s",
    "amount": "amount_idr must be whole rupiah, not %s",
    "instant": "paid_at must be an instant such as 2020-09-10T09:30:00+07:00, not %s",
    "zone": "paid_at needs a time zone: %s",
    "file": "this is no CSV in UTF-8: %s",
}
COLUMNS = ("billing_code", "amount_idr", "paid_at")
FIRST_YEAR, LAST_YEAR = 2000, 2199


def why_not_bill(fee_codes: Iterable[str], listed: Iterable[str], fees: Mapping[str, Fee]) -> Refusal | None:
    """Say why these fees cannot stand on one slip; None when they can. No fees are right where the service lists none.

    `listed` are the service's fees, `fees` those of any service that are valid on that day. Refusals: `fee.unknown`
    (fact `fee`), `fee.alternatives` (facts `choice`, `first`, `second`: two that exclude each other, or one twice),
    `fee.choice_missing` (fact `choice`: none of its alternatives), `fee.none` (no fee at all, of a service that has
    some, valid or not). Source: policy/SOURCES.md.
    """
    listed = tuple(listed)
    offered = {code: fees[code] for code in listed if code in fees}
    chosen: dict[str, str] = {}
    for code in fee_codes:
        if code not in offered:
            return Refusal("fee.unknown", "fee", {"fee": code})
        choice = offered[code].choice
        if choice and choice in chosen:
            return Refusal("fee.alternatives", "fee", {"choice": choice, "first": chosen[choice], "second": code})
        chosen[choice] = code
    for choice in (fee.choice for fee in offered.values()):
        if choice and choice not in chosen:
            return Refusal("fee.choice_missing", "fee", {"choice": choice})
    return Refusal("fee.none", "fee") if listed and not chosen else None


def time_after_interview(interviewed_at: datetime, zone: ZoneInfo) -> datetime | None:
    """Until when an interview (aware UTC) leaves time to pay: seven days; None from 2022 on, where a slip has hours.

    `zone` is the office's. Source: docs/sources.md, payment (kompas and tribunnews 2020-11-16).
    """
    is_by_hours = interviewed_at.astimezone(zone).date() >= HOURS_FROM
    return None if is_by_hours else interviewed_at + timedelta(days=DAYS_TO_PAY)


def payable_until(
    slip_at: datetime, *, interviewed_on: date, left_until: datetime | None, zone: ZoneInfo, calendar: Calendar
) -> datetime:
    """Until when a payment slip made at `slip_at` can be paid (aware UTC): as long as the interview left time.

    A slip made late leaves at least the next working day, to its end. Who was interviewed from 2022 on has two hours
    from the slip. `left_until` is what `time_after_interview` gave, moved by pauses. Source: docs/sources.md, payment
    (kompas and tribunnews 2020-11-16; kontan for M-Paspor).
    """
    if interviewed_on >= HOURS_FROM:
        return slip_at + timedelta(hours=HOURS_TO_PAY)
    least_on = next_working_day(slip_at.astimezone(zone).date(), calendar)
    least = datetime.combine(least_on, END_OF_DAY, zone).astimezone(UTC)
    return least if left_until is None else max(left_until, least)


def why_impossible(paid_at: datetime, slip_at: datetime | None, now: datetime) -> str | None:
    """Say why nobody can have paid at `paid_at`: `in_future`, or `before_slip`; None when it is possible.

    All aware UTC; `slip_at` is when the billing code was given, None where nothing tells it.
    """
    if paid_at > now + CLOCKS_APART:
        return "in_future"
    return "before_slip" if slip_at is not None and paid_at < slip_at - CLOCKS_APART else None


def moved_on(until: datetime, still_since: datetime, now: datetime) -> datetime:
    """Until when can be paid (all aware UTC) if the time stood still from `still_since` to `now`: as much is left.

    What was over by then stays over. Source: docs/rules.md, the case (a setting of ours: no source speaks of it).
    """
    return until + (now - still_since) if still_since <= min(until, now) else until


def read_bank_rows(rows: Iterable[dict[str, str | None]]) -> tuple[tuple[BankLine, ...], tuple[BankFault, ...]]:
    """Lines of a bank's file with the columns billing_code, amount_idr, paid_at (ISO 8601 with zone), and its faults.

    A code may stand in several lines: people pay twice. Nothing here knows of cases; matching is the procedure's.
    """
    lines: list[BankLine] = []
    faults: list[BankFault] = []
    for number, row in enumerate(rows, start=2):
        code = (row.get("billing_code") or "").strip()
        fault = _fault(row, code)
        if fault is not None:
            faults.append(BankFault(number, *fault))
            continue
        paid_at = datetime.fromisoformat((row["paid_at"] or "").strip())
        lines.append(BankLine(number, code, int(row["amount_idr"] or 0), paid_at))
    return tuple(lines), tuple(faults)


def _fault(row: dict[str, str | None], code: str) -> tuple[str, str] | None:
    amount, paid_at = (row.get("amount_idr") or "").strip(), (row.get("paid_at") or "").strip()
    for name in COLUMNS:
        if not (row.get(name) or "").strip():
            return "missing", name
    if not re.fullmatch(rf"[0-9]{{{BILLING_DIGITS}}}", code, re.ASCII):
        return "code", code
    if not re.fullmatch(r"[0-9]{1,12}", amount, re.ASCII):
        return "amount", amount
    try:
        instant = datetime.fromisoformat(paid_at)
    except ValueError:
        return "instant", paid_at
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        return "instant", paid_at
    return ("zone", paid_at) if instant.tzinfo is None else None
