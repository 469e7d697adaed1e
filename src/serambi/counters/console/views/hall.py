"""The whole hall, choosing a counter, and closing the day."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.counters.common.refusals import sentence
from serambi.counters.console.duty import counter_of
from serambi.counters.console.forms.closing import ReopenForm
from serambi.counters.console.forms.counter import ChooseForm
from serambi.counters.console.hall_door import for_own_hall
from serambi.counters.console.pages.closing import closing_page
from serambi.counters.console.pages.counter import overview_page
from serambi.counters.console.pages.place import AtOffice
from serambi.procedures.leave_hall import close_hall
from serambi.procedures.reopen_hall import reopen_hall
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.staff import StaffRow
from serambi.rules.refusal import Refused

CONFLICT, WRONG, UNAVAILABLE = 409, 422, 503


@require_safe
@for_own_hall
def hall(request: HttpRequest, staff: StaffRow, at: AtOffice) -> HttpResponse:
    answer = {"staff": staff, "office": at, "page": overview_page(at), "here": "hall", "room": "hall"}
    return render(request, "console/hall/hall.html", answer)


@require_safe
@for_own_hall
def choose_counter(request: HttpRequest, staff: StaffRow, at: AtOffice) -> HttpResponse:
    form = ChooseForm(request.GET if "name" in request.GET else None, initial={"name": counter_of(request)})
    if form.is_valid():
        return redirect("console:counter", form.cleaned_data["name"])
    answer = {"staff": staff, "office": at, "form": form, "here": "hall", "room": "counter"}
    return render(request, "console/hall/choose_counter.html", answer)


@require_http_methods(["GET", "HEAD", "POST"])
@for_own_hall
def closing(request: HttpRequest, staff: StaffRow, at: AtOffice) -> HttpResponse:
    if request.method != "POST":
        return _closing(request, staff, at)
    if closing_page(at).missing and "looked" not in request.POST:
        return _closing(request, staff, at, _("Periksa ruangan dahulu, lalu beri tanda bahwa sudah diperiksa."), WRONG)
    return _written(request, staff, at, lambda: close_hall(office=at.code, now=at.now, by=staff.username))


@require_POST
@for_own_hall
def reopening(request: HttpRequest, staff: StaffRow, at: AtOffice) -> HttpResponse:
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _closing(request, staff, at, form=form, status=WRONG)
    reason = form.cleaned_data["reason"]
    return _written(
        request, staff, at, lambda: reopen_hall(office=at.code, reason=reason, now=at.now, by=staff.username)
    )


def _written(request: HttpRequest, staff: StaffRow, at: AtOffice, work: Callable[[], object]) -> HttpResponse:
    """Do the work; then the page of closing anew, or with what there is to say."""
    try:
        work()
    except Refused as refused:
        return _closing(request, staff, at, sentence(refused.refusal), CONFLICT)
    except (Busy, OutcomeUnknown):
        told = _("Belum pasti tercatat. Muat ulang halaman ini sebelum menekan lagi.")
        return _closing(request, staff, at, told, UNAVAILABLE)
    return redirect("console:closing")


def _closing(
    request: HttpRequest,
    staff: StaffRow,
    at: AtOffice,
    told: str = "",
    status: int = 200,
    form: ReopenForm | None = None,
) -> HttpResponse:
    answer = {"staff": staff, "office": at, "page": closing_page(at), "told": told, "form": form or ReopenForm()}
    return render(request, "console/hall/closing.html", answer | {"here": "hall", "room": "closing"}, status=status)
