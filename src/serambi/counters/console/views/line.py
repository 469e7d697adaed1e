"""The line of an office, and the triage desk with its audit."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from serambi.counters.common.clock import now
from serambi.counters.common.refusals import sentence
from serambi.counters.console.door import for_staff, let_act, let_into_booking, let_into_office
from serambi.counters.console.forms.judging import VerdictForm
from serambi.counters.console.pages.line import line_page, triage_page
from serambi.counters.console.pages.place import at_office
from serambi.procedures.judge_urgency import accept_urgency, audit_urgency, reject_urgency
from serambi.records.queries.staff import StaffRow
from serambi.records.queries.urgency import is_to_audit
from serambi.rules.refusal import Refused

WRONG, CONFLICT = 422, 409


@require_safe
@for_staff
def line(request: HttpRequest, staff: StaffRow, office: str) -> HttpResponse:
    let_into_office(staff, office)
    at = at_office(office, now())
    return render(request, "console/line.html", {"staff": staff, "office": at, "page": line_page(at), "here": "line"})


@require_safe
@for_staff
def triage(request: HttpRequest, staff: StaffRow, office: str) -> HttpResponse:
    let_into_office(staff, office)
    return _desk(request, staff, office)


@require_POST
@for_staff
def judge(request: HttpRequest, staff: StaffRow, code: str) -> HttpResponse:
    let_act(staff)
    booking = let_into_booking(staff, code)
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _desk(request, staff, booking.office, code=booking.code, form=form)
    write = accept_urgency if form.is_accepted else reject_urgency
    try:
        write(code=booking.code, reason=form.cleaned_data["reason"], now=now(), by=staff.username)
    except Refused as refused:
        return _desk(request, staff, booking.office, refusal=sentence(refused.refusal))
    return redirect("console:triage", booking.office)


@require_POST
@for_staff
def audit(request: HttpRequest, staff: StaffRow, code: str) -> HttpResponse:
    booking = let_into_booking(staff, code)
    if not is_to_audit(code=booking.code):
        raise Http404
    form = VerdictForm(request.POST)
    if not form.is_valid():
        return _desk(request, staff, booking.office, code=booking.code, form=form)
    reason, is_accepted = form.cleaned_data["reason"], form.is_accepted
    try:
        audit_urgency(code=booking.code, is_accepted=is_accepted, reason=reason, now=now(), by=staff.username)
    except Refused as refused:
        return _desk(request, staff, booking.office, refusal=sentence(refused.refusal))
    return redirect("console:triage", booking.office)


def _desk(
    request: HttpRequest,
    staff: StaffRow,
    office: str,
    *,
    code: str = "",
    form: VerdictForm | None = None,
    refusal: str = "",
) -> HttpResponse:
    """The desk, with what was wrong about the claim of `code`."""
    at = at_office(office, now())
    page = triage_page(at, staff)
    answer = {"staff": staff, "office": at, "page": page, "wrong_code": code, "wrong": form, "refusal": refusal}
    status = CONFLICT if refusal else WRONG if form else 200
    return render(request, "console/triage.html", {**answer, "here": "triage"}, status=status)
