"""What an office has told the public, as it stands now."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from serambi.counters.api.replies import reply
from serambi.counters.api.schemas.notices import Notice
from serambi.counters.api.schemas.problems import Problem
from serambi.counters.api.schemas.shapes import OfficeCode
from serambi.counters.common.clock import now
from serambi.counters.common.notice_answers import notice_answer
from serambi.records.queries.notices import public_notices
from serambi.records.queries.offices import office_profile
from serambi.rules.refusal import Refusal, Refused

router = Router(tags=["offices"])


@router.get(
    "/{office}/notices",
    response={200: list[Notice], (404, 422): Problem},
    summary="Notices of an office, newest first",
    operation_id="notices",
)
def list_notices(request: HttpRequest, office: OfficeCode) -> HttpResponse:
    """Every notice that has come out, also those that hold no longer: `state` says how each stands now, worked out from
    the same orders and figures as everything else."""
    if office_profile(code=office) is None:
        raise Refused(Refusal("office.unknown", "office"))
    return reply([notice_answer(row) for row in public_notices(office=office, now=now())])
