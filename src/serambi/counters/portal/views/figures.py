"""Figures for the public: the page, the page of a decline, and the files."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from serambi.counters.common.figure_answers import public_csv, public_line
from serambi.counters.common.public_figures import published
from serambi.counters.portal.forms.figures import DeclineForm, PrintedForm
from serambi.counters.portal.pages.asking_decline import answered, checked, started
from serambi.counters.portal.pages.figures import figures_page
from serambi.counters.portal.pages.open_data import datapackage, dcat
from serambi.counters.portal.pages.place import office_or_404

WRONG_INPUT = 422
KEPT = {"Cache-Control": "public, max-age=300"}
CSV, JSON_LD = "text/csv; charset=utf-8", "application/ld+json"


@require_safe
def figures(request: HttpRequest, office: str) -> HttpResponse:
    at = office_or_404(office)
    shown = {"office": at, "page": figures_page(at), "printed": PrintedForm(), "here": "figures"}
    return render(request, "portal/figures.html", shown)


@require_safe
def decline(request: HttpRequest, office: str) -> HttpResponse:
    at = office_or_404(office)
    form, printed = DeclineForm(started(at, request.GET)), PrintedForm(request.GET)
    page, errors = answered(at, form)
    claim, faults = checked(printed)
    shown = {"office": at, "form": form, "printed": printed, "page": page, "claim": claim, "here": "figures"}
    status = WRONG_INPUT if errors or faults else 200
    return render(request, "portal/decline.html", shown | {"errors": errors + faults}, status=status)


@require_safe
def months(request: HttpRequest, office: str) -> HttpResponse:
    return _csv(office, "month")


@require_safe
def days(request: HttpRequest, office: str) -> HttpResponse:
    return _csv(office, "day")


@require_safe
def as_json(request: HttpRequest, office: str) -> HttpResponse:
    at = office_or_404(office)
    cells = published(office=office, by="month", from_on=None, until_on=None, now=at.now)
    answer = {"office": office, "by": "month", "figures": [public_line(cell) for cell in cells]}
    return JsonResponse(answer, headers=KEPT)


@require_safe
def package(request: HttpRequest, office: str) -> HttpResponse:
    return JsonResponse(datapackage(office_or_404(office), request.build_absolute_uri("/").rstrip("/")), headers=KEPT)


@require_safe
def catalogue(request: HttpRequest, office: str) -> HttpResponse:
    root = request.build_absolute_uri("/").rstrip("/")
    return JsonResponse(dcat(office_or_404(office), root), content_type=JSON_LD, headers=KEPT)


def _csv(office: str, by: str) -> HttpResponse:
    at = office_or_404(office)
    cells = published(office=office, by=by, from_on=None, until_on=None, now=at.now)
    return HttpResponse(public_csv(cells), content_type=CSV, headers=KEPT)
