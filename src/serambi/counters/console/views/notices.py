"""Notices at the desk: drafting from the state, editing both languages, previewing, publishing and withdrawing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from serambi.counters.common.clock import now
from serambi.counters.common.roles import head_of
from serambi.counters.console.door import for_staff, let_into_office, let_order
from serambi.counters.console.forms.notices import NoticeForm, PublicationForm, WithdrawalForm
from serambi.counters.console.pages.notices import (
    desk_forms,
    desk_page,
    desk_row,
    notice_lines,
    preview_parts,
    put_refusal,
    start_notice,
    starting_forms,
)
from serambi.counters.console.pages.place import AtOffice, at_office
from serambi.procedures.draft_notice import edit_notice
from serambi.procedures.publish_notice import publish_notice
from serambi.procedures.withdraw_notice import withdraw_notice
from serambi.records.queries.staff import StaffRow
from serambi.rules.notice import NoticeKind
from serambi.rules.refusal import Refused

OK, WRONG, CONFLICT = 200, 422, 409


@require_safe
@for_staff
def notice_list(request: HttpRequest, staff: StaffRow, office: str) -> HttpResponse:
    at = _at(staff, office)
    answer = {"staff": staff, "office": at, "lines": notice_lines(at), "here": "notices"}
    return render(request, "console/notices/list.html", answer)


@require_http_methods(["GET", "POST"])
@for_staff
def start(request: HttpRequest, staff: StaffRow, office: str) -> HttpResponse:
    at, kind = _at(staff, office), request.POST.get("kind", "")
    forms = starting_forms(at, kind, request.POST if request.method == "POST" else None)
    form = forms.get(kind)
    if form is not None and form.is_valid():
        try:
            return redirect("console:notice", office, start_notice(at, staff, kind, form.cleaned_data))
        except Refused as refused:
            put_refusal(form, refused.refusal)
    by_kind = {str(each): forms[each] for each in NoticeKind}
    answer = {"staff": staff, "office": at, "forms": by_kind, "sent": form, "here": "notices"}
    status = OK if request.method == "GET" else WRONG
    return render(request, "console/notices/new.html", answer, status=status)


@require_http_methods(["GET", "POST"])
@for_staff
def notice(request: HttpRequest, staff: StaffRow, office: str, notice: str) -> HttpResponse:
    at = _at(staff, office)
    row = desk_row(at, notice)
    if request.method == "GET":
        return _desk(request, staff, at, notice)
    form = NoticeForm(request.POST)
    if not form.is_valid():
        return _desk(request, staff, at, notice, status=WRONG, form=form)
    edit_notice(
        office=office,
        slug=row.slug,
        words=form.words,
        until_on=form.cleaned_data["until_on"],
        now=at.now,
        by=staff.username,
        head_of=head_of(staff),
    )
    return redirect("console:notice-preview" if "preview" in request.POST else "console:notice", office, notice)


@require_safe
@for_staff
def preview(request: HttpRequest, staff: StaffRow, office: str, notice: str) -> HttpResponse:
    at = _at(staff, office)
    row = desk_row(at, notice)
    answer = {"staff": staff, "office": at, "page": desk_page(at, row), "parts": preview_parts(row), "here": "notices"}
    return render(request, "console/notices/preview.html", answer)


@require_POST
@for_staff
def publication(request: HttpRequest, staff: StaffRow, office: str, notice: str) -> HttpResponse:
    at = _at(staff, office)
    desk_row(at, notice)
    form = PublicationForm(request.POST)
    if not form.is_valid():
        return _desk(request, staff, at, notice, status=WRONG, publication=form)
    comes_at = form.comes_at(at.zone)
    try:
        publish_notice(
            office=office,
            slug=notice,
            from_at=comes_at,
            correction=form.correction,
            now=at.now,
            by=staff.username,
            head_of=head_of(staff),
        )
    except Refused as refused:
        put_refusal(form, refused.refusal)
        return _desk(request, staff, at, notice, status=CONFLICT, publication=form)
    return redirect("console:notice", office, notice)


@require_POST
@for_staff
def withdrawal(request: HttpRequest, staff: StaffRow, office: str, notice: str) -> HttpResponse:
    at = _at(staff, office)
    desk_row(at, notice)
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return _desk(request, staff, at, notice, status=WRONG, withdrawal=form)
    try:
        withdraw_notice(
            office=office, slug=notice, reason=form.reason, now=at.now, by=staff.username, head_of=head_of(staff)
        )
    except Refused as refused:
        put_refusal(form, refused.refusal)
        return _desk(request, staff, at, notice, status=CONFLICT, withdrawal=form)
    return redirect("console:notice", office, notice)


def _at(staff: StaffRow, office: str) -> AtOffice:
    """The office whose notices somebody may write. Raises Http404 for others."""
    let_order(staff)
    let_into_office(staff, office)
    return at_office(office, now())


def _desk(
    request: HttpRequest, staff: StaffRow, at: AtOffice, notice: str, *, status: int = OK, **sent: object
) -> HttpResponse:
    row = desk_row(at, notice)
    wrong = next(iter(sent.values()), None)
    answer = {"staff": staff, "office": at, "page": desk_page(at, row), **desk_forms(row), **sent, "wrong": wrong}
    return render(request, "console/notices/notice.html", answer | {"here": "notices"}, status=status)
