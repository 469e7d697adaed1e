"""The answers of the office as JSON-ready objects: the API sends them, the command line prints the same ones.

Instants are UTC ("2020-09-28T02:30:00Z"), days and hours are the office's own, shares are numbers 0-1, and texts for
the public come in both languages.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils import translation

from serambi.counters.common.reasons import bound_sentence
from serambi.counters.common.words import in_language
from serambi.procedures.steps.booking_rows import BookedVisit
from serambi.records.queries.bookings import BookingRow
from serambi.records.queries.office_day import DayPlacesRow, OfficeDayRow
from serambi.records.queries.offices import OfficeRow
from serambi.records.queries.slots import FreeSlot
from serambi.rules.capacity import Bound, BoundValue, SlotCapacity
from serambi.rules.catalogue import Document, Purpose, Service, Text
from serambi.rules.instrument import Advice, HolidayList, PermitDeadline
from serambi.rules.regime import Decision, Ruling

Answer = dict[str, Any]

WHY_OFF = {"weekend": Text("Akhir pekan", "Weekend")}


def instant(at: datetime) -> str:
    """An aware instant as UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def text(value: Text | Advice) -> Answer:
    return {"id": value.id, "en": value.en}


def why_off_text(why: Text) -> str:
    """Why a day is not worked, in the language of the page."""
    return in_language(WHY_OFF.get(why.id, why))


def office_line(row: OfficeRow) -> Answer:
    return {"code": row.code, "name": row.name, "province": row.province, "time_zone": row.time_zone}


def office_answer(day: OfficeDayRow, next_free_on: Mapping[str, date | None]) -> Answer:
    """One office with its state of the day; `next_free_on` is the first day with a free place by service group."""
    profile, regime = day.profile, day.regime
    return {
        "code": profile.code,
        "name": profile.name,
        "office_class": profile.office_class,
        "address": profile.address,
        "hours_note": profile.hours_note,
        "time_zone": profile.time_zone,
        "seat_region": profile.seat_region,
        "served_regions": list(profile.served_regions),
        "is_example": profile.means.is_example,
        "today": {
            "on": str(regime.on),
            "open": regime.open,
            "mode": str(regime.mode),
            "working_day": day.why_off is None,
            "why": _why(day.why_off),
            "last_service_at": _hour(regime.last_service_at),
            "zone": str(regime.zone) if regime.zone else None,
            "restrictions": list(regime.restrictions),
            "next_free_on": {group: str(on) if on else None for group, on in next_free_on.items()},
        },
    }


def regime_answer(day: OfficeDayRow) -> Answer:
    """The regime of an office's day; `because` holds the fields that some clause decided."""
    regime = day.regime
    return {
        "office": regime.office,
        "on": str(regime.on),
        "known_at": instant(day.known_at),
        "working_day": day.why_off is None,
        "why": _why(day.why_off),
        "open": regime.open,
        "mode": str(regime.mode),
        "staff_share": float(regime.staff_share),
        "quota_share": float(regime.quota_share),
        "last_service_at": _hour(regime.last_service_at),
        "distance_m": _number(regime.distance_m),
        "max_temperature_c": _number(regime.max_temperature_c),
        "walk_in": None if regime.walk_in is None else sorted(regime.walk_in),
        "advice": [text(advice) for advice in regime.advice],
        "permit_deadlines": [clause_value(deadline) for deadline in regime.permit_deadlines],
        "zone": str(regime.zone) if regime.zone else None,
        "assessment": _assessment(day),
        "restrictions": list(regime.restrictions),
        "because": _because(regime.because),
    }


def capacity_answer(row: DayPlacesRow) -> Answer:
    """The places of an office's day, slot by slot, with the bound that decides."""
    capacity = row.capacity
    return {
        "office": capacity.office,
        "on": str(capacity.on),
        "known_at": instant(row.known_at),
        "is_example": row.profile.means.is_example,
        "working_day": row.why_none is None,
        "why": _why(row.why_none),
        "places": capacity.places,
        "slots": [_slot_line(row, slot) for slot in capacity.slots],
    }


def free_slots_answer(slots: Iterable[FreeSlot]) -> list[Answer]:
    return [
        {
            "slot": slot.code,
            "start_at": instant(slot.start_at),
            "minutes": slot.minutes,
            "free": slot.free,
            "contingent": str(slot.contingent),
        }
        for slot in slots
    ]


def booked_answer(visits: Iterable[BookedVisit], documents: Sequence[Document]) -> Answer:
    """Confirmed visits with what to bring to each; the secrets are shown here and nowhere else."""
    to_bring = documents_answer(documents)
    bookings = [
        {
            "code": visit.code,
            "secret": visit.secret,
            "slot": visit.slot,
            "start_at": instant(visit.start_at),
            "documents": to_bring,
        }
        for visit in visits
    ]
    return {"bookings": bookings}


def booking_answer(booking: BookingRow, offer: Answer | None, position: int | None) -> Answer:
    """A booking as its holder sees it, with what is held for an answer and its place in line; the number is masked."""
    is_waiting = booking.state == "postponed"  # it then names the slot that it lost
    return {
        "code": booking.code,
        "state": booking.state,
        "is_live": booking.is_live,
        "office": booking.office,
        "service": booking.service,
        "purpose": booking.purpose,
        "urgency": booking.urgency,
        "needed_on": str(booking.needed_on) if booking.needed_on else None,
        "slot": None if is_waiting else booking.slot,
        "start_at": None if is_waiting else _instant(booking.start_at),
        "minutes": booking.minutes,
        "offer": offer,
        "position": position,
        "name": booking.name,
        "identity": booking.masked_number,
        "party": list(booking.party),
        "history": [
            {"event": status.event, "at": instant(status.at), "start_at": _instant(status.start_at)}
            for status in booking.history
        ],
    }


def documents_answer(documents: Sequence[Document]) -> list[Answer]:
    return [
        {
            "code": document.code,
            "name": text(document.name),
            "condition": text(document.condition) if document.condition else None,
        }
        for document in documents
    ]


def service_answer(service: Service) -> Answer:
    """A kind of application with everything that a booking of it needs to know."""
    documents = zip(documents_answer(service.documents), service.documents, strict=True)
    return {
        "code": service.code,
        "group": service.group,
        "who": str(service.who),
        "name": text(service.name),
        "summary": text(service.summary),
        "documents": [answer | _asked_for(document) for answer, document in documents],
        "fee_codes": list(service.fee_codes),
        "legal_days": service.legal_days,
        "purposes": sorted(service.purposes),
        "bookable": service.is_bookable,
        "jurisdiction": str(service.jurisdiction),
    }


def purpose_answer(purpose: Purpose) -> Answer:
    return {"code": purpose.code, "name": text(purpose.name)}


def clause_value(value: Any) -> Any:
    """What a clause says, JSON-ready; its shape follows from the topic."""
    match value:
        case Decimal():
            return float(value)
        case time():
            return _hour(value)
        case frozenset():
            return sorted(value)
        case Advice():
            return text(value)
        case PermitDeadline():
            return {"permit": value.permit, "last_on": str(value.last_on) if value.last_on else None}
        case HolidayList():
            return {"kind": value.kind, "year": value.year, "days": [str(day) for day in value.days]}
        case bool():
            return value
    return str(value)


def _asked_for(document: Document) -> Answer:
    """For which purposes (none: for all) and on which days a document is asked."""
    return {
        "purposes": sorted(document.purposes),
        "asked_from": str(document.asked_from) if document.asked_from else None,
        "asked_until": str(document.asked_until) if document.asked_until else None,
    }


def _slot_line(row: DayPlacesRow, slot: SlotCapacity) -> Answer:
    return {
        "start_at": instant(row.start_at(slot)),
        "minutes": slot.minutes,
        "group": slot.group,
        "places": slot.places,
        "by_contingent": {str(contingent): places for contingent, places in slot.by_contingent.items()},
        "taken": row.taken_in(slot),
        "binding": str(slot.binding),
        "bounds": {str(bound): value.places for bound, value in slot.bounds.items()},
        "reasons": {str(bound): _in_both(bound, value) for bound, value in slot.bounds.items()},
    }


def _in_both(bound: Bound, value: BoundValue) -> Answer:
    answer = {}
    for language in ("id", "en"):
        with translation.override(language):
            answer[language] = bound_sentence(bound, value)
    return answer


def _because(because: Mapping[str, Decision]) -> Answer:
    return {
        field: _ruling(decision.decided_by)
        | {
            "also": [_ruling(ruling) for ruling in decision.also],
            "overruled": [_ruling(ruling) for ruling in decision.overruled],
        }
        for field, decision in because.items()
        if decision.decided_by is not None
    }


def _ruling(ruling: Ruling) -> Answer:
    return {
        "instrument": ruling.instrument.number,
        "short_name": ruling.instrument.short_name,
        "clause": ruling.clause.ordinal,
        "value": clause_value(ruling.value),
    }


def _assessment(day: OfficeDayRow) -> Answer | None:
    found = day.regime.assessment
    if found is None:
        return None
    return {
        "region": found.region,
        "score": _number(found.score),
        "assessed_on": str(found.assessed_on),
        "source": found.source,
    }


def _why(why: Text | None) -> Answer | None:
    return None if why is None else text(WHY_OFF.get(why.id, why))


def _instant(at: datetime | None) -> str | None:
    return instant(at) if at else None


def _hour(at: time | None) -> str | None:
    return at.strftime("%H:%M") if at else None


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
