"""Note missed visits: nobody came within the office's time, so the place is free for those who stand there."""

from collections import Counter
from datetime import datetime, timedelta

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.hall import lock_hall
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Booking, Slot
from serambi.records.models.bookings import BookingState


def note_missed(*, office: str, now: datetime, by: str) -> int:
    """Mark today's confirmed bookings whose slot began longer ago than the office waits as missed; returns how many.

    There is no penalty: the person may book again at once. Doing it twice is safe. Raises Busy, OutcomeUnknown, and
    Refused: `office.unknown`. Source: docs/sources.md, booking (no penalty was found).
    """
    with durable_transaction():
        hall = lock_hall(office, now)
        before = now - timedelta(minutes=hall.profile.visit_day.no_show_minutes)
        late = Booking.objects.filter(
            office=hall.office, state=BookingState.CONFIRMED, slot__office_day__on=hall.on, slot__start_at__lte=before
        )
        slots = {slot.pk: slot for slot in Slot.objects.filter(pk__in=late.values("slot")).locked()}
        missed = [b for b in late.order_by("id").select_for_update(of=("self",)) if b.slot_id in slots]
        for slot_id, people in Counter(booking.slot_id or 0 for booking in missed).items():
            slots[slot_id].taken -= people
            slots[slot_id].places = max(slots[slot_id].planned_places, slots[slot_id].taken)
        for booking in missed:
            booking.state, booking.is_live = BookingState.MISSED, False
        Slot.objects.write_places(slots.values())
        Booking.objects.all().write_state(missed, "missed", now, by)
        if missed:
            facts = {"people": len(missed)}
            write_ledger("visits.missed", str(hall.on), now=now, by=by, office=office, facts=facts)
        return len(missed)
