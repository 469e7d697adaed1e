"""Note missed visits: nobody came within the office's time, so the place goes to the next slot of that day."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q

from serambi.procedures.steps.arrival_facts import waiting_outside, who_waited_outside
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.end_visit import end_arrived
from serambi.procedures.steps.record_order import local_day
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Booking, Slot
from serambi.records.models.bookings import BookingState
from serambi.records.queries.offices import office_profile
from serambi.rules.refusal import Refusal, Refused

LOOK_BACK_DAYS = 31
"""So long after a visit it is still noted as missed: nobody stays held to a day on which no job ran."""


def note_missed(*, office: str, now: datetime, by: str) -> int:
    """Mark confirmed bookings whose slot began longer ago than the office waits as missed; returns how many.

    A place of today goes on sale again, in the next slot of its group and contingent that has not begun: so long the
    office would still have served who came late. There is no penalty: the person may book again at once. Nobody misses
    a visit on a day that is shut, nor who waits outside because the hall is full. Visits of days past that nobody ended
    are over as well, and so is the wait outside. Doing it twice is safe.
    Raises Busy, OutcomeUnknown, and Refused: `office.unknown`. Source: docs/rules.md, the visit day; docs/sources.md,
    booking (no penalty was found).
    """
    with durable_transaction():
        profile = office_profile(code=office)
        if profile is None:
            raise Refused(Refusal("office.unknown", "office"))
        today = local_day(profile, now)
        slots, bookings = _lock_late(office, today, now, now - timedelta(minutes=profile.visit_day.no_show_minutes))
        outside = who_waited_outside(bookings)
        for booking in bookings:
            if booking.pk in outside:
                booking.state = BookingState.ARRIVED  # they came, and their day is over: it ends with the others below
        missed = [booking for booking in bookings if booking.state == BookingState.CONFIRMED]
        _free(slots, missed, now)
        for booking in missed:
            booking.state, booking.is_live = BookingState.MISSED, False
        Booking.objects.all().write_state(missed, "missed", now, by)
        end_arrived(bookings, now=now, by=by)
        if missed:
            facts = {"people": len(missed)}
            write_ledger("visits.missed", str(today), now=now, by=by, office=office, facts=facts)
        return len(missed)


def _lock_late(
    office: str, today: date, now: datetime, before: datetime
) -> tuple[Mapping[int, Slot], Sequence[Booking]]:
    """Lock the slots that began before then and whose people did not come, or came on a day past and were never ended;
    with the slots of today to come, and those people's bookings. Nothing where there is nobody."""
    is_past = Q(slot__office_day__on__lt=today)
    # Who comes to an office that was shut meanwhile is sent away, and gets another time when the order is carried out.
    could_come = Q(slot__office_day__is_open=True) & ~Q(waiting_outside())
    not_come = Q(state=BookingState.CONFIRMED) & (could_come | is_past)
    not_ended = Q(state=BookingState.ARRIVED) & is_past
    late = Booking.objects.filter(
        not_come | not_ended,
        office__code=office,
        slot__start_at__gt=now - timedelta(days=LOOK_BACK_DAYS),
        slot__start_at__lte=before,
    )
    if not late.exists():
        return {}, ()
    ahead = Slot.objects.for_office(office).filter(office_day__on=today, start_at__gt=now)
    # Slots before bookings: the one order in which everybody locks.
    slots = Slot.objects.filter(pk__in=late.values("slot").union(ahead.values("pk"))).locked()
    by_id = {slot.pk: slot for slot in slots}
    return by_id, list(late.filter(slot__in=by_id).order_by("id").select_for_update(of=("self",)))


def _free(slots: Mapping[int, Slot], missed: Sequence[Booking], now: datetime) -> None:
    """Take the missed out of their slots and give their places to the next slots of that day that have any."""
    people = Counter(booking.slot_id or 0 for booking in missed)
    given: Counter[int] = Counter()
    for slot_id, number in people.items():
        slot = slots[slot_id]
        slot.taken -= number
        slot.places = max(slot.planned_places, slot.taken)
        following = [each for each in slots.values() if _takes_over(each, slot, now)]
        if following:
            given[min(following, key=lambda each: each.start_at).pk] += number
    Slot.objects.write_places(slots[slot_id] for slot_id in people)
    Slot.objects.add_freed(given)


def _takes_over(one: Slot, missed: Slot, now: datetime) -> bool:
    """A slot without any place is shut for its own reason and stays so."""
    is_like = (one.office_day_id, one.group, one.contingent) == (missed.office_day_id, missed.group, missed.contingent)
    return is_like and one.start_at > now and one.planned_places > 0
