"""Days on paper: what was printed and how far it is entered, printing a sheet, and checking one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.counters.common.refusals import sentence
from serambi.counters.common.sheet_check import check_sheet
from serambi.counters.common.sheet_pdf import sheet_name, sheet_pdf
from serambi.counters.console.forms.choosing import DayForm
from serambi.counters.console.forms.paper import PrintLineForm
from serambi.counters.console.hall_door import for_own_hall
from serambi.counters.console.pages.paper import paper_page
from serambi.counters.console.pages.place import AtOffice
from serambi.procedures.print_day_sheet import print_day_sheet
from serambi.records.queries.staff import StaffRow
from serambi.rules.refusal import Refused

OK, WRONG, REFUSED = 200, 422, 409
MERGED = "paper_merged"
"""Where the session keeps what the last merge came to, until it is shown."""


@require_safe
@for_own_hall
def paper(request: HttpRequest, staff: StaffRow, at: AtOffice) -> HttpResponse:
    form = DayForm(request.GET if "on" in request.GET else {"on": str(at.today)})
    on = (form.cleaned_data.get("on") if form.is_valid() else None) or at.today
    answer = {"page": paper_page(at, on), "form": form, "done": request.session.pop(MERGED, None)}
    return show_paper(request, staff, at, "paper", answer, status=WRONG if form.errors else OK)


@require_POST
@for_own_hall
def print_sheet(request: HttpRequest, staff: StaffRow, at: AtOffice) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        answer = {"page": paper_page(at, at.today), "form": form}
        return show_paper(request, staff, at, "paper", answer, status=WRONG)
    on = form.cleaned_data["on"] or at.today
    try:
        printed = print_day_sheet(office=at.code, on=on, now=at.now, by=staff.username)
    except Refused as refused:
        answer = {"page": paper_page(at, on), "form": form, "refused": sentence(refused.refusal)}
        return show_paper(request, staff, at, "paper", answer, status=REFUSED)
    headers = {"Content-Disposition": f'inline; filename="{sheet_name(printed)}"', "Cache-Control": "no-store"}
    return HttpResponse(sheet_pdf(printed), content_type="application/pdf", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
@for_own_hall
def check(request: HttpRequest, staff: StaffRow, at: AtOffice) -> HttpResponse:
    form = PrintLineForm(request.POST if request.method == "POST" else None)
    checked = check_sheet(form.cleaned_data["line"].encode(), office=at.code) if form.is_valid() else None
    if checked is not None and checked.refusal is not None:
        form.add_error("line", sentence(checked.refusal))
    answer = {"form": form, "said": checked.said if checked else ()}
    return show_paper(request, staff, at, "paper_check", answer, status=WRONG if form.errors else OK)


def show_paper(
    request: HttpRequest, staff: StaffRow, at: AtOffice, name: str, shown: dict[str, object], status: int = OK
) -> HttpResponse:
    """A page of the paper rooms."""
    answer = {"staff": staff, "office": at, "here": "hall", "room": "paper"} | shown
    return render(request, f"console/hall/{name}.html", answer, status=status)
