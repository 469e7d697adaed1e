"""What orders did to people who have not answered since, read for an undo. In the caller's transaction."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from serambi.procedures.steps.settle import WITHOUT_ANSWER
from serambi.records.models import Booking, BookingStatus, Obligation
from serambi.records.models.bookings import BookingState
from serambi.records.models.obligations import AT_THE_GATE, ObligationOutcome
from serambi.rules.policy import OFFER_NOTICE_HOURS
from serambi.rules.reseating import Seated
from serambi.rules.restoring import Unanswered

UNSETTLED = (BookingState.OFFERED, BookingState.INVITED, BookingState.POSTPONED)
THEIR_OWN = ("confirmed", "accepted", "moved", "restored")
"""What makes a slot a person's own in a booking's history; an offer or an invitation does not."""

ANSWERED = (ObligationOutcome.ACCEPTED, ObligationOutcome.DECLINED, ObligationOutcome.POSTPONED)

Chain = list[Obligation]
"""What was due to one booking since its person last answered, the oldest first; each replaced the one before."""


def chains_at(office: str, now: datetime) -> list[Chain]:
    """Lock and read the chains of who is unsettled and has a place to come back to, by booking."""
    waiting_for = Obligation.objects.filter(
        office__code=office, outcome__in=(*WITHOUT_ANSWER, ObligationOutcome.SUPERSEDED), from_slot__start_at__gt=now
    )
    bookings = Booking.objects.filter(state__in=UNSETTLED, pk__in=waiting_for.values("booking"))
    locked = {booking.pk: booking for booking in bookings.order_by("id").select_for_update(of=("self",))}
    for gone in _who_hold_elsewhere(list(locked.values())):
        del locked[gone]
    dues = Obligation.objects.filter(booking__in=list(locked)).exclude(outcome=ObligationOutcome.RESTORED)
    chains: dict[int, Chain] = defaultdict(list)
    for due in dues.select_related("from_slot").order_by("booking_id", "id").select_for_update(of=("self",)):
        due.booking = locked[due.booking_id]
        if due.outcome in ANSWERED:
            chains[due.booking_id].clear()
        else:
            chains[due.booking_id].append(due)
    return [chain for chain in chains.values() if chain]


def _who_hold_elsewhere(bookings: Sequence[Booking]) -> set[int]:
    """Those in line whose person has another live booking in the group by now, or waits with a newer one."""
    hashes = [bytes(booking.identity_hash) for booking in bookings]
    holding = set(Booking.objects.live_holders(hashes))
    elsewhere = set()
    for booking in sorted(bookings, key=lambda each: each.pk, reverse=True):
        person = (bytes(booking.identity_hash), booking.group)
        if not booking.is_live and person in holding:
            elsewhere.add(booking.pk)
        holding.add(person)
    return elsewhere


def only_invited(chains: Sequence[Chain]) -> frozenset[int]:
    """Find the bookings that had only been invited to the slot with which their chain begins."""
    first = {chain[0].booking_id: chain[0] for chain in chains}
    events = BookingStatus.objects.filter(booking__in=list(first), event__in=("invited", *THEIR_OWN)).order_by("id")
    last: dict[int, str] = {}
    for booking, slot, event, at in events.values_list("booking", "slot", "event", "at"):
        if slot == first[booking].from_slot_id and at <= first[booking].made_at:
            last[booking] = event
    return frozenset(booking for booking, event in last.items() if event == "invited")


def unanswered(chain: Chain, *, cause: str, now: datetime) -> Unanswered:
    """A chain as the rule sees it.

    No way leads back to a slot that is over or too close to be offered, that the health gate sent the person from, or
    that they have just lost to `cause`, this re-planning.
    """
    first, booking = chain[0], chain[0].booking
    soonest_offer = now + timedelta(hours=OFFER_NOTICE_HOURS)
    links = []
    for due in chain:
        # The gate sends a person away and not a place; and what this re-planning took has just had no room for them.
        is_closed = due.cause.startswith(AT_THE_GATE) or (due.cause, due.made_at) == (cause, now)
        is_late = due is not first and due.from_slot.start_at < soonest_offer
        links.append(None if is_closed or is_late else due.from_slot_id)
    seated = Seated(
        party=booking.party_id,
        slot=first.from_slot_id,
        size=1,
        start_at=first.from_slot.start_at,
        booked_at=booking.booked_at,
        is_urgent=bool(booking.urgency),
        is_vulnerable=booking.is_vulnerable,
    )
    return Unanswered(booking.pk, tuple(links), booking.slot_id if booking.is_live else None, seated)
