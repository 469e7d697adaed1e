"""The files of a booking at the document desk: look, compare two, mark each. Every look is in the ledger."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from serambi.counters.common.clock import now
from serambi.counters.console.door import for_staff
from serambi.counters.console.pages.documents import documents_page
from serambi.counters.console.pages.place import at_office
from serambi.procedures.mark_document import mark_document
from serambi.procedures.note_view import note_view
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.procedures.view_document import ViewedFile, view_document, view_page
from serambi.records.queries.bookings import BookingRow, booking_of_office
from serambi.records.queries.staff import StaffRow
from serambi.records.queries.uploads import files_of_booking
from serambi.rules.refusal import Refusal, Refused

NOT_FOUND = "upload.not_found"
SMALL, LARGE = 320, 1400
"""The longer side of a preview, in pixels: in the list, and side by side."""

HARMLESS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@require_safe
@for_staff
def documents(request: HttpRequest, staff: StaffRow, code: str) -> HttpResponse:
    booking = _let_in(staff, code)
    note_view(subject=booking.code, office=booking.office, reason="documents", now=now(), by=staff.username)
    return _page(request, staff, booking)


@require_safe
@for_staff
def file(request: HttpRequest, staff: StaffRow, code: str, upload: str) -> HttpResponse:
    booking = _let_in(staff, code)
    try:
        return _handed(view_document(code=booking.code, upload=upload, now=now(), by=staff.username), "attachment")
    except Refused as refused:
        return _not_handed(refused.refusal)


@require_safe
@for_staff
def picture(request: HttpRequest, staff: StaffRow, code: str, upload: str, page: int) -> HttpResponse:
    booking = _let_in(staff, code)
    longest = SMALL if "small" in request.GET else LARGE
    try:
        seen = view_page(code=booking.code, upload=upload, page=page, longest=longest, now=now(), by=staff.username)
        return _handed(seen, "inline")
    except Refused as refused:
        return _not_handed(refused.refusal)


@require_POST
@for_staff
def marks(request: HttpRequest, staff: StaffRow, code: str, upload: str) -> HttpResponse:
    """Only the office itself judges; the directorate and auditors look."""
    booking = _let_in(staff, code)
    if staff.office is None:
        raise Http404
    mark, reason = request.POST.get("mark", ""), request.POST.get("reason", "")
    try:
        mark_document(code=booking.code, upload=upload, mark=mark, reason=reason, now=now(), by=staff.username)
    except Refused as refused:
        return _page(request, staff, booking, refused.refusal)
    except (Busy, OutcomeUnknown):
        return _page(request, staff, booking, Refusal("booking.changed"))
    return redirect("console:documents", booking.code)


def _let_in(staff: StaffRow, code: str) -> BookingRow:
    booking = booking_of_office(code=code, office=staff.office)
    if booking is None:
        raise Http404
    return booking


def _page(request: HttpRequest, staff: StaffRow, booking: BookingRow, refusal: Refusal | None = None) -> HttpResponse:
    at = at_office(booking.office, now())
    files = files_of_booking(code=booking.code, now=at.now)
    if files is None or (refusal is not None and refusal.code == NOT_FOUND):
        raise Http404
    page = documents_page(files, at.zone, request.GET.dict(), refusal)
    answer = {"staff": staff, "office": at, "booking": booking, "page": page, "may_mark": staff.office is not None}
    return render(request, "console/documents.html", answer, status=422 if refusal else 200)


def _handed(seen: ViewedFile, how: str) -> HttpResponse:
    headers = HARMLESS | {"Content-Disposition": f'{how}; filename="{seen.name}"'}
    return HttpResponse(seen.content, content_type=seen.media_type, headers=headers)


def _not_handed(refusal: Refusal) -> HttpResponse:
    if refusal.code == NOT_FOUND:
        raise Http404
    return HttpResponse(status=503, headers=HARMLESS)
