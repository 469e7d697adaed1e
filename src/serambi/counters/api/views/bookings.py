"""Booking a visit, looking at it, moving it and giving it up."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from serambi.counters.api.problems import language_of, refusal_answer
from serambi.counters.api.replies import reply
from serambi.counters.api.requests import booking_request, key_or_new
from serambi.counters.api.schemas.bookings import (
    BookedAnswer,
    BookingAnswer,
    BookingAsked,
    MoveAsked,
    OfferAnswered,
)
from serambi.counters.api.schemas.problems import Problem
from serambi.counters.api.schemas.shapes import HolderSecret, OptionalKey, RequestKey
from serambi.counters.common import answers
from serambi.counters.common.clock import now
from serambi.counters.common.order_answers import offer_answer
from serambi.counters.common.together import book_together
from serambi.procedures.answer_offer import accept_offer, decline_offer
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.move_booking import move_booking
from serambi.procedures.postpone_booking import postpone_booking
from serambi.records.queries.bookings import BookingRow, booking_of_holder
from serambi.records.queries.line import position_in_line
from serambi.records.queries.offers import open_offer
from serambi.records.queries.papers import documents_for_slot
from serambi.rules.refusal import Refusal, Refused

WRITTEN_BY = "api"

router = Router(tags=["bookings"])


@router.post(
    "",
    response={(200, 201): BookedAnswer, (404, 409, 411, 413, 422, 503): Problem},
    summary="Book a visit for one to five people",
    operation_id="book",
)
def book(request: HttpRequest, asked: BookingAsked, key: RequestKey) -> HttpResponse:
    """All people or none. The same key again gives the same answer, with 200; after a 503 send it again. That holds for
    a refusal too: it has used its key up, so send the corrected request with a new one."""
    wanted = booking_request(asked, key=key, language=language_of(request))
    answer = book_together(wanted, by=WRITTEN_BY)
    if answer.refusal is not None:
        return refusal_answer(request, answer.refusal)
    documents = documents_for_slot(service=asked.service, purpose=asked.purpose, slot=asked.slot)
    return reply(answers.booked_answer(answer.visits, documents), status=200 if answer.is_repeat else 201)


@router.get(
    "/{code}", response={200: BookingAnswer, (404, 422): Problem}, summary="One booking", operation_id="booking"
)
def show(request: HttpRequest, code: str, secret: HolderSecret) -> HttpResponse:
    """A wrong secret and a code that does not exist are answered alike."""
    return _as_it_stands(_let_in(code, secret))


@router.post(
    "/{code}/move",
    response={200: BookingAnswer, (404, 409, 411, 413, 422, 503): Problem},
    summary="Move a booking to another slot",
    operation_id="move",
)
def move(
    request: HttpRequest,
    code: str,
    asked: MoveAsked,
    secret: HolderSecret,
    key: OptionalKey = None,
) -> HttpResponse:
    """A slot of the same office and service group, until the day before the visit. The person never changes.

    While an offer waits for an answer, this answers it with that slot.
    """
    booking = _let_in(code, secret)
    move_booking(code=booking.code, slot=asked.slot, key=key_or_new(key), now=now(), by=WRITTEN_BY)
    return _as_it_stands(_let_in(code, secret))


@router.post(
    "/{code}/cancellation",
    response={200: BookingAnswer, (404, 409, 411, 413, 422, 503): Problem},
    summary="Give a booking up",
    operation_id="cancel",
)
def cancel(
    request: HttpRequest,
    code: str,
    secret: HolderSecret,
    key: OptionalKey = None,
) -> HttpResponse:
    """The place comes back to everybody after a random while."""
    booking = _let_in(code, secret)
    cancel_booking(code=booking.code, key=key_or_new(key), now=now(), by=WRITTEN_BY)
    return _as_it_stands(_let_in(code, secret))


@router.post(
    "/{code}/postponement",
    response={200: BookingAnswer, (404, 409, 411, 413, 422, 503): Problem},
    summary="Wait in line instead of coming",
    operation_id="postpone",
)
def postpone(
    request: HttpRequest,
    code: str,
    secret: HolderSecret,
    key: OptionalKey = None,
) -> HttpResponse:
    """Gives the place to others and keeps one in line, dated from the day of booking."""
    booking = _let_in(code, secret)
    postpone_booking(code=booking.code, key=key_or_new(key), now=now(), by=WRITTEN_BY)
    return _as_it_stands(_let_in(code, secret))


@router.post(
    "/{code}/offer",
    response={200: BookingAnswer, (404, 409, 411, 413, 422, 503): Problem},
    summary="Answer an offer or an invitation",
    operation_id="answer_offer",
)
def answer_offer(
    request: HttpRequest,
    code: str,
    asked: OfferAnswered,
    secret: HolderSecret,
    key: OptionalKey = None,
) -> HttpResponse:
    """Until the deadline of the offer. To wait longer instead, postpone."""
    booking = _let_in(code, secret)
    if asked.answer == "accept":
        accept_offer(code=booking.code, slot=asked.slot, key=key_or_new(key), now=now(), by=WRITTEN_BY)
    else:
        decline_offer(code=booking.code, key=key_or_new(key), now=now(), by=WRITTEN_BY)
    return _as_it_stands(_let_in(code, secret))


def _as_it_stands(booking: BookingRow) -> HttpResponse:
    offer, position = open_offer(code=booking.code), position_in_line(code=booking.code)
    return reply(answers.booking_answer(booking, offer_answer(offer), position))


def _let_in(code: str, secret: str) -> BookingRow:
    booking = booking_of_holder(code=code, secret=secret)
    if booking is None:
        raise Refused(Refusal("booking.not_found"))
    return booking
