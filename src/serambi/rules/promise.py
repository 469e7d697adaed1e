"""The promise: at most four working days, by two clocks, on the calendar as known that day, less reasoned pauses.

Days on which an order closes the office are a pause of every case there and no part of the calendar: they are counted
once, carry their reason, and move the promise, which no calendar does (docs/adr/0020-closures-are-pauses.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from serambi.rules.period import DayPeriod
from serambi.rules.policy import PROMISE_WORKING_DAYS
from serambi.rules.states import ENDS, CaseStage
from serambi.rules.workdays import Calendar

NOT_IN_WORK = ENDS | {CaseStage.READY}
"""Stages in which no document is to be finished any more."""


class PauseReason(StrEnum):
    """Why a clock stands still."""

    APPLICANT = "applicant"
    CLOSURE = "closure"
    NATIONAL_SYSTEM = "national_system"


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which the office cannot work on a case; an open end is None."""

    reason: PauseReason
    days: DayPeriod


@dataclass(frozen=True, slots=True)
class Clocks:
    """Both deadlines of a case, each None while its event has not happened, or where the law sets no time.

    `legal_on` counts from the interview (Permenkumham 8/2014 art. 22), `practice_on` from payment.
    """

    legal_on: date | None
    practice_on: date | None

    @property
    def promised_on(self) -> date | None:
        """The day named to the applicant: by practice once paid, by law until then."""
        return self.practice_on or self.legal_on


def clocks(
    *,
    legal_days: int | None,
    service_days: int | None = PROMISE_WORKING_DAYS,
    interviewed_on: date | None,
    paid_on: date | None,
    pauses: Sequence[Pause],
    calendar: Calendar,
) -> Clocks:
    """Both deadlines of a case on a calendar.

    `legal_days` None: the law sets no time, practice still counts (stay permits); `service_days` None: practice names
    none; both None: nothing is promised (lost, damaged and duplicate passports). A day counts when it is a working
    day and lies in no pause. A clock that has come to a pause without an end has no deadline. Source: docs/rules.md,
    the promise; docs/sources.md.
    """
    return Clocks(
        legal_on=due_on(interviewed_on, legal_days, pauses, calendar),
        practice_on=due_on(paid_on, service_days, pauses, calendar),
    )


def due_on(from_on: date | None, days: int | None, pauses: Sequence[Pause], calendar: Calendar) -> date | None:
    """The last of `days` (≥ 1) counted days after `from_on`; None without either, or where a pause has no end.

    Days in several pauses stand still once.
    """
    if from_on is None or days is None:
        return None
    stops_on = min((pause.days.from_on for pause in pauses if pause.days.until_on is None), default=date.max)
    current, left = from_on, days
    while left:
        current = date.fromordinal(current.toordinal() + 1)
        if current >= stops_on:
            return None
        left -= calendar.is_working_day(current) and paused_on(current, pauses) is None
    return current


def after_closures(
    named_on: date, from_on: date, *, own: Sequence[Pause], closed: Sequence[Pause], calendar: Calendar
) -> date | None:
    """The day that was named without any closure, moved by the working days closed between `from_on` and it.

    `own` are the case's own pauses, which `named_on` counts already. On one calendar it is the same as counting anew
    with all of them; where closures are taken back it is exactly `named_on`, whatever became of the calendar. None if
    a closure without an end begins by then. Source: docs/rules.md, the promise.
    """
    stops_on = min((pause.days.from_on for pause in closed if pause.days.until_on is None), default=date.max)
    left = _counted(from_on, named_on, own, calendar) - _counted(from_on, named_on, (*own, *closed), calendar)
    current = named_on
    while left and current < stops_on:
        current = date.fromordinal(current.toordinal() + 1)
        left -= calendar.is_working_day(current) and paused_on(current, (*own, *closed)) is None
    return None if current >= stops_on else current


def days_left(promised_on: date, today: date, pauses: Sequence[Pause], calendar: Calendar) -> int:
    """Working days left for the office, today excluded: 0 on the promised day, below 0 when it is over."""
    if promised_on >= today:
        return _counted(today, promised_on, pauses, calendar)
    return -_counted(promised_on, today, pauses, calendar)


def waits_for_payment(stage: CaseStage, billing_code: str | None) -> bool:
    """Whether a case waits for its applicant and not for the office: its slip is neither paid nor voided.

    `billing_code` is the slip's, None without one. Source: docs/rules.md, the promise.
    """
    return stage is CaseStage.INTERVIEWED and billing_code is not None


def is_overdue(promised_on: date | None, today: date, stage: CaseStage, billing_code: str | None) -> bool:
    """Whether the office is late: the promised day of an open case is over and its document is not ready.

    Never without a promised day, nor while the case waits for payment.
    """
    if promised_on is None or stage in NOT_IN_WORK or waits_for_payment(stage, billing_code):
        return False
    return today > promised_on


def paused_on(day: date, pauses: Iterable[Pause]) -> Pause | None:
    """The pause a day lies in, None when the office works on it."""
    return next((pause for pause in pauses if pause.days.covers(day)), None)


def _counted(after: date, until: date, pauses: Sequence[Pause], calendar: Calendar) -> int:
    """Counted days of (after, until]."""
    span = range(after.toordinal() + 1, until.toordinal() + 1)
    days = (date.fromordinal(number) for number in span)
    return sum(calendar.is_working_day(day) and paused_on(day, pauses) is None for day in days)
