"""The document desk: mark what was brought, hear the verdict, accept the file or return it with a slip."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serambi.counters.common.clock import now
from serambi.counters.common.dates import moment_text
from serambi.counters.common.refusals import sentence
from serambi.counters.console.case_door import let_work
from serambi.counters.console.door import for_staff
from serambi.counters.console.duty import counter_of
from serambi.counters.console.forms.cases import DeskForm
from serambi.counters.console.forms.choosing import CodeForm
from serambi.counters.console.pages import slips
from serambi.counters.console.pages.desk import Desk, desk_of, verdict_of, verdict_text
from serambi.counters.console.pages.place import AtOffice, at_office
from serambi.counters.console.pages.ticket import ticket_page
from serambi.counters.console.printing import pdf_answer
from serambi.procedures.note_view import note_view
from serambi.procedures.open_case import open_case
from serambi.procedures.return_file import return_file
from serambi.records.queries.bookings import applicant_of_office, booking_of_office
from serambi.records.queries.desk import accepted_file
from serambi.records.queries.staff import StaffRow
from serambi.rules.desk import DeskFindings
from serambi.rules.refusal import Refused

CONFLICT = 409


@require_safe
@for_staff
def find(request: HttpRequest, staff: StaffRow) -> HttpResponse:
    let_work(staff)
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        booking = booking_of_office(code=form.cleaned_data["code"], office=staff.office)
        if booking is not None:
            return redirect("console:desk", booking.code)
        form.add_error("code", _("Tidak ada jadwal dengan kode itu. Periksa lagi: dua belas huruf dan angka."))
    office = at_office(staff.office, now()) if staff.office else None
    answer = {"staff": staff, "office": office, "code_form": form, "here": "desk"}
    return render(request, "console/cases/find_desk.html", answer)


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def desk(request: HttpRequest, staff: StaffRow, code: str) -> HttpResponse:
    at, on_desk = _let_to_desk(staff, code)
    accepted = accepted_file(code=on_desk.booking.code)
    if accepted is not None:
        return redirect("console:case", accepted.number)
    data = request.POST if request.method == "POST" else None
    form = DeskForm(data, conditions=on_desk.conditions, papers=on_desk.papers, questions=on_desk.questions)
    note_view(subject=on_desk.booking.code, office=at.code, reason="desk", now=at.now, by=staff.username)
    if not form.is_valid():
        return _show(request, staff, at, on_desk, form)
    return _decide(request, staff, at, on_desk, form)


@require_safe
@for_staff
def slip(request: HttpRequest, staff: StaffRow, code: str) -> HttpResponse:
    at, on_desk = _let_to_desk(staff, code)
    if on_desk.returned is None:
        raise Http404
    foot = slips.signed_off(at, on_desk.returned.by, moment_text(on_desk.returned.at, at.zone))
    parts = slips.returned_slip(at, on_desk, on_desk.returned)
    return pdf_answer(parts, footer=foot, name=f"returned-{on_desk.booking.code}")


def _decide(request: HttpRequest, staff: StaffRow, at: AtOffice, on_desk: Desk, form: DeskForm) -> HttpResponse:
    answered = tuple(question for question, said in form.answers().items() if said.strip())
    told = form.cleaned_data
    findings = DeskFindings(tuple(told["when"]), tuple(told["brought"]), answered)
    verdict, code = verdict_of(at, on_desk, findings), on_desk.booking.code
    try:
        match request.POST.get("do"):
            case "accept":
                opened = open_case(code=code, verdict=verdict, now=at.now, by=staff.username)
                return redirect("console:case", opened.number)
            case "return":
                return_file(code=code, findings=findings, verdict=verdict, now=at.now, by=staff.username)
                return redirect("console:desk", code)
    except Refused as refused:
        said = {"refused": sentence(refused.refusal), "verdict": verdict_text(verdict)}
        return _show(request, staff, at, on_desk, form, status=CONFLICT, **said)
    return _show(request, staff, at, on_desk, form, verdict=verdict_text(verdict))


def _let_to_desk(staff: StaffRow, code: str) -> tuple[AtOffice, Desk]:
    """Raises Http404 for a booking that is not there or not theirs, and for those who only look."""
    booking = booking_of_office(code=code, office=staff.office)
    person = applicant_of_office(code=code, office=staff.office)
    if booking is None or person is None:
        raise Http404
    let_work(staff)
    at = at_office(booking.office, now())
    return at, desk_of(at, booking, person)


def _show(
    request: HttpRequest,
    staff: StaffRow,
    at: AtOffice,
    on_desk: Desk,
    form: DeskForm,
    *,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    returned_at = moment_text(on_desk.returned.at, at.zone) if on_desk.returned else ""
    answer = {"staff": staff, "office": at, "desk": on_desk, "form": form, "returned_at": returned_at, "here": "desk"}
    answer["ticket"] = ticket_page(at, on_desk.booking.code, None, counter_of(request))
    return render(request, "console/cases/desk.html", answer | more, status=status)
