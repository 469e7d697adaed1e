"""What a message says: everything its text is made of, read when it is sent."""

from dataclasses import dataclass
from datetime import date, datetime

from serambi.records.codec import from_json
from serambi.records.models import Booking, Case, Message, Obligation, Slot, StayRow, UrgencyVerdict
from serambi.records.models.obligations import AT_THE_GATE, IN_ISOLATION, ObligationOutcome
from serambi.records.queries.catalogue import service_by_code
from serambi.records.queries.clocks import suspensions_of
from serambi.records.queries.notices import slug_about_order
from serambi.records.queries.orders import number_in, order_behind
from serambi.records.queries.stays import COUNTRY_ZONE, key_of_stay
from serambi.records.sealing import unseal
from serambi.rules.booking import Applicant
from serambi.rules.catalogue import Document, Text
from serambi.rules.collection import collect_until
from serambi.rules.identity import masked
from serambi.rules.offices import OfficeProfile
from serambi.rules.requirement import documents_asked
from serambi.rules.stay import Holder

SPEAKS_OF_A_VISIT = frozenset({"confirmed", "moved", "restored", "reminder", "offer", "invited"})


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one person. `message_id` is the outbox row's, `language` "id" or "en"; times are aware UTC.

    `code` names the booking or stay, `path` its page on the portal. `start_at` is the visit it speaks of, None when
    there is none; `was_at` the time it replaces; `until` the last moment to answer; `order` the short name of the order
    behind it, None when no order is; `case` the number of the case it speaks of, empty when of none, with the last day
    of collection, or the promised day and the one before; `notice` the name in addresses of the notice about that
    order, None when there is none. `stay` is the stay it speaks of, with its new and old last day; then there is no
    name, service or office. `is_of_gate` when the health gate asked for another time, `is_of_isolation` when a team of
    the office is in isolation; `reason` is why a claim of
    urgency was not accepted, empty in any other letter.
    """

    message_id: int
    kind: str
    language: str
    to: str
    name: str
    code: str
    path: str
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
    promised_on: date | None = None
    was_promised_on: date | None = None
    stay: "StayWord | None" = None
    reason: str = ""
    is_of_gate: bool = False
    is_of_isolation: bool = False


@dataclass(frozen=True, slots=True)
class StayWord:
    """Another deadline of a stay: `becomes` "itkt" when the permit ran out and became an emergency stay by itself.

    A day is None where no last day was set.
    """

    permit: str
    passport: str
    was_on: date | None
    last_on: date | None
    becomes: str | None


def letter_of(*, message_id: int, now: datetime) -> Letter | None:
    """The letter of an outbox row as it is at `now`; None when its person left no e-mail address, or it speaks of no
    booking. Raises SealBroken.

    Asks the database at most eight times.
    """
    row = Message.objects.select_related(
        "booking__office", "booking__slot__office_day", "booking__applicant", "booking__waiting_place", "stay"
    ).get(pk=message_id)
    if row.stay is not None:
        return _letter_to_stay(row, row.stay)
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
        path=f"bookings/{booking.code}/",
        service=service.name if service else Text(booking.service, booking.service),
        office=office.name,
        address=office.address,
        zone=office.time_zone,
        start_at=slot.start_at if slot and has_visit else None,
        was_at=_was_at(row.kind, before, slot),
        until=answer_until(row),
        order=order_behind(cause=row.facts.get("cause")),
        documents=documents_asked(service, purpose=booking.purpose, on=slot.office_day.on)
        if service and slot and has_visit
        else (),
        case=str(row.facts.get("case", "")),
        collect_until=_collect_until(row),
        promised_on=_day(row.facts.get("promised")),
        was_promised_on=_day(row.facts.get("was")),
        office_code=office.code,
        notice=_notice_about(row, office.code, now),
        is_of_gate=str(row.facts.get("cause")).startswith(AT_THE_GATE),
        is_of_isolation=str(row.facts.get("cause")).startswith(IN_ISOLATION),
        reason=_why_not_urgent(booking) if row.kind == "urgency_rejected" else "",
    )


def _letter_to_stay(row: Message, stay: StayRow) -> Letter | None:
    if stay.ended_at is not None:
        return None
    holder = from_json(Holder, unseal(stay.sealed))
    return Letter(
        message_id=row.pk,
        kind=row.kind,
        language=stay.language,
        to=holder.email,
        name="",
        code=stay.code,
        path=f"stay/{stay.code}/?key={key_of_stay(stay.code)}",
        service=Text("", ""),
        office="",
        address="",
        zone=COUNTRY_ZONE,
        start_at=None,
        was_at=None,
        until=None,
        order=order_behind(cause=row.facts.get("cause")),
        documents=(),
        stay=StayWord(
            permit=stay.permit,
            passport=masked(holder.identity.number),
            was_on=_day(row.facts["was"]),
            last_on=_day(row.facts["last_on"]),
            becomes=row.facts["becomes"],
        ),
    )


def answer_until(row: Message) -> datetime | None:
    """When the offer or invitation that an outbox row speaks of ends; None when it asks for no answer."""
    if row.booking is None:
        return None
    if row.kind == "invited":
        place = getattr(row.booking, "waiting_place", None)
        return place.invited_until if place else None
    if row.kind != "offer":
        return None
    due = Obligation.objects.filter(booking=row.booking, outcome=ObligationOutcome.OPEN).first()
    return due.deadline_at if due else None


def _collect_until(row: Message) -> date | None:
    """The last day of collection, as known when the message was made; None when it speaks of no ready case."""
    if row.kind != "ready":
        return None
    case = Case.objects.select_related("office").filter(number=row.facts.get("case")).first()
    if case is None or case.ready_on is None:
        return None
    return collect_until(case.ready_on, suspensions_of(office=case.office.code, known_at=row.made_at))


def _why_not_urgent(booking: Booking) -> str:
    verdicts = UrgencyVerdict.objects.filter(booking=booking, is_accepted=False, is_audit=False).order_by("-id")
    return verdicts.values_list("reason", flat=True)[0]


def _day(fact: object) -> date | None:
    return date.fromisoformat(str(fact)) if fact else None


def _was_at(kind: str, before: Slot | None, slot: Slot | None) -> datetime | None:
    if before is not None:
        return before.start_at
    return slot.start_at if slot and kind == "expired" else None


def _notice_about(row: Message, office: str, now: datetime) -> str | None:
    number = number_in(row.facts.get("cause"))
    return None if number is None else slug_about_order(office=office, number=number, now=now)
