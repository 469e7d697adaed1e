"""The work list, one case, and the papers of a case."""

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from serambi.counters.common.clock import now
from serambi.counters.common.dates import moment_text
from serambi.counters.console.case_door import let_into_case, may_load_payments, may_work
from serambi.counters.console.door import for_staff
from serambi.counters.console.duty import counter_of
from serambi.counters.console.forms.cases import NumberForm
from serambi.counters.console.pages import slips
from serambi.counters.console.pages.case import case_page
from serambi.counters.console.pages.office_list import offices_by_province
from serambi.counters.console.pages.place import AtOffice, at_office
from serambi.counters.console.pages.ticket import ticket_page
from serambi.counters.console.pages.work import read_stage, work_page
from serambi.counters.console.printing import Part, pdf_answer
from serambi.procedures.note_view import note_view
from serambi.records.queries.cases import CaseRow, applicant_of_case, case_of_office
from serambi.records.queries.staff import StaffRow
from serambi.rules.station import station_of


@require_safe
@for_staff
def cases(request: HttpRequest, staff: StaffRow) -> HttpResponse:
    office = staff.office or request.GET.get("office", "")
    if not office:
        shown = {"staff": staff, "provinces": offices_by_province()}
        return render(request, "console/cases/offices.html", shown)
    at = at_office(office, now())
    page = work_page(at, read_stage(request.GET.get("stage", "")), request.GET.get("after", ""))
    answer = {"staff": staff, "office": at, "page": page, "may_work": may_work(staff), "here": "cases"}
    answer["may_load"] = may_load_payments(staff)
    return render(request, "console/cases/work.html", answer)


@require_safe
@for_staff
def search(request: HttpRequest, staff: StaffRow) -> HttpResponse:
    form = NumberForm(request.GET if "number" in request.GET else None)
    if form.is_valid():
        number = "".join(sign for sign in form.cleaned_data["number"] if sign.isalnum())
        found = case_of_office(number=number, office=staff.office, now=now())
        if found is not None:
            return redirect("console:case", found.number)
        form.add_error("number", _("Tidak ada berkas dengan nomor itu. Periksa lagi: 16 angka."))
    office = at_office(staff.office, now()) if staff.office else None
    answer = {"staff": staff, "office": office, "form": form, "here": "cases"}
    return render(request, "console/cases/search.html", answer)


@require_safe
@for_staff
def case(request: HttpRequest, staff: StaffRow, case: str) -> HttpResponse:
    return show_case(request, staff, let_into_case(staff, case))


@require_safe
@for_staff
def receipt(request: HttpRequest, staff: StaffRow, case: str) -> HttpResponse:
    found = let_into_case(staff, case)
    at = at_office(found.office, now())
    return _paper(at, staff, slips.receipt(at, found, settings.PUBLIC_URL), f"receipt-{found.number}")


@require_safe
@for_staff
def payment_slip(request: HttpRequest, staff: StaffRow, case: str) -> HttpResponse:
    found = let_into_case(staff, case)
    if found.billing_code is None:
        raise Http404
    at = at_office(found.office, now())
    return _paper(at, staff, slips.payment_slip(at, found), f"payment-{found.number}")


def show_case(
    request: HttpRequest,
    staff: StaffRow,
    found: CaseRow,
    *,
    refused: str = "",
    sent: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a case, with why its last step was refused and the form at fault; the view is noted."""
    person = applicant_of_case(number=found.number, office=staff.office)
    if person is None:
        raise Http404
    at = at_office(found.office, now())
    note_view(subject=found.number, office=found.office, reason="case", now=at.now, by=staff.username)
    answer = {"staff": staff, "office": at, "page": case_page(at, found, person, sent), "refused": refused}
    answer |= {"may_work": may_work(staff), "here": "cases"}
    if may_work(staff):
        station = station_of(found.stage, has_slip=found.billing_code is not None)
        answer["ticket"] = ticket_page(at, found.booking, station, counter_of(request))
    return render(request, "console/cases/case.html", answer, status=status)


def _paper(at: AtOffice, staff: StaffRow, parts: tuple[Part, ...], name: str) -> HttpResponse:
    foot = slips.signed_off(at, staff.username, moment_text(at.now, at.zone))
    return pdf_answer(parts, footer=foot, name=name)
