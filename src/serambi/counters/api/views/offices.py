"""Offices, how they run on a day, and what their slots can take."""

from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Router

from serambi.counters.api.replies import reply
from serambi.counters.api.schemas.offices import OfficeLine, OfficeState
from serambi.counters.api.schemas.places import CapacityAnswer, FreeSlot
from serambi.counters.api.schemas.problems import Problem
from serambi.counters.api.schemas.regime import RegimeAnswer
from serambi.counters.api.schemas.shapes import Code, Day, FromDay, Instant, OfficeCode, UntilDay, Urgency
from serambi.counters.common import answers
from serambi.counters.common.clock import now
from serambi.records.queries.office_day import day_of_office, places_of_day
from serambi.records.queries.offices import list_offices
from serambi.records.queries.service_slots import free_slots_of_service, next_free_by_group
from serambi.rules.capacity import Contingent
from serambi.rules.refusal import Refusal, Refused

LIST_SECONDS, STATE_SECONDS, PLACES_SECONDS = 300, 30, 2
"""How long an answer may be kept: places change by the second, the list of offices hardly ever."""

Row = TypeVar("Row")

router = Router(tags=["offices"])


@router.get("", response=list[OfficeLine], summary="All offices", operation_id="offices")
def list_all(request: HttpRequest) -> HttpResponse:
    return reply([answers.office_line(row) for row in list_offices()], max_age_seconds=LIST_SECONDS)


@router.get(
    "/{office}",
    response={200: OfficeState, (404, 422): Problem},
    summary="One office with its state of today",
    operation_id="office",
)
def show_one(request: HttpRequest, office: OfficeCode) -> HttpResponse:
    at = now()
    day = _known(day_of_office(office=office, on=None, known_at=at, now=at))
    next_free_on = next_free_by_group(profile=day.profile, now=at)
    return reply(answers.office_answer(day, next_free_on), max_age_seconds=STATE_SECONDS)


@router.get(
    "/{office}/regime",
    response={200: RegimeAnswer, (404, 422): Problem},
    summary="How the office runs on a day, and who decided each value",
    operation_id="regime",
)
def show_regime(
    request: HttpRequest, office: OfficeCode, on: Day | None = None, known_at: Instant | None = None
) -> HttpResponse:
    """`on` is a day at the office (default: today there); `known_at` asks what was known then (default: now)."""
    at = now()
    day = _known(day_of_office(office=office, on=on, known_at=known_at or at, now=at))
    return reply(answers.regime_answer(day), max_age_seconds=STATE_SECONDS)


@router.get(
    "/{office}/capacity",
    response={200: CapacityAnswer, (404, 422): Problem},
    summary="What each slot of a day can take, and what binds",
    operation_id="capacity",
)
def show_capacity(request: HttpRequest, office: OfficeCode, on: Day | None = None) -> HttpResponse:
    """`on` is a day at the office (default: today there)."""
    row = _known(places_of_day(office=office, on=on, now=now()))
    return reply(answers.capacity_answer(row), max_age_seconds=PLACES_SECONDS)


@router.get(
    "/{office}/slots",
    response={200: list[FreeSlot], (404, 409, 422): Problem},
    summary="Slots with a free place for a service",
    operation_id="slots",
)
def list_slots(
    request: HttpRequest,
    office: OfficeCode,
    service: Code,
    from_on: FromDay = None,
    until_on: UntilDay = None,
    urgency: Urgency | None = None,
) -> HttpResponse:
    """Days of [`from`, `until`) at the office: by default the coming 14, at most 92. With an `urgency` the places kept
    for urgent needs are listed too."""
    contingents = (Contingent.GENERAL,) if urgency is None else (Contingent.GENERAL, Contingent.URGENT)
    slots = free_slots_of_service(
        office=office, service=service, from_on=from_on, until_on=until_on, contingents=contingents, now=now()
    )
    return reply(answers.free_slots_answer(slots), max_age_seconds=PLACES_SECONDS)


def _known(row: Row | None) -> Row:
    if row is None:
        raise Refused(Refusal("office.unknown", "office"))
    return row
