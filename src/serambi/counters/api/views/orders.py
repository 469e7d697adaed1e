"""Enacting and undoing orders, and taking in risk maps: for staff with a key."""

import json
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from serambi.counters.api.door import StaffKey, directorate_staff, ordering_staff
from serambi.counters.api.replies import reply
from serambi.counters.api.schemas.orders import (
    AssessedAnswer,
    CarriedOut,
    OrderAnswer,
    OrderAsked,
    OrderForeseen,
    RiskForeseen,
    UndoAsked,
    UndoingProposed,
)
from serambi.counters.api.schemas.problems import Problem
from serambi.counters.api.texts import CSV, JSON_LINES, TOML, OrderText, order_text, risk_map
from serambi.counters.common import order_answers
from serambi.counters.common.clock import now
from serambi.counters.common.enacting import ACCEPTED, enact_once
from serambi.counters.common.hurry import carry_out_soon
from serambi.counters.common.roles import head_of
from serambi.procedures.assess_risk import assess_risk
from serambi.procedures.preview_instrument import Preview, foreseen_offices, preview_instrument
from serambi.procedures.preview_risk import preview_risk
from serambi.procedures.undo_instrument import undo_instrument

ORDER_BODY = {
    "required": True,
    "content": {
        "application/json": {"schema": OrderAsked.model_json_schema()},
        TOML: {"schema": {"type": "string"}},
    },
}
RISK_BODY = {
    "required": True,
    "content": {kind: {"schema": {"type": "string"}} for kind in (CSV, *JSON_LINES)},
}
NOS = (401, 403, 404, 409, 411, 413, 422, 503)

router = Router(tags=["orders"], auth=StaffKey())


@router.post(
    "/instruments",
    response={200: OrderForeseen | OrderAnswer, 201: OrderAnswer, 202: OrderAnswer, NOS: Problem},
    summary="Preview or enact an order",
    operation_id="enact",
    openapi_extra={"requestBody": ORDER_BODY},
)
def enact(request: HttpRequest, dry_run: bool = False) -> HttpResponseBase:
    """With `dry_run` 200 and what it would do, and nothing is written. Else 201 when it is enacted, 202 when it waits
    for a second signer, 200 when this very text is in force already. Only the directorate; the head of an office for
    that office, in the rank `office_head`."""
    staff, order, at = ordering_staff(request), order_text(request), now()
    if dry_run:
        preview = preview_instrument(text=order.text, file=order.file, now=at, head_of=head_of(staff))
        body = _foreseen(preview, order)
        headers = {"Cache-Control": "no-store"}
        return StreamingHttpResponse(body, content_type="application/json", headers=headers)
    done = enact_once(text=order.text, file=order.file, now=at, by=staff.username, head_of=head_of(staff))
    return reply(done.answer, status=done.status)


@router.post(
    "/instruments/{path:number}/undoing",
    response={200: CarriedOut, 202: UndoingProposed, NOS: Problem},
    summary="Undo an order as if it had never been",
    operation_id="undo",
)
def undo(request: HttpRequest, number: str, asked: UndoAsked) -> HttpResponse:
    """The directorate's alone. Displaced people get their places back unless they have settled otherwise. 202 when it
    would close more than one office or day and waits for a second signer, who sends the same."""
    staff = directorate_staff(request)
    done = undo_instrument(number=number, reason=asked.reason, now=now(), by=staff.username)
    if done is None:
        return reply(order_answers.undoing_proposed_answer(number), status=ACCEPTED)
    if done.offices_left:
        carry_out_soon()
    return reply(order_answers.carried_out_answer(done))


@router.post(
    "/assessments",
    response={200: AssessedAnswer | RiskForeseen, NOS: Problem},
    summary="Take in a weekly risk map",
    operation_id="assess",
    openapi_extra={"requestBody": RISK_BODY},
)
def assess(request: HttpRequest, dry_run: bool = False) -> HttpResponse:
    """CSV as in the policy folder, or one JSON object a line. Sending it twice is safe. The directorate's alone."""
    staff, at = directorate_staff(request), now()
    lines = risk_map(request, at)
    if dry_run:
        return reply(order_answers.risk_foreseen_answer(preview_risk(assessments=lines, now=at)))
    done = assess_risk(assessments=lines, now=at, by=staff.username)
    if done.carried_out.offices_left:
        carry_out_soon()
    return reply(order_answers.assessed_answer(done))


def _foreseen(preview: Preview, order: OrderText) -> Iterator[str]:
    """A preview as JSON, office by office: a nation of them takes a minute, and the caller sees it go on."""
    head = json.dumps(order_answers.preview_answer(preview), ensure_ascii=False)
    yield head[:-1] + ', "offices": ['
    totals = order_answers.Totals()
    offices = foreseen_offices(preview=preview, text=order.text, file=order.file, now=now())
    for number, foreseen in enumerate(order_answers.summed(offices, totals)):
        yield ("," if number else "") + json.dumps(order_answers.foreseen_answer(foreseen), ensure_ascii=False)
    yield f'], "totals": {json.dumps(order_answers.totals_answer(totals))}}}'
