"""The list of offices, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from serambi.counters.common import clock
from serambi.counters.portal.pages.office import office_page
from serambi.counters.portal.pages.office_list import find_offices
from serambi.counters.portal.pages.place import office_or_404


def office_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    found = find_offices(asked, clock.now())
    return render(request, "portal/offices.html", {"asked": asked, "found": found})


def office(request: HttpRequest, office: str) -> HttpResponse:
    at = office_or_404(office)
    return render(request, "portal/office.html", {"office": at, "page": office_page(at), "here": "office"})
