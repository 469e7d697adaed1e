"""Taking an order back: whoever has not yet settled into something else gets the old place again."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from serambi.procedures.steps.displace import owe, write_dues
from serambi.procedures.steps.unanswered import Chain, chains_at, only_invited, unanswered
from serambi.procedures.steps.write_messages import message_for, put_in_outbox
from serambi.records.models import Booking, Obligation, Slot, WaitingPlace
from serambi.records.models.bookings import BookingState
from serambi.records.models.obligations import ObligationOutcome
from serambi.rules.policy import INVITATION_HOURS
from serambi.rules.restoring import put_back


@dataclass(frozen=True, slots=True)
class Restored:
    """How many people got the place back that they had first, and the dues, by kind, of who got back an offer."""

    people: int
    obligations: Mapping[str, int]


def restore_displaced(office: str, *, undone: str, cause: str, now: datetime, by: str) -> Restored:
    """Give back what displaced people had before, to all who neither accepted, declined, postponed nor left since.

    Whichever orders displaced them, they return to the first of their slots that has places again and is still to
    come: to the very first it is confirmed; what was only offered to them or what they were only invited to, they are
    offered or invited to again, with a new deadline. Whoever cannot be put back keeps what they were given, as do those
    whom `cause`, this re-planning, has just displaced. `undone` is what the order that is undone was the cause of. The
    office's slots are locked by the caller. Doing it twice is safe. Source: docs/rules.md, orders.
    """
    chains = chains_at(office, now)
    invited = only_invited(chains)
    slots = {slot.pk: slot for slot in Slot.objects.filter(office_day__office__code=office, start_at__gt=now)}
    returns = put_back(
        [unanswered(chain, cause=cause, now=now) for chain in chains],
        {slot.pk: slot.free for slot in slots.values()},
    )
    put_first: list[Chain] = []
    invited_again: list[Chain] = []
    offered_again: list[tuple[Chain, int]] = []
    for chain in chains:
        match returns.get(chain[0].booking_id):
            case None:
                continue
            case 0 if chain[0].booking_id in invited:
                invited_again.append(chain)
            case 0:
                put_first.append(chain)
            case link:
                offered_again.append((chain, link))
    returning = [(chain, 0) for chain in (*put_first, *invited_again)] + offered_again
    _end([due for chain, link in returning for due in chain[link:]], now, by)
    _write_places([(chain[link].booking, slots[chain[link].from_slot_id]) for chain, link in returning], slots)
    _confirm([chain[0] for chain in put_first], undone, now, by)
    _invite([chain[0] for chain in invited_again], now, by)
    dues = _offer(offered_again, slots, now, by)
    return Restored(len(put_first) + len(invited_again), Counter(str(due.kind) for due in dues))


def _end(dues: Sequence[Obligation], now: datetime, by: str) -> None:
    for due in dues:
        due.outcome, due.settled_at, due.settled_by = ObligationOutcome.RESTORED, now, by
    Obligation.objects.bulk_update(dues, ["outcome", "settled_at", "settled_by"], batch_size=1000)


def _offer(
    again: Sequence[tuple[Chain, int]], slots: Mapping[int, Slot], now: datetime, by: str
) -> Sequence[Obligation]:
    dues = []
    for chain, link in again:
        lost, before = chain[link], chain[link - 1]
        dues.append(owe(lost.booking, before.from_slot, slots[lost.from_slot_id], cause=before.cause, now=now))
    write_dues([due.booking for due in dues], dues, now, by)
    return dues


def _write_places(moves: Sequence[tuple[Booking, Slot]], slots: Mapping[int, Slot]) -> None:
    changed = []
    for booking, target in moves:
        held = slots.get(booking.slot_id or 0) if booking.is_live else None
        if held is not None:
            held.taken -= 1
            changed.append(held)
        target.taken += 1
        changed.append(target)
    for slot in changed:
        slot.places = max(slot.planned_places, slot.taken)
    Slot.objects.write_places({slot.pk: slot for slot in changed}.values())


def _confirm(dues: Sequence[Obligation], undone: str, now: datetime, by: str) -> None:
    WaitingPlace.objects.filter(booking__in=[due.booking for due in dues]).delete()
    for due in dues:
        booking = due.booking
        booking.state, booking.is_live, booking.slot = BookingState.CONFIRMED, True, due.from_slot
    Booking.objects.write_state([due.booking for due in dues], "restored", now, by)
    put_in_outbox(
        [
            message_for(
                due.booking,
                "restored",
                occasion=str(due.pk),
                now=now,
                not_after=due.from_slot.start_at,
                facts={"cause": undone, "slot": due.from_slot.code},
            )
            for due in dues
            if due.booking.is_reachable
        ]
    )


def _invite(dues: Sequence[Obligation], now: datetime, by: str) -> None:
    for due in dues:
        booking = due.booking
        booking.state, booking.is_live, booking.slot = BookingState.INVITED, True, due.from_slot
    Booking.objects.write_state([due.booking for due in dues], "invited", now, by)
    until = {
        due.booking_id: now + min(timedelta(hours=INVITATION_HOURS), (due.from_slot.start_at - now) / 2) for due in dues
    }
    WaitingPlace.objects.hold(until)
    put_in_outbox(
        [
            message_for(
                due.booking,
                "invited",
                occasion=str(due.pk),
                now=now,
                not_after=due.from_slot.start_at,
                facts={"slot": due.from_slot.code},
            )
            for due in dues
            if due.booking.is_reachable
        ]
    )
