"""What an office counted, as far as it is published, and by how much it changed."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from pydantic import StringConstraints

from serambi.counters.api.replies import reply
from serambi.counters.api.schemas.figures import DeclineAnswer, FiguresAnswer
from serambi.counters.api.schemas.problems import Problem
from serambi.counters.api.schemas.shapes import FromDay, OfficeCode, UntilDay
from serambi.counters.common.clock import now
from serambi.counters.common.decline_asking import asked_decline, judged, read_percent
from serambi.counters.common.figure_answers import decline_answer, public_csv, public_line
from serambi.counters.common.public_figures import published
from serambi.records.queries.decline import public_decline
from serambi.rules.baseline import BaselineKind
from serambi.rules.decline import Weighting
from serambi.rules.figures import Measure

KEPT_SECONDS = 300
CSV = "text/csv; charset=utf-8"

By = Literal["day", "month"]
Word = Annotated[str, StringConstraints(pattern=r"^[\x20-\x7e]{0,40}$")]
Claimed = Annotated[str | None, Query(pattern=r"^[-+]?[0-9]{1,6}([.][0-9]{1,3})?$")]

router = Router(tags=["figures"])


@router.get(
    "/{office}/figures",
    response={200: FiguresAnswer, (404, 422): Problem},
    summary="Published figures of an office by month or by day",
    operation_id="figures",
)
def show_figures(
    request: HttpRequest, office: OfficeCode, from_on: FromDay = None, until_on: UntilDay = None, by: By = "month"
) -> HttpResponse:
    """Of days, or whole months, in [`from`, `until`), by default all there are. Only months that are over are
    published, and small groups are kept back."""
    cells = published(office=office, by=by, from_on=from_on, until_on=until_on, now=now())
    answer = {"office": office, "by": by, "figures": [public_line(cell) for cell in cells]}
    return reply(answer, max_age_seconds=KEPT_SECONDS)


@router.get(
    "/{office}/figures.csv",
    response={(404, 422): Problem},
    summary="The same as CSV",
    operation_id="figures_csv",
    openapi_extra={"responses": {200: {"description": "OK", "content": {"text/csv": {"schema": {"type": "string"}}}}}},
)
def show_csv(
    request: HttpRequest, office: OfficeCode, from_on: FromDay = None, until_on: UntilDay = None, by: By = "month"
) -> HttpResponse:
    cells = published(office=office, by=by, from_on=from_on, until_on=until_on, now=now())
    headers = {"Cache-Control": f"public, max-age={KEPT_SECONDS}"}
    return HttpResponse(public_csv(cells), content_type=CSV, headers=headers)


@router.get(
    "/{office}/decline",
    response={200: DeclineAnswer, (404, 422): Problem},
    summary="By how much a figure changed, against what, and why",
    operation_id="decline",
)
def show_decline(
    request: HttpRequest,
    office: OfficeCode,
    period: Word,
    baseline: Word = str(BaselineKind.LAST_YEAR),
    measure: Word = str(Measure.APPLIED),
    weighting: Word = str(Weighting.WORKING_DAYS),
    group: Word | None = None,
    claimed: Claimed = None,
) -> HttpResponse:
    """Worked out from published figures alone. `claimed` is a printed percentage to hold against it."""
    asked = asked_decline(office, period=period, baseline=baseline, measure=measure, weighting=weighting, group=group)
    found = public_decline(asked=asked, now=now())
    claim = None if claimed is None else judged(found, read_percent(claimed))
    return reply(decline_answer(found, claim), max_age_seconds=KEPT_SECONDS)
