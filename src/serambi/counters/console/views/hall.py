"""The whole hall, choosing a counter, and closing the day."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from serambi.counters.common.refusals import sentence
from serambi.counters.console.duty import counter_of
from serambi.counters.console.forms.counter import ChooseForm
from serambi.counters.console.hall_door import for_own_hall
from serambi.counters.console.pages.closing import closing_page
from serambi.counters.console.pages.counter import overview_page
from serambi.counters.console.pages.place import AtOffice
from serambi.procedures.leave_hall import close_hall
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.staff import StaffRow
from serambi.rules.refusal import Refused


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
    page, told, status = closing_page(at), "", 200
    if request.method == "POST" and page.missing and "looked" not in request.POST:
        told, status = _("Periksa ruangan dahulu, lalu beri tanda bahwa sudah diperiksa."), 422
    elif request.method == "POST":
        try:
            close_hall(office=at.code, now=at.now, by=staff.username)
            return redirect("console:closing")
        except Refused as refused:
            told, status = sentence(refused.refusal), 409
        except (Busy, OutcomeUnknown):
            told, status = _("Belum pasti tercatat. Muat ulang halaman ini sebelum menekan lagi."), 503
    answer = {"staff": staff, "office": at, "page": page, "told": told, "here": "hall", "room": "closing"}
    return render(request, "console/hall/closing.html", answer, status=status)
