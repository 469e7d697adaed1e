"""The booking somebody brings to the gate, locked, and what the gate's rule must know of it."""

from serambi.procedures.steps.change_booking import LockedBooking, lock_booking
from serambi.records.models.bookings import BookingState
from serambi.rules.gate import BookedArrival
from serambi.rules.refusal import Refusal, Refused


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
