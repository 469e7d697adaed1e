"""Pieces shared by moving and cancelling: lock a booking behind its slots, give its place back, note what happened."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from serambi.procedures.steps.new_secrets import place_returns_at
from serambi.procedures.steps.slot_facts import lock_slots
from serambi.records.models import Booking, BookingStatus, ReturningPlace, Slot
from serambi.records.models.bookings import BookingState
from serambi.rules.booking import BookingFacts
from serambi.rules.refusal import Refusal, Refused

NOT_FOUND = Refusal("booking.not_found")
CHANGED_MEANWHILE = Refusal("booking.changed")
"""Somebody else changed the booking between our look and our lock; looking again shows how."""


@dataclass(frozen=True, slots=True)
class LockedBooking:
    """A booking with the slot it holds (None: it waits in line and never had one) and the other slots asked for."""

    booking: Booking
    held: Slot | None
    others: Mapping[str, Slot]

    @property
    def holding(self) -> Slot:
        """The slot of a booking that must hold one. Raises Refused: `booking.not_live`."""
        if self.held is None:
            raise Refused(Refusal("booking.not_live"))
        return self.held


def lock_booking(code: str, other_slots: Collection[str] = ()) -> LockedBooking:
    """Lock a booking's slot and others first, then the booking.

    Raises Refused: `booking.not_found`, `booking.changed`.
    """
    seen = Booking.objects.filter(code=code).values_list("pk", "slot__code").first()
    if seen is None:
        raise Refused(NOT_FOUND)
    pk, slot_code = seen
    slots = lock_slots({each for each in (slot_code, *other_slots) if each})
    booking = Booking.objects.select_related("office").select_for_update(of=("self",)).get(pk=pk)
    held = slots[slot_code] if slot_code else None
    if booking.slot_id != (held.pk if held else None):
        raise Refused(CHANGED_MEANWHILE)
    return LockedBooking(booking, held, slots)


def booking_facts(locked: LockedBooking) -> BookingFacts:
    """The facts of a booking that should hold a slot. Raises Refused: `booking.not_live`."""
    booking, slot = locked.booking, locked.holding
    day = slot.office_day
    return BookingFacts(
        office=day.office.code,
        group=booking.group,
        slot=slot.code,
        on=day.on,
        start_at=slot.start_at,
        is_live=booking.is_live,
        urgency=booking.urgency or None,
        has_arrived=booking.state == BookingState.ARRIVED,
    )


def let_place_return(slot: Slot, now: datetime) -> None:
    """Have a place come back after a random while; until then it counts as taken."""
    ReturningPlace.objects.create(slot=slot, returns_at=place_returns_at(now))


def note_status(booking: Booking, event: str, *, now: datetime, by: str) -> None:
    """Append what happened to the booking's history."""
    BookingStatus.objects.create(booking=booking, event=event, slot_id=booking.slot_id, at=now, by=by)
