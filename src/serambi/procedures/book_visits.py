"""Book visits: decide a list of requests in one durable transaction, each confirmed or refused on its own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from serambi.procedures.steps.booking_rows import (
    BookedVisit,
    BookingAnswer,
    booking_ledger_row,
    content_of,
    new_bookings,
)
from serambi.procedures.steps.claim_keys import Claim, claim_keys, keep_answers
from serambi.procedures.steps.durable import Busy, durable_transaction
from serambi.procedures.steps.new_secrets import new_code, new_secret
from serambi.procedures.steps.slot_facts import facts_of, lock_slots
from serambi.procedures.steps.write_messages import messages_of_visit, put_in_outbox
from serambi.records.codec import from_json, to_json
from serambi.records.models import Booking, LedgerRow, Message, Slot
from serambi.records.models.bookings import NewBooking
from serambi.records.queries.booking_ground import booking_ground
from serambi.records.sealing import pseudonym
from serambi.rules.booking import BookingRequest, why_not_again, why_not_ask
from serambi.rules.booking_batch import Asked, decide_all
from serambi.rules.refusal import Refusal

TRIES = 5


class _PersonBookedMeanwhile(Exception):
    """Another transaction booked one of our people between our look and our write."""


def book_visits(*, requests: Sequence[BookingRequest], now: datetime, by: str) -> tuple[BookingAnswer, ...]:
    """Decide requests in their order and write what is confirmed, in a fixed number of SQL statements.

    Answers come in the order of the requests. A key seen before gets its earlier answer. Three walls: the rule
    explains, one compare-and-set decides, the constraint `slot_never_overbooked` guarantees.

    Raises Busy (nothing written, try again) and OutcomeUnknown (send the same keys again). Refusal codes, in the
    answers: `key.reused`, `office.unknown` and those of rules.booking.why_not_ask, why_not_again and why_not_book.
    Source: docs/rules.md, places.
    """
    for _ in range(TRIES):
        try:
            with durable_transaction():
                return _decide(requests, now, by)
        except _PersonBookedMeanwhile:
            continue
    raise Busy


def _decide(requests: Sequence[BookingRequest], now: datetime, by: str) -> tuple[BookingAnswer, ...]:
    claims = claim_keys("book", [(request.key, content_of(request)) for request in requests], now)
    ours = {claim.row_id: request for claim, request in zip(claims, requests, strict=True) if claim.row_id}
    asked = _look_at(list(ours.values()), now)
    slots = lock_slots({each.request.slot for each in asked if each.refusal is None})
    facts = {code: facts_of(slot) for code, slot in slots.items()}
    refusals = decide_all(asked, facts, _live_holders(asked), now)

    answers: dict[int, BookingAnswer] = {}
    new: list[NewBooking] = []
    for row_id, each, refusal in zip(ours, asked, refusals, strict=True):
        if refusal is not None:
            answers[row_id] = BookingAnswer((), refusal)
            continue
        slot = slots[each.request.slot]
        visits = tuple(BookedVisit(new_code(), new_secret(), slot.code, slot.start_at) for _ in each.person_keys)
        answers[row_id] = BookingAnswer(visits, None)
        new.extend(new_bookings(each, visits, slot, row_id))
    _write(new, {slot.pk: slot for slot in slots.values()}, now, by)
    LedgerRow.objects.append([booking_ledger_row(ours[row_id], answer, now, by) for row_id, answer in answers.items()])
    keep_answers({row_id: to_json(answer) for row_id, answer in answers.items()})
    return tuple(_answer(claim, answers) for claim in claims)


def _look_at(requests: Sequence[BookingRequest], now: datetime) -> list[Asked]:
    ground = booking_ground(offices={r.office for r in requests}, services={r.service for r in requests})
    asked = []
    for request in requests:
        service = ground.services.get(request.service)
        today = now.astimezone(ZoneInfo(ground.zones.get(request.office, "UTC"))).date()
        refusal = why_not_ask(request, service, today)
        if request.office not in ground.zones:
            refusal = Refusal("office.unknown", "office")
        keys = tuple(pseudonym(person.identity.canonical) for person in request.people)
        if refusal is None and request.office in ground.rest_days:
            refusal = _why_not_again(request.office, keys, ground.rest_days[request.office], today)
        asked.append(Asked(request, service, keys, refusal))
    return asked


def _why_not_again(office: str, keys: Sequence[bytes], rest_days: int, today: date) -> Refusal | None:
    """One more statement for each request, only at offices with such a rest."""
    missed = Booking.objects.all().last_missed(keys, office)
    return why_not_again([missed.get(key) for key in keys], rest_days, today)


def _live_holders(asked: Iterable[Asked]) -> frozenset[tuple[bytes, str]]:
    keys = {key for each in asked if each.refusal is None for key in each.person_keys}
    return Booking.objects.all().live_holders(keys) if keys else frozenset()


def _write(new: Sequence[NewBooking], slots: Mapping[int, Slot], now: datetime, by: str) -> None:
    if not new:
        return
    ids = Booking.objects.confirm(new, now, by)
    if len(ids) != len(new):
        raise _PersonBookedMeanwhile
    people: dict[int, int] = {}
    for row in new:
        people[row.slot_id] = people.get(row.slot_id, 0) + 1
    if not Slot.objects.take_places(people):
        raise Busy
    put_in_outbox([message for row in new for message in _messages(row, ids[row.code], slots[row.slot_id], now)])


def _messages(new: NewBooking, booking_id: int, slot: Slot, now: datetime) -> list[Message]:
    booking = Booking(pk=booking_id, code=new.code, office_id=new.office_id, is_reachable=new.is_reachable)
    return messages_of_visit(booking, slot, "confirmed", occasion="booked", now=now)


def _answer(claim: Claim, answers: Mapping[int, BookingAnswer]) -> BookingAnswer:
    if claim.row_id is not None:
        return answers[claim.row_id]
    if claim.refusal is not None:
        return BookingAnswer((), claim.refusal)
    earlier = from_json(BookingAnswer, claim.earlier)
    return BookingAnswer(earlier.visits, earlier.refusal, is_repeat=True)
