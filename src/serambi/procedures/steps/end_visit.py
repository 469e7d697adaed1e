"""The end of a visit, served or not: its booking holds no place any more. In the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime

from serambi.records.models import Booking, Visit
from serambi.records.models.bookings import BookingState


def end_bookings_of(visits: Iterable[Visit], *, now: datetime, by: str) -> None:
    """Note the bookings of visits that are over as visited, so that their people may book again at once."""
    ids = [visit.booking_id for visit in visits if visit.booking_id is not None]
    end_arrived([*Booking.objects.filter(pk__in=ids).order_by("id").select_for_update()], now=now, by=by)


def end_arrived(bookings: Iterable[Booking], *, now: datetime, by: str) -> None:
    """The same for locked bookings; those that did not arrive, or have ended, stay as they are."""
    arrived = [booking for booking in bookings if booking.state == BookingState.ARRIVED]
    for booking in arrived:
        booking.state, booking.is_live = BookingState.VISITED, False
    Booking.objects.all().write_state(arrived, "visited", now, by)
