"""A case as its applicant follows it."""

from ninja import Schema

from serambi.counters.api.schemas.shapes import Text
from serambi.rules.promise import PauseReason
from serambi.rules.states import CaseStage


class CaseStepLine(Schema):
    """One thing that happened: the step, and the stage it led to."""

    event: str
    stage: CaseStage
    at: str


class PauseLine(Schema):
    """Days that do not count, `until_on` not among them; null while it lasts. `order` closes the office, else null."""

    reason: PauseReason
    order: str | None
    from_on: str
    until_on: str | None


class PaymentLine(Schema):
    """What is to be paid at the bank, while it is."""

    billing_code: str
    amount_idr: int
    payable_until: str


class ForecastLine(Schema):
    """Eight of ten of `cases` finished cases like this one were ready between these days. No promise."""

    from_on: str
    until_on: str
    cases: int


class CaseAnswer(Schema):
    """`promised_on` is the day named to the applicant; `legal_on` counts from interview, `practice_on` from payment.

    `foreseen_on` was named at acceptance for interview and payment on that day, moved by pauses; null once the
    interview was. `out_of_reach`: the foreseen day cannot be kept because the interview has not been yet, or the
    promised one because the payment has not come.
    `no_promise` are the words on the time of a service for which no day is promised, null where one is.
    Each is null while its clock has not begun or stands still. `days_left` counts working days and falls below 0
    while the office is late.
    `overdue`: the promised day of an open case is over and its document not ready; never while
    `waits_for_payment`, when the applicant has a slip to pay first.
    """

    number: str
    office: str
    service: str
    purpose: str
    stage: CaseStage
    stage_since_at: str
    is_open: bool
    received_on: str
    promised_on: str | None
    legal_on: str | None
    practice_on: str | None
    foreseen_on: str | None
    no_promise: Text | None
    out_of_reach: bool
    days_left: int | None
    overdue: bool
    waits_for_payment: bool
    paused: bool
    pauses: list[PauseLine]
    payment: PaymentLine | None
    collect_until: str | None
    forecast: ForecastLine | None
    steps: list[CaseStepLine]
