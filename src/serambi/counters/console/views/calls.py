"""The call list of an office, what each call came to, and answers given on the telephone or at the counter."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from serambi.counters.common.clock import now
from serambi.counters.common.dates import moment_text
from serambi.counters.common.refusals import sentence
from serambi.counters.console.door import for_staff, let_act, let_into_booking, let_into_office
from serambi.counters.console.forms.calling import ACCEPT, DECLINE, AnswerForm, CallForm
from serambi.counters.console.pages.booking import ASKED
from serambi.counters.console.pages.calls import calls_page
from serambi.counters.console.pages.place import at_office
from serambi.procedures.answer_offer import accept_offer, decline_offer
from serambi.procedures.note_call import note_call
from serambi.procedures.note_view import note_view
from serambi.procedures.postpone_booking import postpone_booking
from serambi.records.queries.bookings import BookingRow
from serambi.records.queries.staff import StaffRow
from serambi.rules.calling import CallOutcome
from serambi.rules.refusal import Refused

CONFLICT = 409


@require_safe
@for_staff
def calls(request: HttpRequest, staff: StaffRow, office: str) -> HttpResponse:
    let_act(staff)
    let_into_office(staff, office)
    return _list(request, staff, office)


@require_POST
@for_staff
def call(request: HttpRequest, staff: StaffRow, code: str) -> HttpResponse:
    let_act(staff)
    booking, form = let_into_booking(staff, code), CallForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    outcome, key = CallOutcome(form.cleaned_data["outcome"]), form.cleaned_data["key"]
    try:
        note_call(code=booking.code, outcome=outcome, key=key, now=now(), by=staff.username)
    except Refused as refused:
        return _list(request, staff, booking.office, refusal=sentence(refused.refusal))
    return redirect("console:calls", booking.office)


@require_POST
@for_staff
def answer(request: HttpRequest, staff: StaffRow, code: str) -> HttpResponse:
    let_act(staff)
    booking, form = let_into_booking(staff, code), AnswerForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    if form.is_to_confirm and booking.state in ASKED:
        return _confirm(request, staff, booking, form.cleaned_data["key"])
    try:
        _write(booking.code, form.cleaned_data["answer"], form.cleaned_data["key"], staff.username)
    except Refused as refused:
        return _list(request, staff, booking.office, refusal=sentence(refused.refusal))
    return redirect("console:booking", booking.code)


def _write(code: str, answer: str, key: str, by: str) -> None:
    if answer == ACCEPT:
        accept_offer(code=code, slot=None, key=key, now=now(), by=by)
    elif answer == DECLINE:
        decline_offer(code=code, key=key, now=now(), by=by)
    else:
        postpone_booking(code=code, key=key, now=now(), by=by)


def _confirm(request: HttpRequest, staff: StaffRow, booking: BookingRow, key: str) -> HttpResponse:
    """Say what becomes of the place before it is given back; nothing is written but that the name was shown."""
    at = at_office(booking.office, now())
    note_view(subject=booking.code, office=booking.office, reason="declining", now=at.now, by=staff.username)
    held = moment_text(booking.start_at, at.zone) if booking.start_at else ""
    page = {"staff": staff, "office": at, "booking": booking, "held": held, "key": key, "here": "calls"}
    return render(request, "console/declining.html", page)


def _list(request: HttpRequest, staff: StaffRow, office: str, *, refusal: str = "") -> HttpResponse:
    at = at_office(office, now())
    note_view(subject="call list", office=office, reason="call list", now=at.now, by=staff.username)
    page = {"staff": staff, "office": at, "calls": calls_page(at), "refusal": refusal, "here": "calls"}
    return render(request, "console/calls.html", page, status=CONFLICT if refusal else 200)
