"""What an officer does with a case: each a button, each one procedure."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from serambi.counters.common.clock import now
from serambi.counters.common.refusals import sentence
from serambi.counters.console.case_door import let_into_case, let_work
from serambi.counters.console.door import StaffView, for_staff
from serambi.counters.console.forms.cases import FeesForm, HandoverForm, PauseForm, ReasonForm, VoidSlipForm
from serambi.counters.console.pages.case import fees_of
from serambi.counters.console.pages.place import at_office
from serambi.counters.console.views.cases import show_case
from serambi.procedures.advance_case import advance_case
from serambi.procedures.collect_document import collect_document
from serambi.procedures.issue_payment_slip import issue_payment_slip
from serambi.procedures.pause_case import pause_case, resume_case
from serambi.procedures.record_examination import record_examination
from serambi.procedures.void_payment_slip import void_payment_slip
from serambi.records.queries.cases import CaseRow
from serambi.records.queries.staff import StaffRow
from serambi.rules.promise import PauseReason
from serambi.rules.refusal import Refused
from serambi.rules.states import CaseEvent

CONFLICT, WRONG = 409, 422
Step = Callable[[HttpRequest, StaffRow, CaseRow], None]


class Unreadable(Exception):
    """What was sent is no such form; the message says what is missing. `form` is shown again with its errors."""

    def __init__(self, said: str, form: forms.Form | None = None, status: int = WRONG) -> None:
        super().__init__(said)
        self.form, self.status = form, status


def on_case(step: Step) -> StaffView:
    """A step of an officer of the case's office: done, back to the case; refused, the case says why."""

    @require_POST
    @for_staff
    @wraps(step)
    def taken(request: HttpRequest, staff: StaffRow, case: str) -> HttpResponse:
        found = let_into_case(staff, case)
        let_work(staff)
        try:
            step(request, staff, found)
        except Refused as refused:
            said = sentence(refused.refusal)
            return show_case(request, staff, let_into_case(staff, case), refused=said, status=CONFLICT)
        except Unreadable as wrong:
            return show_case(request, staff, found, refused=str(wrong), sent=wrong.form, status=wrong.status)
        return redirect("console:case", case)

    return taken


@on_case
def advance(request: HttpRequest, staff: StaffRow, case: CaseRow) -> None:
    event, reason = request.POST.get("event", ""), _read(ReasonForm(request.POST))["reason"]
    if event not in BY_HAND:
        raise Unreadable(_("Pilih langkah dari tombol yang ada."))
    advance_case(number=case.number, event=CaseEvent(event), reason=reason, now=now(), by=staff.username)


@on_case
def pause(request: HttpRequest, staff: StaffRow, case: CaseRow) -> None:
    told = _read(PauseForm(request.POST))
    reason = PauseReason(told["reason"])
    pause_case(number=case.number, reason=reason, note=told["note"], now=now(), by=staff.username)


@on_case
def resume(request: HttpRequest, staff: StaffRow, case: CaseRow) -> None:
    resume_case(number=case.number, now=now(), by=staff.username)


@on_case
def examine(request: HttpRequest, staff: StaffRow, case: CaseRow) -> None:
    report = _read(ReasonForm(request.POST))["reason"]
    record_examination(number=case.number, report=report, now=now(), by=staff.username)


@on_case
def issue_slip(request: HttpRequest, staff: StaffRow, case: CaseRow) -> None:
    form = FeesForm(request.POST, fees=fees_of(at_office(case.office, now()), case))
    _read(form)
    try:
        issue_payment_slip(number=case.number, fee_codes=form.fee_codes(), now=now(), by=staff.username)
    except Refused as refused:
        if refused.refusal.field is None:
            raise
        said = sentence(refused.refusal)
        form.name_refusal(refused.refusal, said)
        raise Unreadable(said, form, CONFLICT) from refused


@on_case
def void_slip(request: HttpRequest, staff: StaffRow, case: CaseRow) -> None:
    told = _read(VoidSlipForm(request.POST, auto_id="void_%s"))
    code, reason = told["billing_code"], told["reason"]
    void_payment_slip(number=case.number, billing_code=code, reason=reason, now=now(), by=staff.username)


@on_case
def hand_over(request: HttpRequest, staff: StaffRow, case: CaseRow) -> None:
    form = HandoverForm(request.POST)
    _read(form)
    collect_document(number=case.number, collector=form.taken_by(), now=now(), by=staff.username)


BY_HAND = frozenset(CaseEvent) - {CaseEvent.PAY, CaseEvent.COLLECT, CaseEvent.LAPSE}
"""Paying is the bank's file's, handing over asks who takes it, lapsing is the calendar's."""


def _read(form: forms.Form) -> dict[str, Any]:
    if form.is_valid():
        return form.cleaned_data
    raise Unreadable(str(next(iter(form.errors.values()))[0]), form)
