"""What a decided request becomes: its answer, its booking rows and its ledger row."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from serambi.procedures.steps.write_ledger import ledger_row
from serambi.records.codec import to_json
from serambi.records.models import LedgerRow, Slot
from serambi.records.models.bookings import NewBooking
from serambi.records.sealing import seal, secret_hash
from serambi.rules.booking import BookingRequest
from serambi.rules.booking_batch import Asked
from serambi.rules.refusal import Refusal
from serambi.rules.vulnerable import is_vulnerable


@dataclass(frozen=True, slots=True)
class BookedVisit:
    """One person's confirmed visit. `secret` is shown once and kept only as a hash."""

    code: str
    secret: str
    slot: str
    start_at: datetime


@dataclass(frozen=True, slots=True)
class BookingAnswer:
    """The answer to one request: its visits in the order of its people, or the refusal (then no visits).

    `is_repeat` is True when the key had been answered before and this is that answer.
    """

    visits: tuple[BookedVisit, ...]
    refusal: Refusal | None
    is_repeat: bool = False


def content_of(request: BookingRequest) -> str:
    """All of a request but its key, as text: what a repeated key must repeat."""
    return repr(replace(request, key=""))


def new_bookings(each: Asked, visits: Sequence[BookedVisit], slot: Slot, party_id: int) -> Iterable[NewBooking]:
    """The rows of a confirmed request, one per person."""
    request = each.request
    for visit, person, key in zip(visits, request.people, each.person_keys, strict=True):
        yield NewBooking(
            code=visit.code,
            secret_hash=secret_hash(visit.secret),
            party_id=party_id,
            office_id=slot.office_day.office_id,
            slot_id=slot.pk,
            service=request.service,
            group=slot.group,
            identity_hash=key,
            purpose=request.purpose,
            urgency=request.urgency or "",
            needed_on=request.needed_on,
            language=request.language,
            is_vulnerable=is_vulnerable(person.born_on, slot.office_day.on),
            is_reachable=person.email is not None,
            sealed=seal(to_json(person)),
        )


def booking_ledger_row(request: BookingRequest, answer: BookingAnswer, now: datetime, by: str) -> LedgerRow:
    """The ledger row of a decided request, confirmed or refused."""
    codes = [visit.code for visit in answer.visits]
    facts = {"slot": request.slot, "codes": codes} if codes else {"refusal": answer.refusal and answer.refusal.code}
    action = "visits.booked" if codes else "visits.refused"
    return ledger_row(action, codes[0] if codes else request.slot, now=now, by=by, office=request.office, **facts)
