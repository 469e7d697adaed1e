"""What is due to the person of a booking: the place that is held for an answer, and what an order did to the visit."""

from dataclasses import dataclass
from datetime import datetime

from serambi.records.models import Booking, Obligation, WaitingPlace
from serambi.records.models.bookings import BookingState
from serambi.records.models.obligations import AT_THE_GATE, IN_ISOLATION, ObligationOutcome
from serambi.records.queries.orders import all_instruments
from serambi.rules.instrument import Instrument

INVITED = "invited"
ABOUT_AN_ORDER = ("enacted", "undone")


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One thing due to a person; times aware UTC.

    `kind` is offer | told_cancelled | call | invited, `outcome` "open" or how it ended. `order` is the order behind
    it, None when a plan, a risk map, the line, the gate (`is_of_gate`: a temperature over the limit) or a team in
    isolation (`is_of_isolation`) is.
    `from_start_at` is the visit it replaces, None from the line; `held_slot` and `held_start_at` the place kept
    meanwhile, None when there was none; `deadline_at` the last moment to answer.
    """

    kind: str
    outcome: str
    order: Instrument | None
    from_start_at: datetime | None
    held_slot: str | None
    held_start_at: datetime | None
    deadline_at: datetime | None
    is_of_gate: bool = False
    is_of_isolation: bool = False


def open_offer(*, code: str) -> OfferRow | None:
    """The offer or invitation that the person of a booking should answer; None when no place is held for an answer."""
    booking = Booking.objects.select_related("slot").filter(code=code, is_live=True).first()
    if booking is None or booking.slot is None:
        return None
    if booking.state == BookingState.INVITED:
        until = WaitingPlace.objects.filter(booking=booking).values_list("invited_until", flat=True).first()
        slot = booking.slot
        return OfferRow(INVITED, str(ObligationOutcome.OPEN), None, None, slot.code, slot.start_at, until)
    row = last_due(code=code)
    return row if row and row.outcome == ObligationOutcome.OPEN and booking.state == BookingState.OFFERED else None


def last_due(*, code: str) -> OfferRow | None:
    """What an order or a plan last made due to the person of a booking, settled or not; None when nothing ever."""
    rows = Obligation.objects.filter(booking__code=code).select_related("from_slot", "to_slot").order_by("-id")
    row = rows.first()
    if row is None:
        return None
    return OfferRow(
        kind=row.kind,
        outcome=row.outcome,
        order=_order_behind(row.cause),
        from_start_at=row.from_slot.start_at,
        held_slot=row.to_slot.code if row.to_slot else None,
        held_start_at=row.to_slot.start_at if row.to_slot else None,
        deadline_at=row.deadline_at,
        is_of_gate=row.cause.startswith(AT_THE_GATE),
        is_of_isolation=row.cause.startswith(IN_ISOLATION),
    )


def offices_with_late_answers(*, now: datetime) -> tuple[str, ...]:
    """Codes of the offices where an offer or invitation was not answered in time and is not expired yet, sorted."""
    offered = Obligation.objects.filter(
        outcome=ObligationOutcome.OPEN, deadline_at__lte=now, booking__state=BookingState.OFFERED
    )
    invited = WaitingPlace.objects.filter(invited_until__lte=now, booking__state=BookingState.INVITED)
    codes = offered.values_list("booking__office__code").union(invited.values_list("booking__office__code"))
    return tuple(sorted(code for (code,) in codes))


def _order_behind(cause: str) -> Instrument | None:
    action, _, number = cause.partition(" ")
    if action not in ABOUT_AN_ORDER:
        return None
    return next((each for each in all_instruments() if each.number == number), None)
