"""The book of orders, and writing, previewing, enacting and undoing one."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.counters.common.clock import now
from serambi.counters.common.enacting import enact_once
from serambi.counters.common.hurry import carry_out_soon
from serambi.counters.common.refusals import sentence
from serambi.counters.common.roles import head_of, may_order
from serambi.counters.console.door import for_staff, let_into_directorate, let_into_office, let_order
from serambi.counters.console.forms.ordering import OrderTextForm, ReasonForm
from serambi.counters.console.pages.orders import due_lines, order_page, orders_page
from serambi.counters.console.pages.place import at_office, own_office
from serambi.counters.console.pages.preview import streamed
from serambi.counters.console.pages.writing import guided_form, signing_place, writing_page
from serambi.procedures.preview_instrument import preview_instrument
from serambi.procedures.undo_instrument import undo_instrument
from serambi.procedures.withdraw_proposal import withdraw_proposal
from serambi.records.queries.order_book import proposal_of_number
from serambi.records.queries.staff import StaffRow
from serambi.rules.policyfile.faults import PolicyFaults
from serambi.rules.policyfile.writing import write_order
from serambi.rules.refusal import Refused

WRONG, CONFLICT = 422, 409


@require_safe
@for_staff
def book(request: HttpRequest, staff: StaffRow) -> HttpResponse:
    at = now()
    answer = {"page": orders_page(staff, at), "may_order": may_order(staff), "here": "orders"}
    return render(request, "console/orders/book.html", {"staff": staff, "office": own_office(staff, at), **answer})


@require_http_methods(["GET", "POST"])
@for_staff
def write(request: HttpRequest, staff: StaffRow) -> HttpResponse:
    let_order(staff)
    form = guided_form(staff, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = write_order(form.draft(**signing_place(staff, now())))
        return render(request, "console/orders/new.html", writing_page(staff, now(), guided=form, text=text))
    status = WRONG if form.errors else 200
    return render(request, "console/orders/new.html", writing_page(staff, now(), guided=form), status=status)


@require_POST
@for_staff
def preview(request: HttpRequest, staff: StaffRow) -> HttpResponseBase:
    let_order(staff)
    form = OrderTextForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "console/orders/new.html", writing_page(staff, now(), form=form), status=WRONG)
    text, file = form.cleaned_data["text"], form.cleaned_data["file"]
    try:
        found = preview_instrument(text=text, file=file, now=now(), head_of=head_of(staff))
    except (PolicyFaults, Refused) as trouble:
        return _not_so(request, staff, text, file, trouble)
    words_of = {"text": text, "file": file}
    return StreamingHttpResponse(streamed(request, staff, found, words_of, own_office(staff, now())))


@require_POST
@for_staff
def enact(request: HttpRequest, staff: StaffRow) -> HttpResponse:
    let_order(staff)
    form = OrderTextForm(request.POST)
    if not form.is_valid():
        return render(request, "console/orders/new.html", writing_page(staff, now(), form=form), status=WRONG)
    text, file = form.cleaned_data["text"], form.cleaned_data["file"]
    try:
        done = enact_once(text=text, file=file, now=now(), by=staff.username, head_of=head_of(staff))
    except (PolicyFaults, Refused) as trouble:
        return _not_so(request, staff, text, file, trouble)
    if done.is_proposed:
        return redirect("console:proposal", done.enacted.number)
    return redirect("console:order", done.enacted.number)


@require_safe
@for_staff
def proposal(request: HttpRequest, staff: StaffRow, order: str) -> HttpResponse:
    let_into_directorate(staff)
    row = proposal_of_number(number=order)
    if row is None:
        raise Http404
    answer = {"staff": staff, "row": row, "is_own": row.proposed_by == staff.username, "here": "orders"}
    return render(request, "console/orders/proposal.html", answer)


@require_POST
@for_staff
def withdraw(request: HttpRequest, staff: StaffRow, order: str) -> HttpResponse:
    let_into_directorate(staff)
    try:
        withdraw_proposal(number=order, now=now(), by=staff.username)
    except Refused as refused:
        raise Http404 from refused
    return redirect("console:orders")


@require_safe
@for_staff
def one(request: HttpRequest, staff: StaffRow, order: str) -> HttpResponse:
    page = order_page(staff, order, now())
    if page is None:
        raise Http404
    answer = {"staff": staff, "office": own_office(staff, now()), "page": page, "here": "orders"}
    return render(request, "console/orders/order.html", answer)


@require_http_methods(["GET", "POST"])
@for_staff
def undo(request: HttpRequest, staff: StaffRow, order: str) -> HttpResponse:
    let_into_directorate(staff)
    page = order_page(staff, order, now())
    if page is None:
        raise Http404
    form, status = ReasonForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST" and form.is_valid():
        try:
            done = undo_instrument(number=order, reason=form.cleaned_data["reason"], now=now(), by=staff.username)
            if done is None:
                return redirect("console:proposal", order)
            if done.offices_left:
                carry_out_soon()
            return redirect("console:order", order)
        except Refused as refused:
            form.add_error(None, sentence(refused.refusal))
            status = CONFLICT
    answer = {"staff": staff, "page": page, "form": form, "here": "orders"}
    return render(
        request, "console/orders/undo.html", answer, status=WRONG if form.errors and status == 200 else status
    )


@require_safe
@for_staff
def dues(request: HttpRequest, staff: StaffRow, office: str, order: str) -> HttpResponse:
    let_into_office(staff, office)
    at, page = at_office(office, now()), order_page(staff, order, now())
    if page is None:
        raise Http404
    answer = {"staff": staff, "office": at, "page": page, "dues": due_lines(order, office, at.zone), "here": "orders"}
    return render(request, "console/orders/dues.html", answer)


def _not_so(
    request: HttpRequest, staff: StaffRow, text: str, file: str, trouble: PolicyFaults | Refused
) -> HttpResponse:
    """The text again, with what is wrong with it."""
    faults = trouble.faults if isinstance(trouble, PolicyFaults) else ()
    said = "" if isinstance(trouble, PolicyFaults) else sentence(trouble.refusal)
    page = writing_page(staff, now(), text=text, file=file, faults=faults, refusal=said)
    return render(request, "console/orders/new.html", page, status=CONFLICT if said else WRONG)
