"""Booking a visit: what a request must hold, and why a slot cannot be had, moved to or given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from serambi.rules.capacity import Contingent
from serambi.rules.catalogue import Service, Who
from serambi.rules.contact import why_not_email, why_not_phone
from serambi.rules.identity import Identity, IdentityKind, faults_of_identity, why_not_name
from serambi.rules.instrument import Mode
from serambi.rules.policy import (
    MAX_KEY_CHARACTERS,
    MAX_PARTY_PEOPLE,
    MOVE_CLOSES_DAYS_BEFORE,
    URGENCIES,
    URGENT_FLOWS_BACK_HOURS,
)
from serambi.rules.refusal import Refusal

OLDEST_BIRTH_YEAR = 1900


@dataclass(frozen=True, slots=True)
class Applicant:
    """One person of a request. `phone` (E.164) and `email` are None when not given."""

    name: str
    identity: Identity
    born_on: date
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class TypedPerson:
    """One person as typed so far; None is what was not typed, or cannot be a date."""

    name: str
    identity: Identity
    born_on: date | None
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class BookingRequest:
    """What somebody asks for: one slot for one to five people.

    `key` is the caller's idempotency key; `needed_on` the day the document is needed, None when not said;
    `urgency` one of policy.URGENCIES, None when it can wait; `language` "id" or "en".
    """

    key: str
    office: str
    service: str
    slot: str
    purpose: str
    people: tuple[Applicant, ...]
    needed_on: date | None = None
    urgency: str | None = None
    language: str = "id"


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """What a rule must know of a slot. `free` counts the places left; `on` is the day at the office; `is_in_draw` says
    that its places are kept for a draw."""

    code: str
    office: str
    group: str
    contingent: Contingent
    start_at: datetime
    on: date
    free: int
    is_open: bool
    mode: Mode
    is_in_draw: bool = False


@dataclass(frozen=True, slots=True)
class BookingFacts:
    """What a rule must know of a booking that is to be changed."""

    office: str
    group: str
    slot: str
    on: date
    start_at: datetime
    is_live: bool
    urgency: str | None
    has_arrived: bool = False
    """They are inside, maybe before their slot began."""


def why_not_ask(request: BookingRequest, service: Service | None, today: date) -> Refusal | None:
    """Say what is wrong with a request in itself, before any slot is looked at; None when nothing is.

    Refusal codes: `key.invalid`, `service.unknown`, `service.not_bookable`, `purpose.unknown`, `urgency.unknown`,
    `needed_on.past`, `party.size`, `person.twice`, `identity.wrong_kind`, `identity.invalid`, `name.invalid`,
    `born_on.invalid`, `phone.invalid`, `email.invalid`; `field` counts people from 0 ("people.0.name").
    """
    if not 0 < len(request.key) <= MAX_KEY_CHARACTERS or not request.key.isprintable():
        return Refusal("key.invalid", "key")
    if service is None:
        return Refusal("service.unknown", "service")
    if not service.is_bookable:
        return Refusal("service.not_bookable", "service")
    if request.purpose not in service.purposes:
        return Refusal("purpose.unknown", "purpose")
    if request.urgency is not None and request.urgency not in URGENCIES:
        return Refusal("urgency.unknown", "urgency")
    if request.needed_on is not None and request.needed_on < today:
        return Refusal("needed_on.past", "needed_on")
    return _why_not_party(request.people, service, today)


def faults_of_person(
    person: Applicant | TypedPerson, *, who: Who, others: Sequence[Identity], today: date
) -> tuple[Refusal, ...]:
    """Find everything that is wrong with one person of a request, in the order of the fields; empty when nothing is.

    `who` the service is for; `others` are the identities of the request's other people; a birth date of None is
    refused like an impossible one; contacts of None are not looked at. Refusal codes: `name.invalid`,
    `identity.wrong_kind`, `identity.invalid`, `person.twice`, `born_on.invalid`, `phone.invalid`, `email.invalid`.
    """
    contacts = (
        why_not_phone(person.phone) if person.phone is not None else None,
        why_not_email(person.email) if person.email is not None else None,
    )
    identity = _faults_of_identity(person.identity, who, others)
    found = (why_not_name(person.name), *identity, _why_not_born(person.born_on, today), *contacts)
    return tuple(fault for fault in found if fault is not None)


def why_not_book(
    request: BookingRequest,
    service: Service,
    slot: SlotFacts | None,
    already_booked: Sequence[int],
    now: datetime,
) -> Refusal | None:
    """Say why a sound request cannot have the slot, None when it can.

    `already_booked` lists the people, by place in the request, who hold a live booking in the service's group.
    Refusal codes: `slot.unknown`, `slot.past`, `office.closed`, `service.urgent_only`, `urgency.required`,
    `draw.collecting`, `person.already_booked`, `slot.full` (fact `free`).
    """
    if slot is None or slot.office != request.office or slot.group != service.group:
        return Refusal("slot.unknown", "slot")
    refusal = _why_not_slot(slot, request.urgency, now)
    if refusal is not None:
        return refusal
    if already_booked:
        return Refusal("person.already_booked", f"people.{already_booked[0]}.identity.number")
    return _why_full(slot, len(request.people))


def why_not_again(missed_on: Sequence[date | None], rest_days: int, today: date) -> Refusal | None:
    """Say why the people of a request cannot book at an office that has them rest after a missed visit; None when they
    can.

    `missed_on` is each person's last missed visit there, in order, None when there is none; `rest_days` the office's
    setting, 0: no rest. Refusal codes: `person.missed` (fact `from`: the first day on which they can, ISO 8601).
    Source: docs/rules.md, the visit day.
    """
    for place, on in enumerate(missed_on):
        if on is not None and today < on + timedelta(days=rest_days):
            facts = {"from": (on + timedelta(days=rest_days)).isoformat()}
            return Refusal("person.missed", f"people.{place}.identity.number", facts)
    return None


def why_not_move(booking: BookingFacts, slot: SlotFacts | None, now: datetime, today: date) -> Refusal | None:
    """Say why a booking cannot move to a slot, None when it can. `today` is the day at the office.

    The person never changes and the service group stays; the visit can move until the day before it. Refusal codes:
    those of why_not_change, `booking.too_late`, `slot.unknown`, `slot.same`, and those of why_not_book for the slot.
    """
    refusal = why_not_change(booking, now)
    if refusal is not None:
        return refusal
    if booking.on - today < timedelta(days=MOVE_CLOSES_DAYS_BEFORE):
        return Refusal("booking.too_late", None, {"days_before": MOVE_CLOSES_DAYS_BEFORE})
    if slot is None or slot.office != booking.office or slot.group != booking.group:
        return Refusal("slot.unknown", "slot")
    if slot.code == booking.slot:
        return Refusal("slot.same", "slot")
    return why_not_book_slot(slot, booking.urgency, 1, now)


def why_not_book_slot(slot: SlotFacts, urgency: str | None, people: int, now: datetime) -> Refusal | None:
    """Say why so many people cannot have a slot, whoever they are; None when they can.

    Refusal codes: `slot.past`, `office.closed`, `service.urgent_only`, `urgency.required`, `draw.collecting`,
    `slot.full`.
    """
    return _why_not_slot(slot, urgency, now) or _why_full(slot, people)


def why_not_take_held(slot: SlotFacts, urgency: str | None, now: datetime) -> Refusal | None:
    """Say why a place that is held for somebody cannot be confirmed any more, None when it can.

    It is theirs already, so neither free places, contingent nor draw are asked. Refusal codes: `slot.past`,
    `office.closed`, `service.urgent_only`. Source: docs/rules.md, orders.
    """
    if slot.start_at <= now:
        return Refusal("slot.past", "slot")
    if not slot.is_open:
        return Refusal("office.closed", "slot")
    if slot.mode is Mode.URGENT_ONLY and urgency is None:
        return Refusal("service.urgent_only", "slot")
    return None


def why_not_change(booking: BookingFacts, now: datetime) -> Refusal | None:
    """Say why a booking can no longer be cancelled (or changed at all), None when it can.

    Refusal codes: `booking.not_live`, `visit.arrived_already` (who is inside is served), `booking.past`.
    """
    if not booking.is_live:
        return Refusal("booking.not_live")
    if booking.has_arrived:
        return Refusal("visit.arrived_already")
    return Refusal("booking.past") if booking.start_at <= now else None


def flows_back(start_at: datetime, now: datetime) -> bool:
    """Whether urgent places that are still free belong to everybody by now. Source: docs/rules.md, places."""
    return start_at - now <= timedelta(hours=URGENT_FLOWS_BACK_HOURS)


def _why_not_slot(slot: SlotFacts, urgency: str | None, now: datetime) -> Refusal | None:
    refusal = why_not_take_held(slot, urgency, now)
    if refusal is not None:
        return refusal
    if slot.contingent is Contingent.URGENT and urgency is None and not flows_back(slot.start_at, now):
        return Refusal("urgency.required", "urgency")
    return Refusal("draw.collecting", "slot") if slot.is_in_draw else None


def _why_full(slot: SlotFacts, people: int) -> Refusal | None:
    if slot.free < people:
        return Refusal("slot.full", "slot", {"free": max(slot.free, 0), "asked": people})
    return None


def _why_not_party(people: Sequence[Applicant], service: Service, today: date) -> Refusal | None:
    if not 1 <= len(people) <= MAX_PARTY_PEOPLE:
        return Refusal("party.size", "people", {"most": MAX_PARTY_PEOPLE})
    for place, person in enumerate(people):
        others = [other.identity for other in people[:place]]
        faults = faults_of_person(person, who=service.who, others=others, today=today)
        if faults:
            return Refusal(faults[0].code, f"people.{place}.{faults[0].field}", faults[0].facts)
    return None


def _faults_of_identity(identity: Identity, who: Who, others: Sequence[Identity]) -> tuple[Refusal, ...]:
    expected = IdentityKind.NIK if who is Who.CITIZEN else IdentityKind.PASSPORT
    if identity.kind is not expected:
        return (Refusal("identity.wrong_kind", "identity.kind", {"expected": str(expected)}),)
    faults = faults_of_identity(identity)
    if not faults and any(identity.canonical == other.canonical for other in others):
        return (Refusal("person.twice", "identity.number"),)
    return faults


def _why_not_born(born_on: date | None, today: date) -> Refusal | None:
    if born_on is not None and born_on.year >= OLDEST_BIRTH_YEAR and born_on <= today:
        return None
    return Refusal("born_on.invalid", "born_on")
