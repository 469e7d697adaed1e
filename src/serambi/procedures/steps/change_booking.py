"""Pieces shared by moving and cancelling: lock a booking behind its slots, give its place back, note what happened."""

from collections.abc import Collection
from datetime import datetime

from serambi.procedures.steps.new_secrets import place_returns_at
from serambi.procedures.steps.slot_facts import lock_slots
from serambi.records.models import Booking, BookingStatus, ReturningPlace, Slot
from serambi.rules.booking import BookingFacts
from serambi.rules.refusal import Refusal, Refused

NOT_FOUND = Refusal("booking.not_found")
CHANGED_MEANWHILE = Refusal("booking.changed")
"""Somebody else changed the booking between our look and our lock; looking again shows how."""


def lock_booking(code: str, other_slots: Collection[str] = ()) -> tuple[Booking, dict[str, Slot]]:
    """Lock a booking's slot and others first, then the booking; returns it with the slots by code.

    Raises Refused: `booking.not_found`, `booking.changed`.
    """
    seen = Booking.objects.filter(code=code).values_list("slot__code", flat=True).first()
    if seen is None:
        raise Refused(NOT_FOUND)
    slots = dict(lock_slots({seen, *other_slots}))
    booking = Booking.objects.select_for_update().get(code=code)
    if booking.slot_id != slots[seen].pk:
        raise Refused(CHANGED_MEANWHILE)
    booking.slot = slots[seen]
    return booking, slots


def booking_facts(booking: Booking) -> BookingFacts:
    """The facts of a booking whose slot, day and office are at hand."""
    day = booking.slot.office_day
    return BookingFacts(
        office=day.office.code,
        group=booking.group,
        slot=booking.slot.code,
        on=day.on,
        start_at=booking.slot.start_at,
        is_live=booking.is_live,
        urgency=booking.urgency or None,
    )


def let_place_return(slot: Slot, now: datetime) -> None:
    """Have a place come back after a random while; until then it counts as taken."""
    ReturningPlace.objects.create(slot=slot, returns_at=place_returns_at(now))


def note_status(booking: Booking, event: str, *, now: datetime, by: str) -> None:
    """Append what happened to the booking's history."""
    BookingStatus.objects.create(booking=booking, event=event, slot_id=booking.slot_id, at=now, by=by)
