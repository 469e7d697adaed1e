"""Invite people from the line: hold free places for those who have waited longest."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError

from serambi.procedures.steps.durable import Busy, durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.procedures.steps.write_messages import message_for, put_in_outbox
from serambi.records.models import Booking, Office, Slot, WaitingPlace
from serambi.records.models.bookings import BookingState
from serambi.rules.capacity import Contingent
from serambi.rules.policy import INVITATION_HOURS
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.reseating import FreePlaces, Seated, reseat

BATCH = 500
TRIES = 5


def invite_waiting(*, office: str, now: datetime, by: str) -> int:
    """Invite up to 500 people of an office's line with their parties, in order, as far as places are free; returns how
    many people.

    Urgent needs first, then by the time they have waited since. People booked together who still wait together are
    invited to one slot or not at all; each answers alone, as with an offer. The held place is theirs for
    INVITATION_HOURS, or half the time left when the visit is sooner. Somebody who booked otherwise meanwhile leaves
    the line. Doing it twice is safe: the second finds only what is then free. Raises Busy, OutcomeUnknown, and
    Refused: `office.unknown`.
    Source: docs/rules.md, the line.
    """
    for _ in range(TRIES):
        try:
            with durable_transaction():
                return _invite_once(office, now, by)
        except IntegrityError as error:
            # Somebody booked otherwise between our look and our write: look again, and they have left the line.
            if "person_holds_one_live_booking" not in str(error):
                raise
    raise Busy


def _invite_once(office: str, now: datetime, by: str) -> int:
    row = Office.objects.filter(code=office).first()
    if row is None:
        raise Refused(Refusal("office.unknown", "office"))
    _drop_those_who_booked(row)
    if not WaitingPlace.objects.filter(office=row, invited_until=None).exists():
        return 0
    slots = list(
        Slot.objects.filter(office_day__office=row, office_day__is_open=True, start_at__gt=now)
        .with_free()
        .outside_draws()
        .locked()
    )
    invited = [each for group in _groups(row) for each in _invite_group(row, group, slots, now)]
    _write(invited, now, by)
    if invited:
        write_ledger("line.invited", office, now=now, by=by, office=office, facts={"people": len(invited)})
    return len(invited)


def _groups(office: Office) -> list[str]:
    rows = WaitingPlace.objects.filter(office=office, invited_until=None).order_by("group")
    return list(rows.values_list("group", flat=True).distinct())


def _drop_those_who_booked(office: Office) -> None:
    waiting = WaitingPlace.objects.filter(office=office, invited_until=None).select_related("booking")
    hashes = {(bytes(w.booking.identity_hash), w.group): w.pk for w in waiting}
    live = Booking.objects.live().filter(identity_hash__in=[key for key, _ in hashes])
    holders = {(bytes(key), group) for key, group in live.values_list("identity_hash", "group")}
    WaitingPlace.objects.filter(pk__in=[pk for key, pk in hashes.items() if key in holders]).delete()


def _invite_group(office: Office, group: str, slots: Sequence[Slot], now: datetime) -> list[WaitingPlace]:
    parties = _head_of_line(office, group)
    by_id = {slot.pk: slot for slot in slots if slot.group == group}
    free = [FreePlaces(s.pk, s.start_at, Contingent(s.contingent), s.free) for s in by_id.values()]
    seats = reseat([_seated(first, members, now) for first, members in parties.items()], free, now)
    invited = []
    for (first, _), slot_id in seats.items():
        if slot_id is None:
            continue
        slot = by_id[slot_id]
        for place in parties[first]:
            place.booking.slot = slot
            place.invited_until = now + min(timedelta(hours=INVITATION_HOURS), (slot.start_at - now) / 2)
            invited.append(place)
    return invited


def _head_of_line(office: Office, group: str) -> dict[int, list[WaitingPlace]]:
    """Lock the parties that have waited longest, whole; each by the place of its member who came first.

    Not by its party's id: those who lost a draw wait in the order drawn, not in that of their requests.
    """
    line = WaitingPlace.objects.filter(office=office, group=group, invited_until=None)
    head = line.order_by("since_at", "id").values("booking__party")[:BATCH]
    whole = line.filter(booking__party__in=head).select_related("booking").order_by("since_at", "id")
    parties: dict[int, list[WaitingPlace]] = defaultdict(list)
    for place in whole.select_for_update(of=("self", "booking")):
        parties[place.booking.party_id].append(place)
    return {members[0].pk: members for members in parties.values()}


def _seated(first: int, members: Sequence[WaitingPlace], now: datetime) -> Seated:
    return Seated(
        party=first,
        slot=0,
        size=len(members),
        start_at=now,
        booked_at=members[0].since_at,
        is_urgent=any(place.booking.urgency for place in members),
        is_vulnerable=any(place.booking.is_vulnerable for place in members),
    )


def _write(invited: list[WaitingPlace], now: datetime, by: str) -> None:
    taken = Counter(place.booking.slot_id or 0 for place in invited)
    if taken:
        Slot.objects.take_places(taken)
    bookings = [place.booking for place in invited]
    for booking in bookings:
        booking.state, booking.is_live = BookingState.INVITED, True
    Booking.objects.write_state(bookings, "invited", now, by)
    WaitingPlace.objects.bulk_update(invited, ["invited_until"])
    put_in_outbox(
        [
            message_for(
                place.booking,
                "invited",
                occasion=f"{now:%Y%m%dT%H%M%S}",
                now=now,
                not_after=place.booking.slot.start_at if place.booking.slot else None,
                facts={"slot": place.booking.slot.code if place.booking.slot else None},
            )
            for place in invited
            if place.booking.is_reachable
        ]
    )
