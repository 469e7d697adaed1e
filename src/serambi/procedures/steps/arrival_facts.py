"""The booking somebody brings to the gate, locked: what the gate's rule must know of it, and when they first came."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef

from serambi.procedures.steps.change_booking import LockedBooking, lock_booking, note_status
from serambi.records.models import Booking, BookingStatus
from serambi.records.models.bookings import BookingState
from serambi.rules.gate import BookedArrival
from serambi.rules.refusal import Refusal, Refused

WAITS_OUTSIDE = "waits_outside"
"""The event of a booking whose person came in time while the hall was full."""


def booking_at_gate(office: str, code: str) -> LockedBooking:
    """Lock the booking somebody comes with. Raises Refused: `booking.not_found` (also for another office's),
    `booking.changed`."""
    locked = lock_booking(code)
    if locked.booking.office.code != office:
        raise Refused(Refusal("booking.not_found"))
    return locked


def arrival_facts(locked: LockedBooking) -> BookedArrival:
    """What the gate's rule must know of it. Raises Refused: `booking.not_live`."""
    slot, state = locked.holding, locked.booking.state
    has_arrived = state in (BookingState.ARRIVED, BookingState.VISITED)
    is_asked = state in (BookingState.OFFERED, BookingState.INVITED)
    return BookedArrival(slot.office_day.on, slot.start_at, state == BookingState.CONFIRMED, has_arrived, is_asked)


def note_waiting_outside(booking: Booking, *, now: datetime, by: str) -> None:
    """Append that somebody came and found the hall full; only the first time is kept, however often they try."""
    if first_came_at(booking) is None:
        note_status(booking, WAITS_OUTSIDE, now=now, by=by)


def first_came_at(booking: Booking) -> datetime | None:
    """When the person of a booking first came to its slot and had to wait outside; None when they never had to."""
    stood = BookingStatus.objects.filter(booking=booking, event=WAITS_OUTSIDE, slot=booking.slot_id).order_by("id")
    return stood.values_list("at", flat=True).first()


def who_waited_outside(bookings: Iterable[Booking]) -> frozenset[int]:
    """Those of these bookings, by id, whose person came to the slot they hold and had to wait outside."""
    ids = [booking.pk for booking in bookings]
    return frozenset(Booking.objects.filter(waiting_outside(), pk__in=ids).values_list("pk", flat=True))


def waiting_outside() -> Exists:
    """Whether the person of a booking came to the slot it holds and had to wait outside, for a query of bookings."""
    return Exists(BookingStatus.objects.filter(booking=OuterRef("pk"), event=WAITS_OUTSIDE, slot=OuterRef("slot")))
