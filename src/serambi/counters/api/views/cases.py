"""Following a case by its number and a birth date."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router
from pydantic import WithJsonSchema

from serambi.counters.api.replies import reply
from serambi.counters.api.schemas.cases import CaseAnswer
from serambi.counters.api.schemas.problems import Problem
from serambi.counters.api.schemas.shapes import Day
from serambi.counters.common.answers import text
from serambi.counters.common.clock import now
from serambi.counters.common.network import caller_address
from serambi.procedures.follow_case import follow_case
from serambi.records.queries.cases import CaseRow
from serambi.records.queries.forecasts import ForecastRow, forecast_of
from serambi.rules.states import CaseStage

# The framework lifts the examples of a required day to a place where OpenAPI wants another shape.
BornOn = Annotated[Day, WithJsonSchema({"type": "string", "format": "date", "pattern": "^(19|20|21)[0-9]{2}-"})]

router = Router(tags=["cases"])


@router.get(
    "/{number}", response={200: CaseAnswer, (404, 422, 429, 503): Problem}, summary="One case", operation_id="case"
)
def show(request: HttpRequest, number: Annotated[str, Path()], born_on: BornOn) -> HttpResponse:
    """A wrong birth date and a number that does not exist are answered alike; five of them, and nothing is answered
    for a quarter of an hour."""
    at = now()
    address = caller_address(request)
    case = follow_case(number=number, born_on=born_on, address=address, now=at, by="api")
    return reply(_answer(case, forecast_of(case=case, now=at)))


def _answer(case: CaseRow, forecast: ForecastRow | None) -> dict[str, Any]:
    return {
        "number": case.number,
        "office": case.office,
        "service": case.service,
        "purpose": case.purpose,
        "stage": str(case.stage),
        "stage_since_at": case.stage_since_at.isoformat(),
        "is_open": case.is_open,
        "received_on": case.received_on.isoformat(),
        "promised_on": _day(case.promised_on),
        "legal_on": _day(case.legal_on),
        "practice_on": _day(case.practice_on),
        "foreseen_on": _day(case.foreseen_on),
        "no_promise": text(case.no_promise) if case.no_promise else None,
        "out_of_reach": case.is_out_of_reach,
        "days_left": case.days_left,
        "overdue": case.is_overdue,
        "waits_for_payment": case.waits_for_payment,
        "paused": case.is_paused,
        "pauses": [
            {
                "reason": pause.reason,
                "order": pause.order or None,
                "from_on": pause.from_on.isoformat(),
                "until_on": _day(pause.until_on),
            }
            for pause in case.pauses
        ],
        "payment": {
            "billing_code": case.billing_code,
            "amount_idr": case.amount_idr,
            "payable_until": case.payable_until.isoformat(),
        }
        if case.waits_for_payment and case.payable_until
        else None,
        "collect_until": _day(case.collect_until) if case.stage is CaseStage.READY else None,
        "forecast": {
            "from_on": forecast.from_on.isoformat(),
            "until_on": forecast.until_on.isoformat(),
            "cases": forecast.cases,
        }
        if forecast
        else None,
        "steps": [{"event": step.event, "stage": str(step.stage), "at": step.at.isoformat()} for step in case.steps],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
