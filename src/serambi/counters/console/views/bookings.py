"""Looking for a booking, one booking, and a new key for who lost theirs."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from serambi.counters.common.clock import now
from serambi.counters.common.roles import may_act
from serambi.counters.console.door import for_staff
from serambi.counters.console.forms.choosing import CheckedForm, CodeForm, NumberForm
from serambi.counters.console.pages.booking import booking_page
from serambi.counters.console.pages.calls import new_key
from serambi.counters.console.pages.place import at_office
from serambi.procedures.note_view import note_view
from serambi.procedures.renew_secret import renew_secret
from serambi.records.queries.bookings import (
    BookingRow,
    applicant_of_office,
    booking_of_identity,
    booking_of_office,
)
from serambi.records.queries.staff import StaffRow

OK, WRONG = 200, 422


@sensitive_post_parameters("number")
@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def search(request: HttpRequest, staff: StaffRow) -> HttpResponse:
    """By code in the address; by identity number only in a form's body, which nothing keeps or repeats."""
    if request.method == "POST":
        return _search_by_number(request, staff)
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        booking = booking_of_office(code=form.cleaned_data["code"], office=staff.office)
        if booking is not None:
            return redirect("console:booking", booking.code)
        form.add_error("code", _("Tidak ada jadwal dengan kode itu. Periksa lagi: dua belas huruf dan angka."))
    return _search_page(request, staff, form, NumberForm())


@require_safe
@for_staff
def booking(request: HttpRequest, staff: StaffRow, code: str) -> HttpResponse:
    found = booking_of_office(code=code, office=staff.office)
    person = applicant_of_office(code=code, office=staff.office)
    if found is None or person is None:
        raise Http404
    at = at_office(found.office, now())
    note_view(subject=found.code, office=found.office, reason="booking", now=at.now, by=staff.username)
    answer = {"staff": staff, "office": at, "on": found.on, "may_act": may_act(staff), "key": new_key()}
    answer["may_renew"] = may_act(staff) and not found.is_over
    return render(request, "console/booking.html", {**answer, "page": booking_page(found, person, at.zone)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def secret(request: HttpRequest, staff: StaffRow, code: str) -> HttpResponse:
    """A new key, shown once, after the clerk has said that the identity was checked."""
    found = _renewable(staff, code)
    form = CheckedForm(request.POST if request.method == "POST" else None)
    answer = {"staff": staff, "office": at_office(found.office, now()), "booking": found, "form": form}
    if not form.is_valid():
        return render(request, "console/secret.html", answer, status=WRONG if form.errors else OK)
    answer["secret"] = renew_secret(code=found.code, now=now(), by=staff.username)
    return render(request, "console/new_secret.html", answer)


def _search_by_number(request: HttpRequest, staff: StaffRow) -> HttpResponse:
    """Only at the own office: who sees every office has no person in front of the counter."""
    if staff.office is None:
        raise Http404
    form = NumberForm(request.POST)
    if form.is_valid():
        code = booking_of_identity(number=form.cleaned_data["number"], office=staff.office)
        if code is not None:
            return redirect("console:booking", code)
        form.add_error("number", _("Tidak ada jadwal dengan nomor itu di kantor ini."))
    return _search_page(request, staff, CodeForm(), form)


def _search_page(request: HttpRequest, staff: StaffRow, code_form: CodeForm, number_form: NumberForm) -> HttpResponse:
    office = at_office(staff.office, now()) if staff.office else None
    answer = {"staff": staff, "office": office, "code_form": code_form, "number_form": number_form}
    is_wrong = code_form.errors or number_form.errors
    return render(request, "console/search.html", answer, status=WRONG if is_wrong else OK)


def _renewable(staff: StaffRow, code: str) -> BookingRow:
    """The booking, if this member of staff may act for its holder. Raises Http404."""
    found = booking_of_office(code=code, office=staff.office)
    if found is None or found.is_over or not may_act(staff):
        raise Http404
    return found
