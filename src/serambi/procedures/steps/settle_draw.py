"""Writing what a draw gave, inside the caller's transaction: bookings for those with a place, the line for others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from serambi.procedures.steps.join_line import join_line
from serambi.procedures.steps.new_secrets import new_code
from serambi.procedures.steps.write_ledger import ledger_row
from serambi.procedures.steps.write_messages import messages_of_visit, put_in_outbox
from serambi.records.models import Booking, DrawPerson, DrawRequest, DrawWindow, LedgerRow, Message, Slot
from serambi.records.models.bookings import NewBooking

CHUNK = 1000


class PersonBookedMeanwhile(Exception):
    """Another transaction booked one of our people between our look and our write."""


@dataclass(frozen=True, slots=True)
class Given:
    """What one request got: its row id, its rank, its slot with day and office, or None."""

    request_id: int
    rank: str
    slot: Slot | None


def settle_draw(window: DrawWindow, given: Iterable[Given], now: datetime, by: str) -> None:
    """Write the outcome of every request, in the order drawn, CHUNK at a time so that memory stays small.

    Those who got a place are booked; of the others those who may wait get a place in line, all since the window's
    closing and in the order drawn, so that haste gives nothing there either. Raises PersonBookedMeanwhile.
    """
    each = iter(given)
    while chunk := list(islice(each, CHUNK)):
        _settle(window, chunk, now, by)


def _settle(window: DrawWindow, given: Sequence[Given], now: datetime, by: str) -> None:
    DrawRequest.objects.decide([(g.request_id, g.rank, g.slot.pk if g.slot else None) for g in given])
    requests = DrawRequest.objects.in_bulk([g.request_id for g in given])
    persons: dict[int, list[DrawPerson]] = {request_id: [] for request_id in requests}
    for person in DrawPerson.objects.filter(request__in=requests).order_by("request_id", "position"):
        persons[person.request_id].append(person)
    won = {g.request_id: g.slot for g in given if g.slot is not None}
    new = [row for pk, slot in won.items() for row in _new_bookings(requests[pk], persons[pk], slot)]
    ids = Booking.objects.confirm(new, now, by)
    if len(ids) != len(new):
        raise PersonBookedMeanwhile
    slots = {slot.pk: slot for slot in won.values()}
    put_in_outbox([message for row in new for message in _word_of_place(row, ids[row.code], slots[row.slot_id], now)])
    waiting = [requests[g.request_id] for g in given if g.slot is None and requests[g.request_id].may_wait]
    join_line(window, [(request, person) for request in waiting for person in persons[request.pk]], now, by)
    LedgerRow.objects.bulk_create(_ledger_rows(window, given, requests, new, now, by))


def _new_bookings(request: DrawRequest, persons: Iterable[DrawPerson], slot: Slot) -> Iterator[NewBooking]:
    """The rows of a request that got a place; the secret of the request opens each of them."""
    for person in persons:
        yield NewBooking(
            code=new_code(),
            secret_hash=bytes(request.secret_hash),
            party_id=request.key_id,
            office_id=slot.office_day.office_id,
            slot_id=slot.pk,
            service=request.service,
            group=slot.group,
            identity_hash=bytes(person.identity_hash),
            purpose=request.purpose,
            urgency=request.urgency,
            needed_on=request.needed_on,
            language=request.language,
            is_vulnerable=person.is_vulnerable,
            is_reachable=person.is_reachable,
            sealed=bytes(person.sealed),
        )


def _word_of_place(row: NewBooking, booking_id: int, slot: Slot, now: datetime) -> list[Message]:
    booking = Booking(pk=booking_id, code=row.code, office_id=row.office_id, is_reachable=row.is_reachable)
    return messages_of_visit(booking, slot, "confirmed", occasion="drawn", now=now)


def _ledger_rows(
    window: DrawWindow,
    given: Iterable[Given],
    requests: Mapping[int, DrawRequest],
    new: Iterable[NewBooking],
    now: datetime,
    by: str,
) -> Iterator[LedgerRow]:
    codes: dict[int, list[str]] = {}
    for row in new:
        codes.setdefault(row.party_id, []).append(row.code)
    office = window.office.code
    for each in given:
        request = requests[each.request_id]
        if each.slot is None:
            facts = {"window": window.code, "waits": request.may_wait}
            yield ledger_row("draw.lost", request.code, now=now, by=by, office=office, **facts)
        else:
            won = {"window": window.code, "slot": each.slot.code, "codes": codes[request.key_id]}
            yield ledger_row("draw.won", request.code, now=now, by=by, office=office, **won)
