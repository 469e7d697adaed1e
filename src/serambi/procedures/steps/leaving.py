"""Who must leave a slot whose places are gone, inside the caller's transaction: not those who have come."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime

from serambi.procedures.steps.displace import Displaced, seated_party
from serambi.records.models import Booking, ReturningPlace, Slot
from serambi.records.models.bookings import HOLDING_A_PLACE, BookingState
from serambi.rules.reseating import Seated, displaced

NEEDED = (
    *("code", "party", "office", "slot", "group", "urgency", "booked_at", "is_vulnerable", "is_reachable"),
    *("state", "is_live"),
)
"""What re-seating asks of a booking; hashes and the rest stay unread."""

HAVE_COME = (BookingState.ARRIVED, BookingState.VISITED)
"""They keep the place they use or used, also before its time: whoever is inside is served, whatever an order takes."""


def take_out_leaving(slots: Iterable[Slot], shut_days: Collection[int], *, now: datetime) -> list[Displaced]:
    """Take the parties that must leave out of these locked slots; returns them with their bookings, locked.

    Slots that have begun stay as they are, except on days (by id) that are shut: whoever has not come yet would be sent
    away at the gate. Places on their way back go before people do.
    """
    overfull = {slot.pk: slot for slot in slots if slot.taken > _places_kept(slot, shut_days, now)}
    if not overfull:
        return []
    ReturningPlace.objects.filter(slot__in=overfull).delete()
    stays: Counter[int] = Counter()
    parties: dict[tuple[int, int], list[Booking]] = defaultdict(list)
    for booking in _bookings_in(overfull):
        slot_id = overfull[booking.slot_id or 0].pk
        if _stays(booking, overfull[slot_id], now):
            stays[slot_id] += 1
        else:
            parties[booking.party_id, slot_id].append(booking)
    by_slot: dict[int, list[Seated]] = defaultdict(list)
    for (party, slot_id), members in parties.items():
        by_slot[slot_id].append(seated_party(party, overfull[slot_id], members))
    leaving = []
    for slot_id, slot in overfull.items():
        gone = displaced(by_slot[slot_id], _places_kept(slot, shut_days, now) - stays[slot_id])
        leaving += [Displaced(seated, slot, tuple(parties[seated.party, slot_id])) for seated in gone]
        stays[slot_id] += sum(each.size for each in by_slot[slot_id]) - sum(each.size for each in gone)
        slot.taken, slot.places = stays[slot_id], max(stays[slot_id], slot.planned_places)
    Slot.objects.write_places(overfull.values())
    return leaving


def _places_kept(slot: Slot, shut_days: Collection[int], now: datetime) -> int:
    if slot.start_at > now:
        return slot.planned_places
    return 0 if slot.office_day_id in shut_days else slot.taken


def _stays(booking: Booking, slot: Slot, now: datetime) -> bool:
    """Who has come; and in a slot that has begun who never said they would come: their offer or invitation runs out."""
    return booking.state in HAVE_COME or (slot.start_at <= now and booking.state != BookingState.CONFIRMED)


def _bookings_in(slots: Iterable[int]) -> Iterable[Booking]:
    rows = Booking.objects.filter(slot__in=slots, state__in=(*HOLDING_A_PLACE, BookingState.VISITED))
    return rows.order_by("id").only(*NEEDED).select_for_update()
