"""The lines of a day on paper: enter them, one or many, merge them, and decide about those that wait."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.counters.common.paper_words import fault_text
from serambi.counters.common.refusals import sentence
from serambi.counters.console.forms.paper import LineForm, PileForm, SetAsideForm
from serambi.counters.console.hall_door import for_own_hall
from serambi.counters.console.pages.paper import entry_page, line_words, open_page, read_day, service_choices, unsettled
from serambi.counters.console.pages.place import AtOffice
from serambi.counters.console.paper_pile import enter_pile
from serambi.counters.console.views.paper import MERGED, OK, REFUSED, WRONG, show_paper
from serambi.procedures.enter_paper_lines import enter_paper_lines
from serambi.procedures.merge_paper_lines import merge_paper_lines
from serambi.procedures.settle_paper_line import correct_line, set_aside_line
from serambi.records.queries.staff import StaffRow
from serambi.rules.paper.lines import COLUMNS, PaperFaults
from serambi.rules.refusal import Refused

HEADING = {"lines": ",".join(COLUMNS) + "\n"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_own_hall
def lines(request: HttpRequest, staff: StaffRow, at: AtOffice, on: str) -> HttpResponse:
    """One line at a time; where one ends the next begins."""
    day = read_day(on)
    form = LineForm(request.POST if request.method == "POST" else None, services=service_choices())
    if form.is_valid():
        try:
            enter_paper_lines(office=at.code, on=day, lines=[form.typed()], now=at.now, by=staff.username)
            return redirect("console:paper-lines", on)
        except PaperFaults as found:
            form.add_faults(found.faults)
    form.focus_first_wrong()
    shown = {"page": entry_page(at, day, staff.username), "form": form, "pile": PileForm(initial=HEADING)}
    return show_paper(request, staff, at, "paper_lines", shown, WRONG if form.errors else OK)


@require_POST
@for_own_hall
def pile(request: HttpRequest, staff: StaffRow, at: AtOffice, on: str) -> HttpResponse:
    """Many lines: all of them, or none with every fault at its line."""
    day, form = read_day(on), PileForm(request.POST, request.FILES)
    shown: dict[str, object] = {"pile": form, "form": LineForm(services=service_choices())}
    status = WRONG
    if form.is_valid():
        try:
            kept = enter_pile(form.content(), at, day, staff.username)
            status, shown = OK, shown | {"kept": kept, "pile": PileForm(initial=HEADING)}
        except PaperFaults as found:
            shown["faults"] = [(line, fault_text(fault)) for line, fault in found.faults]
        except Refused as refused:
            form.add_error("lines", sentence(refused.refusal))
    shown["page"] = entry_page(at, day, staff.username)
    return show_paper(request, staff, at, "paper_lines", shown, status)


@require_POST
@for_own_hall
def merge(request: HttpRequest, staff: StaffRow, at: AtOffice, on: str) -> HttpResponse:
    done = merge_paper_lines(office=at.code, on=read_day(on), now=at.now, by=staff.username)
    request.session[MERGED] = {"merged": done.merged, "open": done.open, "left": done.left}
    return redirect(reverse("console:paper") + f"?on={on}")


@require_safe
@for_own_hall
def open_lines(request: HttpRequest, staff: StaffRow, at: AtOffice, on: str) -> HttpResponse:
    day = read_day(on)
    return show_paper(request, staff, at, "paper_open", {"on": day, "lines": open_page(at, day)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_own_hall
def correct(request: HttpRequest, staff: StaffRow, at: AtOffice, on: str, line: str) -> HttpResponse:
    """Enter a line that waits anew, as it should have been."""
    day, status = read_day(on), OK
    row = unsettled(at, day, line)
    form = LineForm(request.POST if request.method == "POST" else None, services=service_choices(), initial=row.typed)
    shown: dict[str, object] = {"on": day, "line": line_words(row), "form": form, "aside": SetAsideForm()}
    if form.is_valid():
        try:
            correct_line(office=at.code, on=day, code=line, line=form.typed(), now=at.now, by=staff.username)
            return redirect("console:paper-open", on)
        except PaperFaults as found:
            form.add_faults(found.faults)
            status = WRONG
        except Refused as refused:
            status, shown["refused"] = REFUSED, sentence(refused.refusal)
    return show_paper(request, staff, at, "paper_line", shown, WRONG if form.errors else status)


@require_POST
@for_own_hall
def set_aside(request: HttpRequest, staff: StaffRow, at: AtOffice, on: str, line: str) -> HttpResponse:
    """Decide that a line becomes no visit."""
    day, aside = read_day(on), SetAsideForm(request.POST)
    row = unsettled(at, day, line)
    try:
        why = aside.cleaned_data["why"] if aside.is_valid() else ""
        set_aside_line(office=at.code, on=day, code=line, why=why, now=at.now, by=staff.username)
        return redirect("console:paper-open", on)
    except Refused as refused:
        aside.add_error("why", sentence(refused.refusal))
    form = LineForm(services=service_choices(), initial=row.typed)
    shown = {"on": day, "line": line_words(row), "form": form, "aside": aside}
    return show_paper(request, staff, at, "paper_line", shown, WRONG)
