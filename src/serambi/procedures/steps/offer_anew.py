"""Offering one person another time, as an order would: a held place, word, or a call. In the caller's transaction."""

from datetime import datetime

from serambi.procedures.steps.change_booking import LockedBooking
from serambi.procedures.steps.displace import Displaced, settle_displaced
from serambi.records.models import Office, Slot
from serambi.rules.reseating import Seated


def offer_anew(
    office: Office, locked: LockedBooking, *, not_before: datetime, cause: str, now: datetime, by: str
) -> None:
    """Take a person from their slot and give them exactly one obligation; the slot's place is free at once.

    A new time is held no sooner than `not_before`.
    """
    booking, slot = locked.booking, locked.holding
    slot.taken -= 1
    slot.places = max(slot.planned_places, slot.taken)
    Slot.objects.write_places([slot])
    seated = Seated(
        party=booking.party_id,
        slot=slot.pk,
        size=1,
        start_at=not_before,
        booked_at=booking.booked_at,
        is_urgent=bool(booking.urgency),
        is_vulnerable=booking.is_vulnerable,
    )
    settle_displaced(office, [Displaced(seated, slot, (booking,))], cause=cause, now=now, by=by)
