"""The teams in isolation: who they are, what isolating one would do, isolating it, and ending that early."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from serambi.counters.common.clock import now
from serambi.counters.common.dates import period_text
from serambi.counters.common.refusals import sentence
from serambi.counters.console.door import for_staff, let_into_office, let_order
from serambi.counters.console.forms.isolating import IsolationForm
from serambi.counters.console.pages.isolations import isolation_form, isolations_page
from serambi.counters.console.pages.place import AtOffice, at_office
from serambi.counters.console.pages.preview import office_part
from serambi.procedures.end_isolation import end_isolation
from serambi.procedures.isolate_team import isolate_team
from serambi.procedures.preview_isolation import preview_isolation
from serambi.records.queries.staff import StaffRow
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refused

OK, WRONG, CONFLICT = 200, 422, 409


@require_http_methods(["GET", "POST"])
@for_staff
def isolations(request: HttpRequest, staff: StaffRow, office: str) -> HttpResponse:
    at = _let_in(staff, office)
    if request.method != "POST":
        return _page(request, staff, at, isolation_form(at))
    form = isolation_form(at, request.POST)
    if not form.is_valid():
        return _page(request, staff, at, form, status=WRONG)
    try:
        isolate_team(office=office, now=at.now, by=staff.username, **form.isolation())
    except Refused as refused:
        return _page(request, staff, at, form, sentence(refused.refusal), CONFLICT)
    return redirect("console:isolations", office)


@require_POST
@for_staff
def preview(request: HttpRequest, staff: StaffRow, office: str) -> HttpResponse:
    at = _let_in(staff, office)
    form = isolation_form(at, request.POST)
    if not form.is_valid():
        return _page(request, staff, at, form, status=WRONG)
    asked = form.isolation()
    try:
        foreseen = preview_isolation(office=office, now=at.now, **asked)
    except Refused as refused:
        return _page(request, staff, at, form, sentence(refused.refusal), CONFLICT)
    part = office_part(foreseen, {office: at.name}) if foreseen else None
    period = period_text(DayPeriod(asked["from_on"], asked["until_on"]))
    answer = {"staff": staff, "office": at, "form": form, "part": part, "period": period, "here": "capacity"}
    return render(request, "console/isolations/preview.html", answer)


@require_POST
@for_staff
def end(request: HttpRequest, staff: StaffRow, office: str, isolation: str) -> HttpResponse:
    at = _let_in(staff, office)
    try:
        end_isolation(office=office, code=isolation, now=at.now, by=staff.username)
    except Refused as refused:
        raise Http404 from refused
    return redirect("console:isolations", office)


def _let_in(staff: StaffRow, office: str) -> AtOffice:
    """Raises Http404 for another office, and for those who sign no orders: this too takes places away from people."""
    let_into_office(staff, office)
    let_order(staff)
    return at_office(office, now())


def _page(
    request: HttpRequest, staff: StaffRow, at: AtOffice, form: IsolationForm, told: str = "", status: int = OK
) -> HttpResponse:
    answer = {"staff": staff, "office": at, "page": isolations_page(at), "form": form, "told": told, "here": "capacity"}
    return render(request, "console/isolations/page.html", answer, status=status)
