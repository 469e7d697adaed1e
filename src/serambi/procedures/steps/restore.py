"""Taking an order back: whoever has not yet settled into something else gets the old place again."""

from collections.abc import Iterable
from datetime import datetime

from serambi.procedures.steps.write_messages import message_for, put_in_outbox
from serambi.records.models import Booking, Obligation, Slot, WaitingPlace
from serambi.records.models.bookings import BookingState
from serambi.records.models.obligations import ObligationOutcome

UNSETTLED = (ObligationOutcome.OPEN, ObligationOutcome.TOLD, ObligationOutcome.REACHED, ObligationOutcome.EXPIRED)


def restore_displaced(office: str, cause: str, *, now: datetime, by: str) -> int:
    """Give back the old places of those displaced by `cause` who neither accepted, declined, postponed nor left.

    Oldest obligation first, as long as the old slot has places again and is still to come; whoever cannot be put back
    keeps what they were given. The office's slots are locked by the caller. Returns how many were restored.
    """
    open_ones = (
        Obligation.objects.filter(
            office__code=office,
            cause=cause,
            outcome__in=UNSETTLED,
            from_slot__start_at__gt=now,
            booking__state__in=(BookingState.OFFERED, BookingState.POSTPONED),
        )
        .select_related("booking")
        .order_by("id")
        .select_for_update(of=("self", "booking"))
    )
    slots = {slot.pk: slot for slot in Slot.objects.filter(office_day__office__code=office, start_at__gt=now)}
    holding = _people_holding_elsewhere(open_ones)
    given: list[Obligation] = []
    for due in open_ones:
        old, booking = slots.get(due.from_slot_id), due.booking
        is_elsewhere = (
            booking.state == BookingState.POSTPONED and (bytes(booking.identity_hash), booking.group) in holding
        )
        if old is None or old.free < 1 or is_elsewhere:
            continue
        if booking.state == BookingState.OFFERED and booking.slot_id in slots:
            slots[booking.slot_id].taken -= 1
        old.taken += 1
        booking.state, booking.is_live, booking.slot = BookingState.CONFIRMED, True, old
        due.outcome, due.settled_at, due.settled_by = ObligationOutcome.RESTORED, now, by
        given.append(due)
    _write(given, slots, now, by)
    return len(given)


def _people_holding_elsewhere(dues: Iterable[Obligation]) -> set[tuple[bytes, str]]:
    hashes = [bytes(due.booking.identity_hash) for due in dues]
    rows = Booking.objects.live().filter(identity_hash__in=hashes).values_list("identity_hash", "group")
    return {(bytes(identity_hash), group) for identity_hash, group in rows}


def _write(given: list[Obligation], slots: dict[int, Slot], now: datetime, by: str) -> None:
    bookings = [due.booking for due in given]
    for slot in slots.values():
        slot.places = max(slot.planned_places, slot.taken)
    Slot.objects.write_places(slots.values())
    WaitingPlace.objects.filter(booking__in=bookings).delete()
    Booking.objects.write_state(bookings, "restored", now, by)
    Obligation.objects.bulk_update(given, ["outcome", "settled_at", "settled_by"], batch_size=1000)
    put_in_outbox(
        [
            message_for(
                due.booking,
                "restored",
                occasion=str(due.pk),
                now=now,
                not_after=due.booking.slot.start_at if due.booking.slot else None,
                facts={"cause": due.cause, "slot": due.booking.slot.code if due.booking.slot else None},
            )
            for due in given
            if due.booking.is_reachable
        ]
    )
