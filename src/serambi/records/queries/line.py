"""The line: who waits, and how far somebody is from its head."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from serambi.records.models import Booking, WaitingPlace


@dataclass(frozen=True, slots=True)
class LineRow:
    """One place in line as staff see it; `position` counts from 1."""

    code: str
    position: int
    since_at: datetime
    service: str
    is_urgent: bool
    is_vulnerable: bool
    is_reachable: bool
    invited_until: datetime | None


def position_in_line(*, code: str) -> int | None:
    """How many stand before and with the booking in its line, so 1 is the head; None when it does not wait there.

    The order is that of invitations: urgent, vulnerable, then waiting since. Who is invited no longer counts.
    """
    waiting = WaitingPlace.objects.filter(booking__code=code, invited_until=None).select_related("booking")
    place = waiting.first()
    if place is None:
        return None
    booking = place.booking
    line = WaitingPlace.objects.filter(office=place.office, group=place.group, invited_until=None)
    before = line.filter(_before(booking, place))
    return before.count() + 1


def line_of(*, office: str, group: str) -> tuple[LineRow, ...]:
    """The line of an office and service group in the order of invitations, invited people first."""
    places = WaitingPlace.objects.filter(office__code=office, group=group).select_related("booking")
    ordered = sorted(places, key=_order)
    return tuple(
        LineRow(
            code=place.booking.code,
            position=number,
            since_at=place.since_at,
            service=place.booking.service,
            is_urgent=bool(place.booking.urgency),
            is_vulnerable=place.booking.is_vulnerable,
            is_reachable=place.booking.is_reachable,
            invited_until=place.invited_until,
        )
        for number, place in enumerate(ordered, start=1)
    )


def offices_with_a_line() -> tuple[str, ...]:
    """Codes of the offices where somebody waits uninvited, sorted."""
    rows = WaitingPlace.objects.filter(invited_until=None).order_by("office__code")
    return tuple(rows.values_list("office__code", flat=True).distinct())


def _order(place: WaitingPlace) -> tuple[bool, bool, bool, datetime, int]:
    booking = place.booking
    return (place.invited_until is None, not booking.urgency, not booking.is_vulnerable, place.since_at, place.pk)


def _before(booking: Booking, place: WaitingPlace) -> Q:
    """Those who are invited before somebody."""
    earlier = Q(since_at__lt=place.since_at) | Q(since_at=place.since_at, pk__lt=place.pk)
    same_care = Q(booking__is_vulnerable=booking.is_vulnerable) & earlier
    more_care = Q(booking__is_vulnerable=True) if not booking.is_vulnerable else Q(pk__in=())
    if booking.urgency:
        return ~Q(booking__urgency="") & (same_care | more_care)
    return ~Q(booking__urgency="") | (Q(booking__urgency="") & (same_care | more_care))
