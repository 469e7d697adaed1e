"""What happens to displaced people, inside the caller's transaction: exactly one obligation each."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from serambi.procedures.steps.durable import Busy
from serambi.procedures.steps.write_messages import message_for, put_in_outbox
from serambi.records.models import Booking, Message, Obligation, Office, Slot, WaitingPlace
from serambi.records.models.bookings import BookingState
from serambi.records.models.obligations import ObligationKind, ObligationOutcome
from serambi.rules.capacity import Contingent
from serambi.rules.reseating import FreePlaces, Seated, answer_deadline, reseat


@dataclass(frozen=True, slots=True)
class Displaced:
    """A party that must leave its slot, with its rows."""

    seated: Seated
    slot: Slot
    bookings: tuple[Booking, ...]


def seated_party(party: int, slot: Slot, members: Sequence[Booking]) -> Seated:
    """A party in a slot, as the rule of re-seating sees it."""
    return Seated(
        party=party,
        slot=slot.pk,
        size=len(members),
        start_at=slot.start_at,
        booked_at=min(member.booked_at for member in members),
        is_urgent=any(member.urgency for member in members),
        is_vulnerable=any(member.is_vulnerable for member in members),
    )


def settle_displaced(
    office: Office, leaving: Sequence[Displaced], *, cause: str, now: datetime, by: str
) -> Mapping[str, int]:
    """Give each displaced person a held place with an offer, word that their place in line is kept, or a call.

    The office's slots are locked by the caller. Returns how many obligations of each kind were made.
    """
    if not leaving:
        return {}
    _supersede(leaving, now, by)
    obligations: list[Obligation] = []
    bookings: list[Booking] = []
    taken: Counter[int] = Counter()
    for group, parties in _by_group(leaving).items():
        slots = {slot.pk: slot for slot in _with_places(office, group, now)}
        free = [FreePlaces(s.pk, s.start_at, Contingent(s.contingent), s.free) for s in slots.values()]
        seats = reseat([each.seated for each in parties], free, now)
        for each in parties:
            seat = seats[each.seated.party, each.seated.slot]
            target = None if seat is None else slots[seat]
            if target is not None:
                taken[target.pk] += each.seated.size
            for booking in each.bookings:
                bookings.append(booking)
                obligations.append(owe(booking, each.slot, target, cause=cause, now=now))
    if taken and not Slot.objects.take_places(taken):
        raise Busy  # only a caller that did not lock every slot can find one filled meanwhile
    write_dues(bookings, obligations, now, by)
    return Counter(str(obligation.kind) for obligation in obligations)


def owe(booking: Booking, old: Slot, new: Slot | None, *, cause: str, now: datetime) -> Obligation:
    """What is due to the person of a booking that must leave `old`; `new` is held for them, or there is none.

    Sets the booking's new state; nothing is written yet.
    """
    if not booking.is_reachable:
        kind = ObligationKind.CALL
    else:
        kind = ObligationKind.OFFER if new else ObligationKind.TOLD_CANCELLED
    if new is None:
        booking.state, booking.is_live = BookingState.POSTPONED, False
    else:
        booking.state, booking.is_live, booking.slot = BookingState.OFFERED, True, new
    return Obligation(
        booking=booking,
        office_id=booking.office_id,
        cause=cause,
        kind=kind,
        from_slot=old,
        to_slot=new,
        made_at=now,
        deadline_at=answer_deadline(new.start_at, now) if new else None,
    )


def write_dues(bookings: list[Booking], obligations: list[Obligation], now: datetime, by: str) -> None:
    """Write what owe() made of bookings, with their history and the messages about it."""
    for state in (BookingState.OFFERED, BookingState.POSTPONED):
        Booking.objects.write_state([b for b in bookings if b.state == state], state.value, now, by)
    Obligation.objects.make(obligations)
    WaitingPlace.objects.stand([b.pk for b in bookings if b.state == BookingState.POSTPONED])
    # Who was invited keeps the place in line, and with it since when, for the case that the offer runs out.
    WaitingPlace.objects.hold({each.booking_id: each.deadline_at for each in obligations if each.deadline_at})
    put_in_outbox([_message(each, now) for each in obligations if each.kind != ObligationKind.CALL])


def _supersede(leaving: Sequence[Displaced], now: datetime, by: str) -> None:
    """An order on top of an open offer replaces it."""
    pks = [booking.pk for each in leaving for booking in each.bookings]
    Obligation.objects.filter(booking__in=pks, outcome=ObligationOutcome.OPEN).update(
        outcome=ObligationOutcome.SUPERSEDED, settled_at=now, settled_by=by
    )


def _by_group(leaving: Sequence[Displaced]) -> dict[str, list[Displaced]]:
    groups: dict[str, list[Displaced]] = defaultdict(list)
    for each in leaving:
        groups[each.slot.group].append(each)
    return groups


def _with_places(office: Office, group: str, now: datetime) -> Sequence[Slot]:
    open_days = Slot.objects.filter(office_day__office=office, office_day__is_open=True, group=group, start_at__gt=now)
    return list(open_days.with_free())


def _message(obligation: Obligation, now: datetime) -> Message:
    new = obligation.to_slot
    latest = max(obligation.from_slot.start_at, new.start_at if new else obligation.from_slot.start_at)
    return message_for(
        obligation.booking,
        "offer" if new else "called_off",
        occasion=str(obligation.pk),
        now=now,
        # Of a visit that had begun there is word all the same.
        not_after=latest if latest > now else None,
        facts={"cause": obligation.cause, "from": obligation.from_slot.code, "to": new.code if new else None},
    )
