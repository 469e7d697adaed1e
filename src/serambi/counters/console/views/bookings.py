"""Looking for a booking, and one booking."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.counters.common.clock import now
from serambi.counters.common.roles import may_act
from serambi.counters.console.door import for_staff
from serambi.counters.console.forms.choosing import CodeForm
from serambi.counters.console.pages.booking import booking_page
from serambi.counters.console.pages.calls import new_key
from serambi.counters.console.pages.place import at_office
from serambi.procedures.note_view import note_view
from serambi.records.queries.bookings import applicant_of_office, booking_of_office
from serambi.records.queries.staff import StaffRow


@require_safe
@for_staff
def search(request: HttpRequest, staff: StaffRow) -> HttpResponse:
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        booking = booking_of_office(code=form.cleaned_data["code"], office=staff.office)
        if booking is not None:
            return redirect("console:booking", booking.code)
        form.add_error("code", _("Tidak ada jadwal dengan kode itu. Periksa lagi: dua belas huruf dan angka."))
    office = at_office(staff.office, now()) if staff.office else None
    return render(request, "console/search.html", {"staff": staff, "office": office, "code_form": form})


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
    return render(request, "console/booking.html", {**answer, "page": booking_page(found, person, at.zone)})
