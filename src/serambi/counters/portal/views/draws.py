"""The draws of an office: their hashes before, their seeds and results after."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serambi.counters.portal.pages.draws import draw_parts
from serambi.counters.portal.pages.place import office_or_404
from serambi.records.queries.draws import draw_result


@require_safe
def draws(request: HttpRequest, office: str) -> HttpResponse:
    at = office_or_404(office)
    return render(request, "portal/draws.html", {"office": at, "draws": draw_parts(at), "here": "draws"})


@require_safe
def result(request: HttpRequest, office: str, window: str) -> StreamingHttpResponse:
    pieces = draw_result(office=office, window=window)
    if pieces is None:
        raise Http404
    return StreamingHttpResponse(pieces, content_type="application/json")
