"""Letting people in and out: for gates with a program of their own, and a key of the office's staff."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Router

from serambi.counters.api.door import StaffKey, staff_of_office
from serambi.counters.api.problems import refusal_answer
from serambi.counters.api.replies import reply
from serambi.counters.api.requests import key_or_new
from serambi.counters.api.schemas.hall import AdmissionAsked, ExitAsked, HallAnswer
from serambi.counters.api.schemas.problems import Problem
from serambi.counters.api.schemas.shapes import OfficeCode, OptionalKey
from serambi.counters.common.answers import Answer
from serambi.counters.common.clock import now
from serambi.procedures.admit_visitor import Admission, admit_booked, admit_walk_in
from serambi.procedures.leave_hall import leave_hall
from serambi.records.queries.hall import hall_state
from serambi.rules.codes import read_code
from serambi.rules.queueing import read_ticket
from serambi.rules.refusal import Refusal, Refused

NOS = (401, 403, 404, 409, 411, 413, 422, 503)

router = Router(tags=["hall"], auth=StaffKey())


@router.post(
    "/{office}/admissions",
    response={201: HallAnswer, NOS: Problem},
    summary="Let somebody into the hall",
    operation_id="admit",
)
def admit(request: HttpRequest, office: OfficeCode, asked: AdmissionAsked, key: OptionalKey = None) -> HttpResponse:
    """Of today, with a booking or of a kind that needs none; gives the hall's ticket. Refused while the hall is full
    (`hall.full`) or closed for the day (`hall.closed`); too warm: a booking gets another time and keeps its code. The
    same key again gives the same answer."""
    staff = staff_of_office(request, office)
    answer = _admitted(office, asked, key_or_new(key), staff.username)
    if answer.refusal is not None:
        return refusal_answer(request, answer.refusal)
    return reply(_hall(office, answer.ticket), status=201)


@router.post(
    "/{office}/exits",
    response={200: HallAnswer, NOS: Problem},
    summary="Let somebody out of the hall",
    operation_id="leave",
)
def leave(request: HttpRequest, office: OfficeCode, asked: ExitAsked) -> HttpResponse:
    """With their companions, by ticket; twice is refused (`visit.left_already`)."""
    staff = staff_of_office(request, office)
    ticket = read_ticket(asked.ticket) or asked.ticket
    leave_hall(office=office, ticket=ticket, gate=asked.gate, now=now(), by=staff.username)
    return reply(_hall(office, ticket))


def _admitted(office: str, asked: AdmissionAsked, key: str, by: str) -> Admission:
    common: dict[str, Any] = {"office": office, "companions": asked.companions, "temperature_c": asked.temperature_c}
    common |= {"gate": asked.gate, "now": now(), "by": by, "key": key}
    if asked.kind is not None:
        return admit_walk_in(kind=asked.kind, group=asked.group, **common)
    code = read_code(asked.code or "")
    if code is None:
        raise Refused(Refusal("booking.not_found", "code"))
    return admit_booked(code=code, **common)


def _hall(office: str, ticket: str) -> Answer:
    hall = hall_state(office=office, now=now())
    assert hall is not None, office  # somebody has just passed its gate
    return {"ticket": ticket, "inside": hall.inside, "limit": hall.limit}
