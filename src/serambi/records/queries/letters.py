"""What a message says: everything its text is made of, read when it is sent."""

from dataclasses import dataclass
from datetime import date, datetime

from serambi.records.codec import from_json
from serambi.records.models import Case, Message, Obligation, Slot
from serambi.records.models.obligations import ObligationOutcome
from serambi.records.queries.catalogue import service_by_code
from serambi.records.queries.clocks import suspensions_of
from serambi.records.queries.notices import slug_about_order
from serambi.records.queries.orders import all_instruments
from serambi.records.sealing import unseal
from serambi.rules.booking import Applicant
from serambi.rules.catalogue import Document, Text
from serambi.rules.collection import collect_until
from serambi.rules.offices import OfficeProfile
from serambi.rules.requirement import documents_asked

SPEAKS_OF_A_VISIT = frozenset({"confirmed", "moved", "restored", "reminder", "offer", "invited"})


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one person. `message_id` is the outbox row's, `language` "id" or "en"; times are aware UTC.

    `start_at` is the visit it speaks of, None when there is none; `was_at` the time it replaces; `until` the last
    moment to answer; `order` the short name of the order behind it, None when no order is; `case` the number of the
    case it speaks of, empty when of none, with the last day of collection; `notice` the name in addresses of the notice
    about that order, None when there is none.
    """

    message_id: int
    kind: str
    language: str
    to: str
    name: str
    code: str
    service: Text
    office: str
    address: str
    zone: str
    start_at: datetime | None
    was_at: datetime | None
    until: datetime | None
    order: str | None
    documents: tuple[Document, ...]
    case: str = ""
    collect_until: date | None = None
    office_code: str = ""
    notice: str | None = None


def letter_of(*, message_id: int, now: datetime) -> Letter | None:
    """The letter of an outbox row as it is at `now`; None when its person left no e-mail address, or it speaks of no
    booking. Raises SealBroken.

    Asks the database at most eight times.
    """
    row = Message.objects.select_related(
        "booking__office", "booking__slot__office_day", "booking__applicant", "booking__waiting_place"
    ).get(pk=message_id)
    booking = row.booking
    if booking is None:
        return None
    slot = booking.slot
    person = from_json(Applicant, unseal(booking.applicant.sealed))
    if person.email is None:
        return None
    office = from_json(OfficeProfile, booking.office.profile)
    service = service_by_code(code=booking.service)
    before = Slot.objects.filter(code=row.facts.get("from")).first()
    has_visit = row.kind in SPEAKS_OF_A_VISIT and slot is not None
    return Letter(
        message_id=row.pk,
        kind=row.kind,
        language=booking.language,
        to=person.email,
        name=person.name,
        code=booking.code,
        service=service.name if service else Text(booking.service, booking.service),
        office=office.name,
        address=office.address,
        zone=office.time_zone,
        start_at=slot.start_at if slot and has_visit else None,
        was_at=_was_at(row.kind, before, slot),
        until=answer_until(row),
        order=_order_behind(row.facts.get("cause")),
        documents=documents_asked(service, purpose=booking.purpose, on=slot.office_day.on)
        if service and slot and has_visit
        else (),
        case=str(row.facts.get("case", "")),
        collect_until=_collect_until(row),
        office_code=office.code,
        notice=_notice_about(row, office.code, now),
    )


def answer_until(row: Message) -> datetime | None:
    """When the offer or invitation that an outbox row speaks of ends; None when it asks for no answer."""
    if row.kind == "invited":
        place = getattr(row.booking, "waiting_place", None)
        return place.invited_until if place else None
    if row.kind != "offer":
        return None
    due = Obligation.objects.filter(booking=row.booking, outcome=ObligationOutcome.OPEN).first()
    return due.deadline_at if due else None


def _collect_until(row: Message) -> date | None:
    """The last day of collection, as known when the message was made; None when it speaks of no ready case."""
    case = Case.objects.filter(number=row.facts.get("case")).first() if row.kind == "ready" else None
    if case is None or case.ready_on is None or row.booking is None:
        return None
    return collect_until(case.ready_on, suspensions_of(office=row.booking.office.code, known_at=row.made_at))


def _was_at(kind: str, before: Slot | None, slot: Slot | None) -> datetime | None:
    if before is not None:
        return before.start_at
    return slot.start_at if slot and kind == "expired" else None


def _order_behind(cause: object) -> str | None:
    """The short name of the order in a cause such as "enacted SE-1"; None for a plan or a risk map."""
    number = _number_in(cause)
    if number is None:
        return None
    return next((each.short_name for each in all_instruments() if each.number == number), number)


def _notice_about(row: Message, office: str, now: datetime) -> str | None:
    number = _number_in(row.facts.get("cause"))
    return None if number is None else slug_about_order(office=office, number=number, now=now)


def _number_in(cause: object) -> str | None:
    action, _, number = str(cause or "").partition(" ")
    return number if action in ("enacted", "undone") else None
