"""A counter: call, serve, send on, set aside; and calling somebody out of order with two names."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.counters.common.refusals import sentence
from serambi.counters.console.duty import duty_of, keep_counter, keep_duty
from serambi.counters.console.forms.counter import DutyForm, OverrideForm, StepForm
from serambi.counters.console.hall_door import for_own_hall
from serambi.counters.console.pages.counter import counter_page, line_page
from serambi.counters.console.pages.place import AtOffice
from serambi.counters.console.second_person import second_person
from serambi.procedures.call_next import call_next, call_out_of_order
from serambi.procedures.note_view import note_view
from serambi.procedures.serve_visitor import (
    finish_stage,
    give_up,
    park,
    recall,
    resume,
    send_home_incomplete,
    send_to,
    start_serving,
)
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.staff import StaffRow
from serambi.rules.queueing import Stage, read_ticket
from serambi.rules.refusal import Refused

STEPS = {
    "start": start_serving,
    "recall": recall,
    "park": park,
    "finish": finish_stage,
    "incomplete": send_home_incomplete,
    "give_up": give_up,
    "resume": resume,
}
CONFLICT, WRONG = 409, 422


@require_safe
@for_own_hall
def counter(request: HttpRequest, staff: StaffRow, at: AtOffice, name: str) -> HttpResponse:
    keep_counter(request, name)
    return _shown(request, staff, at, name)


@require_safe
@for_own_hall
def line(request: HttpRequest, staff: StaffRow, at: AtOffice, name: str) -> HttpResponse:
    """The line alone, which the page fetches when the hall changes: without the person, so no view is noted."""
    duty = duty_of(request)
    page = line_page(at, name, duty.stages, duty.groups)
    return render(request, "console/hall/line.html", {"line": page, "office": at, "name": name})


@require_POST
@for_own_hall
def duty(request: HttpRequest, staff: StaffRow, at: AtOffice, name: str) -> HttpResponse:
    form = DutyForm(request.POST)
    if not form.is_valid():
        return _shown(request, staff, at, name, duty_form=form, status=WRONG)
    keep_duty(request, form.cleaned_data["stages"], form.cleaned_data["groups"])
    return redirect("console:counter", name)


@require_POST
@for_own_hall
def call(request: HttpRequest, staff: StaffRow, at: AtOffice, name: str) -> HttpResponse:
    duty = duty_of(request)
    keep_counter(request, name)

    def work() -> str:
        called = call_next(
            office=at.code, counter=name, stages=duty.stages, groups=duty.groups, now=at.now, by=staff.username
        )
        return "" if called else _("Tidak ada yang menunggu untuk loket ini.")

    return _done(request, staff, at, name, work)


@require_POST
@for_own_hall
def step(request: HttpRequest, staff: StaffRow, at: AtOffice, name: str) -> HttpResponse:
    form = StepForm(request.POST)
    if not form.is_valid():
        return _shown(request, staff, at, name, told=_("Formulir ini tidak lengkap. Coba lagi."), status=WRONG)
    asked = form.cleaned_data

    def work() -> str:
        here = {"office": at.code, "ticket": asked["ticket"], "now": at.now, "by": staff.username}
        if asked["step"] == "send":
            send_to(stage=Stage(asked["stage"] or Stage.DOCUMENTS), counter=asked["counter"], **here)
        else:
            STEPS[asked["step"]](**here)
        return ""

    return _done(request, staff, at, name, work)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@for_own_hall
def override(request: HttpRequest, staff: StaffRow, at: AtOffice, name: str) -> HttpResponse:
    form = OverrideForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            _override(request, staff, at, name, form.cleaned_data)
            return redirect("console:counter", name)
        except Refused as refused:
            field = {"second_by": "second"}.get(refused.refusal.field or "", refused.refusal.field)
            form.add_error(field if field in form.fields else None, sentence(refused.refusal))
        except (Busy, OutcomeUnknown) as trouble:
            form.add_error(None, _trouble(trouble))
    answer = {"staff": staff, "office": at, "name": name, "form": form, "here": "hall", "room": "counter"}
    return render(request, "console/hall/override.html", answer, status=WRONG if form.errors else 200)


def _override(request: HttpRequest, staff: StaffRow, at: AtOffice, name: str, asked: dict[str, str]) -> None:
    second = second_person(request, office=at.code, username=asked["second"], password=asked["password"])
    call_out_of_order(
        office=at.code,
        ticket=read_ticket(asked["ticket"]) or asked["ticket"],
        counter=name,
        reason=asked["reason"],
        second_by=second,
        now=at.now,
        by=staff.username,
    )


def _done(request: HttpRequest, staff: StaffRow, at: AtOffice, name: str, work: Callable[[], str]) -> HttpResponse:
    """Do the work; then the counter's page anew, or with what there is to say."""
    try:
        told = work()
    except Refused as refused:
        told = sentence(refused.refusal)
    except (Busy, OutcomeUnknown) as trouble:
        told = _trouble(trouble)
    if not told:
        return redirect("console:counter", name)
    return _shown(request, staff, at, name, told=told, status=CONFLICT)


def _trouble(trouble: Busy | OutcomeUnknown) -> str:
    if isinstance(trouble, Busy):
        return _("Sistem sedang sibuk dan belum mencatat apa pun. Tekan sekali lagi.")
    return _("Belum pasti tercatat. Lihat keadaannya di halaman ini sebelum menekan lagi.")


def _shown(
    request: HttpRequest,
    staff: StaffRow,
    at: AtOffice,
    name: str,
    *,
    told: str = "",
    duty_form: DutyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    duty = duty_of(request)
    page = counter_page(at, name, duty.stages, duty.groups)
    if page.viewed:
        note_view(subject=page.viewed, office=at.code, reason=f"counter {name}", now=at.now, by=staff.username)
    answer = {"staff": staff, "office": at, "page": page, "line": page.line, "name": name, "told": told}
    answer |= {"form": duty_form or DutyForm(initial={"stages": duty.stages, "groups": duty.groups})}
    return render(request, "console/hall/counter.html", answer | {"here": "hall", "room": "counter"}, status=status)
