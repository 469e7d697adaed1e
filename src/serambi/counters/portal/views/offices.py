"""The list of offices, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from serambi.counters.common import clock
from serambi.counters.portal.pages.linked_data import page_of_office
from serambi.counters.portal.pages.notices import banners_of, banners_of_all
from serambi.counters.portal.pages.office import office_page
from serambi.counters.portal.pages.office_list import find_offices
from serambi.counters.portal.pages.place import office_or_404


def office_list(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "").strip()
    now = clock.now()
    shown = {"asked": asked, "found": find_offices(asked, now), "banners": banners_of_all(now)}
    return render(request, "portal/offices.html", shown)


def office(request: HttpRequest, office: str) -> HttpResponse:
    at = office_or_404(office)
    shown = {"office": at, "page": office_page(at), "banners": banners_of(at), "data": page_of_office(at.profile)}
    return render(request, "portal/office.html", shown | {"here": "office"})
