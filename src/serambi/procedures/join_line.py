"""Join the line: somebody who can wait keeps a dated place in it, without a slot."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from serambi.procedures.steps.answer_once import answer_once
from serambi.procedures.steps.booking_rows import content_of
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.new_secrets import new_code, new_secret
from serambi.procedures.steps.settle import stand_in_line
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import from_json, to_json
from serambi.records.models import ApplicantRow, Booking, BookingStatus, Office, RequestKey, ServiceRow
from serambi.records.models.bookings import BookingState
from serambi.records.sealing import pseudonym, seal, secret_hash
from serambi.rules.booking import BookingRequest, why_not_ask
from serambi.rules.catalogue import Service
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.vulnerable import is_vulnerable

SCOPE = "line"


@dataclass(frozen=True, slots=True)
class PlaceInLine:
    """One person's place in line. `secret` is shown once and kept only as a hash."""

    code: str
    secret: str


def join_line(*, request: BookingRequest, now: datetime, by: str) -> tuple[PlaceInLine, ...]:
    """Give every person of the request a place in line of the service's group; `slot` of the request is not looked at.

    Doing it twice with one key gives the same answer. Raises Busy, OutcomeUnknown, and Refused: `key.reused`,
    `office.unknown`, the codes of rules.booking.why_not_ask, `person.already_booked` (somebody holds a place or waits
    in this line already). Source: docs/rules.md, the line.
    """
    with durable_transaction():
        kept = answer_once(SCOPE, request.key, content_of(request), now, lambda: _join(request, now, by))
    return tuple(from_json(PlaceInLine, each) for each in kept)


def _join(request: BookingRequest, now: datetime, by: str) -> list[Any]:
    office = Office.objects.filter(code=request.office).first()
    if office is None:
        raise Refused(Refusal("office.unknown", "office"))
    today = now.astimezone(ZoneInfo(office.time_zone)).date()
    entry = ServiceRow.objects.filter(code=request.service).values_list("entry", flat=True).first()
    service = from_json(Service, entry) if entry else None
    refusal = why_not_ask(request, service, today)
    if refusal is not None or service is None:
        raise Refused(refusal or Refusal("service.unknown", "service"))
    keys = [pseudonym(person.identity.canonical) for person in request.people]
    _refuse_known(keys, service.group)
    party = RequestKey.objects.get(key_hash=pseudonym(f"{SCOPE}|{request.key}"))
    places = []
    for person, key in zip(request.people, keys, strict=True):
        place = PlaceInLine(new_code(), new_secret())
        booking = Booking.objects.create(
            code=place.code,
            secret_hash=secret_hash(place.secret),
            party=party,
            office=office,
            service=request.service,
            group=service.group,
            identity_hash=key,
            purpose=request.purpose,
            urgency=request.urgency or "",
            needed_on=request.needed_on,
            language=request.language,
            is_vulnerable=is_vulnerable(person.born_on, today),
            is_reachable=person.email is not None,
            state=BookingState.POSTPONED,
            is_live=False,
            booked_at=now,
        )
        ApplicantRow.objects.create(booking=booking, sealed=seal(to_json(person)))
        BookingStatus.objects.create(booking=booking, event="joined_line", at=now, by=by)
        stand_in_line(booking)
        places.append(place)
    codes = [place.code for place in places]
    write_ledger("line.joined", codes[0], now=now, by=by, office=office.code, facts={"codes": codes})
    return [to_json(place) for place in places]


def _refuse_known(keys: list[bytes], group: str) -> None:
    known = Booking.objects.filter(identity_hash__in=keys, group=group)
    holders = known.filter(is_live=True) | known.filter(waiting_place__isnull=False)
    found = {bytes(key) for key in holders.values_list("identity_hash", flat=True)}
    for place, key in enumerate(keys):
        if key in found:
            raise Refused(Refusal("person.already_booked", f"people.{place}.identity.number"))
