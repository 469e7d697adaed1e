"""Services and purposes: the codes that a booking names."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from serambi.counters.api.replies import reply
from serambi.counters.api.schemas.catalogue import PurposeLine, ServiceLine
from serambi.counters.common import answers
from serambi.records.queries.catalogue import all_purposes, all_services

KEPT_SECONDS = 300

router = Router(tags=["catalogue"])


@router.get("/services", response=list[ServiceLine], summary="All services", operation_id="services")
def list_services(request: HttpRequest) -> HttpResponse:
    """What the offices offer, in the order of the catalogue, with the purposes each is given for."""
    return reply([answers.service_answer(each) for each in all_services()], max_age_seconds=KEPT_SECONDS)


@router.get("/purposes", response=list[PurposeLine], summary="All purposes", operation_id="purposes")
def list_purposes(request: HttpRequest) -> HttpResponse:
    """Why people apply."""
    return reply([answers.purpose_answer(each) for each in all_purposes()], max_age_seconds=KEPT_SECONDS)
