"""Admit a visitor at a gate: count, measure, give a ticket; or refuse, with a new time for who is too warm."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from serambi.procedures.steps.answer_once import answer_once
from serambi.procedures.steps.arrival_facts import arrival_facts, booking_at_gate, note_waiting_outside
from serambi.procedures.steps.change_booking import LockedBooking, note_status
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.hall import OpenHall, lock_hall, next_number, note_visit, pass_gate
from serambi.procedures.steps.new_visit import new_visit, visit_of_booking
from serambi.procedures.steps.offer_anew import offer_anew
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import from_json, to_json
from serambi.records.models import Visit
from serambi.records.models.bookings import BookingState
from serambi.records.models.obligations import AT_THE_GATE
from serambi.rules.gate import Arrival, why_not_arrive, why_not_enter, why_not_walk_in
from serambi.rules.policy import FEVER_OFFER_AFTER_DAYS
from serambi.rules.queueing import PRIORITY_KINDS, VisitClass, ticket_number
from serambi.rules.refusal import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Admission:
    """The answer at the gate: a ticket, or a refusal (then `ticket` is empty). A refusal is written down too."""

    ticket: str
    refusal: Refusal | None


def admit_booked(
    *,
    office: str,
    code: str,
    companions: int,
    temperature_c: Decimal | None,
    gate: str,
    now: datetime,
    by: str,
    key: str = "",
) -> Admission:
    """Let in somebody who comes with a booking of today.

    Too warm: the visit is offered anew on another day. The hall is full: they came, so they keep their turn. With a
    `key` doing it twice is safe: the same answer again. Raises Busy, OutcomeUnknown, and Refused (nothing written):
    `office.unknown`, `booking.not_found` (also for another office's), `booking.changed`, `key.reused` and the codes of
    rules.gate.why_not_arrive. Answered, and noted as refused: those of why_not_enter. Source: docs/rules.md, the visit
    day.
    """

    def admit() -> Admission:
        locked = booking_at_gate(office, code)
        hall = lock_hall(office, now)
        arrival = Arrival(now, hall.on, companions, temperature_c)
        refusal = why_not_arrive(arrival_facts(locked), arrival, hall.profile.visit_day)
        if refusal is not None:
            raise Refused(refusal)
        refusal = why_not_enter(arrival, hall.as_it_stands, hall.regime)
        if refusal is not None:
            return _refuse(hall, refusal, locked, arrival, gate, by)
        visit = visit_of_booking(hall, locked, arrival)
        locked.booking.state = BookingState.ARRIVED
        locked.booking.save(update_fields=["state"])
        note_status(locked.booking, "arrived", now=now, by=by)
        return _let_in(hall, visit, arrival, gate, by)

    return _once(f"admit {office}", key, f"{code} {companions} {temperature_c} {gate}", now, admit)


def admit_walk_in(
    *,
    office: str,
    kind: str,
    group: str,
    companions: int,
    temperature_c: Decimal | None,
    gate: str,
    now: datetime,
    by: str,
    key: str = "",
) -> Admission:
    """Let in somebody of a walk-in kind (lost, elderly, …) without a booking, for a service group.

    With a `key` doing it twice is safe: the same answer again. Raises Busy, OutcomeUnknown, and Refused (nothing
    written): `office.unknown`, `key.reused` and the codes of rules.gate.why_not_walk_in. Answered, and noted as
    refused: those of why_not_enter.
    """

    def admit() -> Admission:
        hall = lock_hall(office, now)
        arrival = Arrival(now, hall.on, companions, temperature_c)
        priority = Visit.objects.filter(office=hall.office, on=hall.on, visit_class=VisitClass.PRIORITY).count()
        refusal = why_not_walk_in(kind, priority, hall.regime.walk_in, hall.profile.visit_day)
        if refusal is not None:
            raise Refused(refusal)
        refusal = why_not_enter(arrival, hall.as_it_stands, hall.regime)
        if refusal is not None:
            return _refuse(hall, refusal, None, arrival, gate, by)
        visit_class = VisitClass.PRIORITY if kind in PRIORITY_KINDS else VisitClass.WALK_IN
        visit = new_visit(hall, arrival, visit_class, group, due=now)
        visit.kind = kind
        return _let_in(hall, visit, arrival, gate, by)

    return _once(f"admit {office}", key, f"{kind} {group} {companions} {temperature_c} {gate}", now, admit)


def _once(scope: str, key: str, content: str, now: datetime, admit: Callable[[], Admission]) -> Admission:
    """One durable transaction; under a key it is done once."""
    with durable_transaction():
        if not key:
            return admit()
        return from_json(Admission, answer_once(scope, key, content, now, lambda: to_json(admit())))


def _let_in(hall: OpenHall, visit: Visit, arrival: Arrival, gate: str, by: str) -> Admission:
    visit.ticket = ticket_number(VisitClass(visit.visit_class), next_number(hall))
    visit.save()
    pass_gate(hall, "in", gate=gate, people=1 + visit.companions, visit=visit, now=arrival.now, by=by)
    note_visit(visit, "admitted", now=arrival.now, by=by)
    facts = {"class": visit.visit_class, "people": 1 + visit.companions, "inside": hall.day.inside}
    subject = f"{hall.on} {visit.ticket}"
    write_ledger("visitor.admitted", subject, now=arrival.now, by=by, office=hall.office.code, facts=facts)
    return Admission(visit.ticket, None)


def _refuse(
    hall: OpenHall, refusal: Refusal, locked: LockedBooking | None, arrival: Arrival, gate: str, by: str
) -> Admission:
    people = 1 + max(0, arrival.companions)
    pass_gate(hall, "refused", gate=gate, people=people, visit=None, now=arrival.now, by=by, reason=refusal.code)
    if locked is not None and refusal.code == "visitor.too_warm":
        not_before = arrival.now + timedelta(days=FEVER_OFFER_AFTER_DAYS)
        offer_anew(hall.office, locked, not_before=not_before, cause=f"{AT_THE_GATE} {hall.on}", now=arrival.now, by=by)
    if locked is not None and refusal.code == "hall.full":
        note_waiting_outside(locked.booking, now=arrival.now, by=by)
    facts = {"refusal": refusal.code}
    subject = locked.booking.code if locked else f"{hall.on} walk-in"
    write_ledger("visitor.refused", subject, now=arrival.now, by=by, office=hall.office.code, facts=facts)
    return Admission("", refusal)
