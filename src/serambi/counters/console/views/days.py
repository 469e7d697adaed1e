"""The day's list, the capacity of a day, and whether its plan holds."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from serambi.counters.common.clock import now
from serambi.counters.common.roles import may_order
from serambi.counters.console.door import for_staff, let_into_office
from serambi.counters.console.forms.choosing import DayForm, PlayForm
from serambi.counters.console.pages.capacity import capacity_page
from serambi.counters.console.pages.day import day_page
from serambi.counters.console.pages.office_list import offices_by_province
from serambi.counters.console.pages.place import AtOffice, at_office
from serambi.procedures.note_view import note_view
from serambi.records.queries.day_plan import day_plan
from serambi.records.queries.office_day import places_of_day
from serambi.records.queries.staff import StaffRow

OK, WRONG = 200, 422


@require_safe
@for_staff
def home(request: HttpRequest, staff: StaffRow) -> HttpResponse:
    if staff.office is not None:
        return redirect("console:day", staff.office)
    return render(request, "console/offices.html", {"staff": staff, "provinces": offices_by_province()})


@require_safe
@for_staff
def day(request: HttpRequest, staff: StaffRow, office: str) -> HttpResponse:
    let_into_office(staff, office)
    at = at_office(office, now())
    form, on = _chosen(request, at)
    note_view(subject=f"day {on}", office=office, reason="day list", now=at.now, by=staff.username)
    answer = {"staff": staff, "office": at, "page": day_page(at, on), "form": form, "here": "day"}
    return render(request, "console/day.html", answer, status=WRONG if form.errors else OK)


@require_safe
@for_staff
def capacity(request: HttpRequest, staff: StaffRow, office: str) -> HttpResponse:
    let_into_office(staff, office)
    at = at_office(office, now())
    form, on = _chosen(request, at)
    row = places_of_day(office=office, on=on, now=at.now)
    if row is None:
        raise Http404
    answer = {"staff": staff, "office": at, "page": capacity_page(row), "form": form, "may_order": may_order(staff)}
    return render(request, "console/capacity.html", answer | {"here": "capacity"}, status=WRONG if form.errors else OK)


@require_safe
@for_staff
def simulation(request: HttpRequest, staff: StaffRow, office: str) -> HttpResponse:
    # Here, since it brings a compiler along: 70 MB that a web worker without simulations does not need.
    from serambi.counters.console.pages.simulation import simulation_page

    let_into_office(staff, office)
    at = at_office(office, now())
    form, on = _chosen(request, at, PlayForm)
    row = day_plan(office=office, on=on, now=at.now)
    if row is None:
        raise Http404
    page = simulation_page(row, only_booked=form.cleaned_data.get("people") == "booked")
    answer = {"staff": staff, "office": at, "page": page, "form": form, "here": "capacity"}
    return render(request, "console/simulation.html", answer, status=WRONG if form.errors else OK)


def _chosen(request: HttpRequest, at: AtOffice, kind: type[DayForm] = DayForm) -> tuple[DayForm, date]:
    """The form of the day with the day to show: today where none, or no day at all, was chosen."""
    form = kind(request.GET if "on" in request.GET else {"on": str(at.today)})
    on = form.cleaned_data.get("on") if form.is_valid() else None
    return form, on or at.today
