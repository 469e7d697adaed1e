"""The hall's board, the page of one ticket, and how often the order was broken."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serambi.counters.portal.pages.board import board_page, out_of_order_days, own_page
from serambi.counters.portal.pages.notices import board_notices
from serambi.counters.portal.pages.place import office_or_404


@require_safe
def board(request: HttpRequest, office: str) -> HttpResponse:
    at = office_or_404(office)
    shown = {"office": at, "page": board_page(at), "notices": board_notices(at)}
    return render(request, "portal/board.html", shown)


@require_safe
def out_of_order(request: HttpRequest, office: str) -> HttpResponse:
    at = office_or_404(office)
    return render(request, "portal/out_of_order.html", {"office": at, "days": out_of_order_days(at)})


@require_safe
def ticket(request: HttpRequest, office: str, ticket: str) -> HttpResponse:
    at = office_or_404(office)
    page = own_page(at, ticket)
    if page is None:
        raise Http404
    return render(request, "portal/board_ticket.html", {"office": at, "page": page})
