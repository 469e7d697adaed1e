"""Telling people of another promised day: a step in the history of each case, and a message. In the caller's
transaction."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

from serambi.procedures.steps.write_messages import message_for, put_in_outbox
from serambi.records.models import Booking, Case, CaseStatus, Message

PROMISE_MOVED = "promise_moved"


def tell_moved(moved: Sequence[tuple[Case, date | None]], cause: str, now: datetime, by: str) -> None:
    """Note in each case's history the day that is now promised, and write to who can be reached.

    `moved` pairs each case with the day that was promised before, None when none was.
    """
    steps = CaseStatus.objects.bulk_create(
        CaseStatus(
            case=case, event=PROMISE_MOVED, stage=case.stage, reason=cause, promised_on=case.promised_on, at=now, by=by
        )
        for case, _ in moved
    )
    bookings = Booking.objects.in_bulk([case.booking_id for case, _ in moved if case.booking_id])
    put_in_outbox(list(_messages(moved, steps, bookings, now)))


def _messages(
    moved: Sequence[tuple[Case, date | None]],
    steps: Sequence[CaseStatus],
    bookings: Mapping[int, Booking],
    now: datetime,
) -> Iterator[Message]:
    for (case, was), step in zip(moved, steps, strict=True):
        booking = bookings.get(case.booking_id or 0)
        if booking is None or not booking.is_reachable:
            continue
        promised = case.promised_on.isoformat() if case.promised_on else None
        facts = {"case": case.number, "cause": step.reason, "was": was.isoformat() if was else None}
        yield message_for(
            booking, PROMISE_MOVED, occasion=str(step.pk), now=now, not_after=None, facts=facts | {"promised": promised}
        )
