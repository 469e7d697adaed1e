"""What can be applied for, with documents, fee and time."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from serambi.counters.portal.pages.limits import limits_today
from serambi.counters.portal.pages.place import office_or_404
from serambi.counters.portal.pages.services import service_groups, service_page


def service_list(request: HttpRequest, office: str) -> HttpResponse:
    at = office_or_404(office)
    shown = {"office": at, "groups": service_groups(), "here": "services", "limits": limits_today(at)}
    return render(request, "portal/services.html", shown)


def service(request: HttpRequest, office: str, service: str) -> HttpResponse:
    at = office_or_404(office)
    page = service_page(at, service)
    if page is None:
        raise Http404
    shown = {"office": at, "page": page, "here": "services", "limits": limits_today(at)}
    return render(request, "portal/service.html", shown)
