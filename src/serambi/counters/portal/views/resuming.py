"""A file in pieces, sent by the page's own script: begin or find it again, add a piece, end it. Answers are JSON."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from serambi.counters.common.refusals import sentence
from serambi.counters.portal.forms.documents import PieceForm, StartForm
from serambi.counters.portal.pages.place import AtOffice
from serambi.counters.portal.views.bookings import holders_only
from serambi.counters.portal.views.documents import BY, NOT_NOW
from serambi.procedures.add_chunk import add_chunk
from serambi.procedures.finish_upload import finish_upload
from serambi.procedures.start_upload import UploadTicket, start_upload
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.bookings import BookingRow
from serambi.records.queries.uploads import upload_of_booking
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.upload import Announced

NOT_FOUND = Refusal("upload.not_found")
Step = Callable[..., HttpResponse]


def in_json(step: Step) -> Step:
    """Answer a refusal with its code and sentence; a lost outcome with 503, after which trying again is safe."""

    @wraps(step)
    def answered(request: HttpRequest, at: AtOffice, booking: BookingRow, **parts: Any) -> HttpResponse:
        try:
            return step(request, at, booking, **parts)
        except Refused as refused:
            return _refused(refused.refusal)
        except (Busy, OutcomeUnknown):
            return JsonResponse({"code": "again"}, status=503)

    return answered


@require_POST
@holders_only
@in_json
def start(request: HttpRequest, at: AtOffice, booking: BookingRow) -> HttpResponse:
    form = StartForm(request.POST)
    if not form.is_valid():
        raise Refused(Refusal("upload.document_unknown", "document"))
    return _ticket(start_upload(code=booking.code, announced=Announced(**form.cleaned_data), now=at.now, by=BY))


@require_safe
@holders_only
@in_json
def under_way(request: HttpRequest, at: AtOffice, booking: BookingRow, upload: str) -> HttpResponse:
    row = upload_of_booking(code=booking.code, upload=upload)
    if row is None:
        raise Refused(NOT_FOUND)
    return JsonResponse({"upload": row.code, "received": row.received, "size": row.size, "state": str(row.state)})


@require_POST
@holders_only
@in_json
def chunks(request: HttpRequest, at: AtOffice, booking: BookingRow, upload: str) -> HttpResponse:
    form = PieceForm(request.GET)
    if not form.is_valid():
        raise Refused(Refusal("upload.offset", "offset"))
    offset = form.cleaned_data["offset"]
    ticket = add_chunk(code=booking.code, upload=upload, offset=offset, content=request.body, now=at.now, by=BY)
    return _ticket(ticket)


@require_POST
@holders_only
@in_json
def end(request: HttpRequest, at: AtOffice, booking: BookingRow, upload: str) -> HttpResponse:
    answer = finish_upload(code=booking.code, upload=upload, now=at.now, by=BY)
    return JsonResponse({"state": str(answer.state)}) if answer.refusal is None else _refused(answer.refusal)


def _ticket(ticket: UploadTicket) -> JsonResponse:
    return JsonResponse({"upload": ticket.upload, "received": ticket.received, "size": ticket.size})


def _refused(refusal: Refusal) -> JsonResponse:
    status = 404 if refusal.code == NOT_FOUND.code else 503 if refusal.code in NOT_NOW else 409
    return JsonResponse({"code": refusal.code, "said": sentence(refusal), "facts": dict(refusal.facts)}, status=status)
