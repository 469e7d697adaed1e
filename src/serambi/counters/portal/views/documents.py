"""The files of a booking in its holder's hands: see what is asked, send one, take one back. Works without scripts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from serambi.counters.portal.forms.documents import FileForm
from serambi.counters.portal.pages.documents import documents_page
from serambi.counters.portal.pages.place import AtOffice
from serambi.counters.portal.views.bookings import holders_only, nowhere
from serambi.procedures.drop_upload import drop_upload
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.procedures.take_upload import take_upload
from serambi.records.queries.bookings import BookingRow
from serambi.records.queries.uploads import files_of_booking
from serambi.rules.refusal import Refusal, Refused

BY = "portal"
NOT_NOW = frozenset({"upload.unavailable", "upload.no_room", "upload.busy"})
AGAIN = Refusal("upload.incomplete")
"""What is said when nothing or nobody knows what was written: sending the same file again is safe."""


@require_http_methods(["GET", "HEAD", "POST"])
@holders_only
def documents(request: HttpRequest, at: AtOffice, booking: BookingRow) -> HttpResponse:
    if request.method != "POST":
        return _page(request, at, booking)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, at, booking, Refusal("upload.document_unknown", "document"))
    document, file = form.cleaned_data["document"], form.cleaned_data["file"]
    if file is None:
        return _page(request, at, booking, Refusal("upload.empty", "file"), document)
    try:
        answer = take_upload(code=booking.code, document=document, content=file.read(), now=at.now, by=BY)
    except Refused as refused:
        return _page(request, at, booking, refused.refusal, document)
    except (Busy, OutcomeUnknown):
        return _page(request, at, booking, AGAIN, document)
    if answer.refusal is not None:
        return _page(request, at, booking, answer.refusal, document)
    return redirect("portal:documents", booking.code)


@require_POST
@holders_only
def removal(request: HttpRequest, at: AtOffice, booking: BookingRow, upload: str) -> HttpResponse:
    try:
        drop_upload(code=booking.code, upload=upload, now=at.now, by=BY)
    except Refused as refused:
        return _page(request, at, booking, refused.refusal)
    except (Busy, OutcomeUnknown):
        return _page(request, at, booking, AGAIN)
    return redirect("portal:documents", booking.code)


def _page(
    request: HttpRequest, at: AtOffice, booking: BookingRow, refusal: Refusal | None = None, about: str = ""
) -> HttpResponse:
    files = files_of_booking(code=booking.code, now=at.now)
    if files is None:
        return nowhere(request)
    page = documents_page(at, files, refusal, about)
    status = 200 if refusal is None else 503 if refusal.code in NOT_NOW else 422
    shown = {"office": at, "booking": booking, "page": page, "errors": page.errors}
    return render(request, "portal/bookings/files.html", shown, status=status)
