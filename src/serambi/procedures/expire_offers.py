"""Expire offers and invitations that nobody answered in time: the place goes back, the person stays in line."""

from collections import Counter
from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.procedures.steps.write_messages import message_for, put_in_outbox
from serambi.records.models import Booking, Obligation, Slot, WaitingPlace
from serambi.records.models.bookings import BookingQuerySet, BookingState
from serambi.records.models.obligations import ObligationOutcome

BATCH = 500


def expire_offers(*, office: str, now: datetime, by: str) -> int:
    """Expire up to 500 unanswered offers and invitations of an office; returns how many. Call again until it returns 0.

    A displaced person keeps the place in line of their first booking, or the one they were invited from; somebody who
    let an invitation pass goes to the end of it. Doing it twice is safe; an office that nobody knows has none. Raises
    Busy, OutcomeUnknown. Source: docs/rules.md, orders.
    """
    with durable_transaction():
        slot_ids = set(_due(office, now).values_list("slot_id", flat=True)[:BATCH])
        locked = {slot.pk: slot for slot in Slot.objects.filter(pk__in=slot_ids).locked()}
        due = list(_due(office, now).filter(slot__in=locked).order_by("id").select_for_update(of=("self",))[:BATCH])
        if due:
            _give_back(due, locked)
            _write(due, now, by)
            write_ledger("offers.expired", "offers", now=now, by=by, office=office, facts={"offers": len(due)})
        return len(due)


def _due(office: str, now: datetime) -> BookingQuerySet:
    at_office = Booking.objects.filter(office__code=office)
    offered = at_office.filter(
        state=BookingState.OFFERED,
        obligations__outcome=ObligationOutcome.OPEN,
        obligations__deadline_at__lte=now,
    )
    invited = at_office.filter(state=BookingState.INVITED, waiting_place__invited_until__lte=now)
    return Booking.objects.filter(pk__in=offered.values("pk").union(invited.values("pk")))


def _give_back(due: list[Booking], slots: dict[int, Slot]) -> None:
    for slot_id, people in Counter(booking.slot_id for booking in due).items():
        if slot_id is None:
            continue
        slot = slots[slot_id]
        slot.taken -= people
        slot.places = max(slot.planned_places, slot.taken)
    Slot.objects.write_places(slots.values())


def _write(due: list[Booking], now: datetime, by: str) -> None:
    invited = [booking for booking in due if booking.state == BookingState.INVITED]
    offered = [booking for booking in due if booking.state == BookingState.OFFERED]
    WaitingPlace.objects.filter(booking__in=invited).update(invited_until=None, since_at=now)
    WaitingPlace.objects.stand([booking.pk for booking in offered])
    Obligation.objects.filter(booking__in=offered, outcome=ObligationOutcome.OPEN).update(
        outcome=ObligationOutcome.EXPIRED, settled_at=now, settled_by=by
    )
    for booking in due:
        booking.state, booking.is_live = BookingState.POSTPONED, False
    Booking.objects.write_state(due, "expired", now, by)
    put_in_outbox(
        [
            message_for(b, "expired", occasion=f"{now:%Y%m%dT%H%M%S}", now=now, not_after=None)
            for b in due
            if b.is_reachable
        ]
    )
