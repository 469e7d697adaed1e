"""From what came in to what a procedure is asked: one spelling for names, numbers and telephones."""

import secrets

from serambi.counters.api.schemas.bookings import BookingAsked, PersonAsked
from serambi.rules.booking import Applicant, BookingRequest
from serambi.rules.contact import read_phone
from serambi.rules.identity import read_identity, read_name


def booking_request(asked: BookingAsked, *, key: str, language: str) -> BookingRequest:
    return BookingRequest(
        key=key,
        office=asked.office,
        service=asked.service,
        slot=asked.slot,
        purpose=asked.purpose,
        people=tuple(_applicant(person) for person in asked.people),
        needed_on=asked.needed_on,
        urgency=asked.urgency,
        language=language,
    )


def key_or_new(key: str | None) -> str:
    """The caller's key; without one every request stands for itself."""
    return key or secrets.token_hex()


def _applicant(person: PersonAsked) -> Applicant:
    identity = person.identity
    return Applicant(
        name=read_name(person.name),
        identity=read_identity(identity.kind, identity.number, identity.nationality),
        born_on=person.born_on,
        # What cannot be read as a number is handed on as it is, for the rule to refuse.
        phone=person.phone and (read_phone(person.phone) or person.phone),
        email=person.email,
    )
