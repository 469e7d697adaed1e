"""Delivering messages by e-mail: what a mail server's answer means, when to try again, and when it is too late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from serambi.rules.policy import (
    MESSAGE_RETRY_HOURS,
    MESSAGE_RETRY_MINUTES,
    REMINDER_AT_HOUR,
    REMINDER_DAYS_BEFORE,
)

NOT_REACHED = 0
"""In place of a reply code: no mail server took part, so the message cannot have left."""

CUT_OFF = -1
"""In place of a reply code: the connection broke after the message was handed over, so it may have left."""

NO_ADDRESS = 553
"""What a mail server says of an address that cannot be one (RFC 5321); said by us where there is none to try."""

OUR_FAULT = frozenset({530, 534, 535, 538})
"""Permanent in the server's eyes, but about our signing in and not about the recipient (RFC 4954)."""

KIND_NEEDS_STATE: Mapping[str, str | None] = {
    "confirmed": "confirmed",
    "moved": "confirmed",
    "restored": "confirmed",
    "reminder": "confirmed",
    "offer": "offered",
    "invited": "invited",
    "called_off": "postponed",
    "expired": "postponed",
    "draw_lost": "postponed",
    "postponed": "postponed",
    "urgency_rejected": "postponed",
    "cancelled": "cancelled",
    "ready": None,
    "promise_moved": None,
    "stay_changed": None,
    "reply_answered": "approved",
}
"""The state in which a booking, or a reply, still is what a message says of it; None: the message speaks of a case or a
stay, and only that counts. Its keys are all the kinds of message."""


class Verdict(StrEnum):
    """What becomes of a message after a try; UNKNOWN is never tried again, because it may have left."""

    DELIVERED = "delivered"
    TRY_AGAIN = "try_again"
    GIVEN_UP = "given_up"
    UNKNOWN = "unknown"


class TooLate(StrEnum):
    """Why a message is no longer sent: its time is over, or the booking is no longer what it says."""

    LATE = "late"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class NextStep:
    """What becomes of a message, and when it is tried again (aware UTC; None: never)."""

    verdict: Verdict
    next_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MessageStanding:
    """A message beside its booking, or its reply, as it is now.

    `slot` is the slot it speaks of, None when it names none; `answer_until` the end of an offer or invitation;
    `not_after` the visit. `is_outdated` says that the case or stay it speaks of is no longer so. Times aware UTC, None:
    no such limit.
    """

    kind: str
    slot: str | None
    booking_state: str | None
    booking_slot: str | None
    not_after: datetime | None = None
    answer_until: datetime | None = None
    is_outdated: bool = False


def verdict_of(code: int) -> Verdict:
    """What a mail server's reply code says of one message; NOT_REACHED and CUT_OFF stand for no reply.

    Source: RFC 5321, 4.2.1: 2yz done, 4yz try again, 5yz do not.
    """
    if code == CUT_OFF:
        return Verdict.UNKNOWN
    if 200 <= code < 300:
        return Verdict.DELIVERED
    if 500 <= code < 600 and code not in OUR_FAULT:
        return Verdict.GIVEN_UP
    return Verdict.TRY_AGAIN


def what_next(code: int, *, tries: int, now: datetime, not_after: datetime | None) -> NextStep:
    """What becomes of a message whose try number `tries` (from 1) ended with `code`.

    It is given up when its next try would come at or after `not_after`, or after MESSAGE_RETRY_HOURS of trying.
    """
    verdict = verdict_of(code)
    if verdict is not Verdict.TRY_AGAIN:
        return NextStep(verdict)
    next_try_at = now + timedelta(minutes=_minutes_after(tries))
    is_in_time = not_after is None or next_try_at < not_after
    has_tries_left = _minutes_spent(tries) <= MESSAGE_RETRY_HOURS * 60
    if is_in_time and has_tries_left:
        return NextStep(verdict, next_try_at)
    return NextStep(Verdict.GIVEN_UP)


def why_not_send(message: MessageStanding, now: datetime) -> TooLate | None:
    """Say why a message that waits must not be sent any more; None when it may be. Source: docs/rules.md, messages."""
    needed = KIND_NEEDS_STATE.get(message.kind, "no kind of ours")
    if message.is_outdated or (needed is not None and needed != message.booking_state):
        return TooLate.SETTLED
    if message.slot is not None and message.slot != message.booking_slot:
        return TooLate.SETTLED
    if message.answer_until is not None and message.answer_until <= now:
        return TooLate.SETTLED
    if message.not_after is not None and message.not_after <= now:
        return TooLate.LATE
    return None


def reminder_at(start_at: datetime, zone: str, now: datetime) -> datetime | None:
    """When to remind of a visit: REMINDER_AT_HOUR at the office, REMINDER_DAYS_BEFORE it; None when that is over."""
    local = start_at.astimezone(ZoneInfo(zone))
    day = local.date() - timedelta(days=REMINDER_DAYS_BEFORE)
    at = datetime.combine(day, time(REMINDER_AT_HOUR), tzinfo=local.tzinfo)
    return at if at > now else None


def _minutes_after(tries: int) -> int:
    return MESSAGE_RETRY_MINUTES[min(tries, len(MESSAGE_RETRY_MINUTES)) - 1]


def _minutes_spent(tries: int) -> int:
    beyond = max(tries - len(MESSAGE_RETRY_MINUTES), 0)
    return sum(MESSAGE_RETRY_MINUTES[:tries]) + beyond * MESSAGE_RETRY_MINUTES[-1]
