"""Putting those to whom a draw gave no place into the line, inside the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from serambi.procedures.steps.new_secrets import new_code
from serambi.procedures.steps.write_messages import message_for, put_in_outbox
from serambi.records.models import (
    ApplicantRow,
    Booking,
    BookingStatus,
    DrawPerson,
    DrawRequest,
    DrawWindow,
    WaitingPlace,
)
from serambi.records.models.bookings import BookingState


def join_line(window: DrawWindow, waiting: Sequence[tuple[DrawRequest, DrawPerson]], now: datetime, by: str) -> None:
    """Give each person a booking without a slot and a place in line, in this order, and tell them.

    All wait since the window's closing, or since earlier if they stood in line already; the order in which they are
    written decides among them.
    """
    bookings = [_postponed(window, request, person) for request, person in waiting]
    Booking.objects.bulk_create(bookings)
    ApplicantRow.objects.bulk_create(
        ApplicantRow(booking=booking, sealed=person.sealed)
        for booking, (_, person) in zip(bookings, waiting, strict=True)
    )
    BookingStatus.objects.bulk_create(BookingStatus(booking=b, event="postponed", at=now, by=by) for b in bookings)
    WaitingPlace.objects.stand([booking.pk for booking in bookings])
    put_in_outbox(
        [
            message_for(b, "draw_lost", occasion=window.code, now=now, not_after=None, facts={"window": window.code})
            for b in bookings
            if b.is_reachable
        ]
    )


def _postponed(window: DrawWindow, request: DrawRequest, person: DrawPerson) -> Booking:
    return Booking(
        code=new_code(),
        secret_hash=request.secret_hash,
        party_id=request.key_id,
        office_id=window.office_id,
        slot=None,
        service=request.service,
        group=window.group,
        identity_hash=person.identity_hash,
        purpose=request.purpose,
        urgency=request.urgency,
        needed_on=request.needed_on,
        language=request.language,
        is_vulnerable=person.is_vulnerable,
        is_reachable=person.is_reachable,
        state=BookingState.POSTPONED,
        is_live=False,
        booked_at=window.closes_at,
    )
