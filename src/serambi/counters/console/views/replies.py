"""Readers' replies to notices: which everybody sees, and what the office answers."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from serambi.counters.common.clock import now
from serambi.counters.common.refusals import sentence
from serambi.counters.common.roles import may_moderate
from serambi.counters.console.door import for_staff, let_into_office, let_into_reply, let_moderate, let_see_replies
from serambi.counters.console.forms.replying import JudgeForm, ReplyAnswerForm, StateForm
from serambi.counters.console.pages.place import at_office
from serambi.counters.console.pages.replies import replies_page, reply_page
from serambi.procedures.answer_reply import answer_reply
from serambi.procedures.judge_reply import judge_reply
from serambi.procedures.note_view import note_view
from serambi.procedures.view_reply_address import view_reply_address
from serambi.records.queries.replies import ReplyRow
from serambi.records.queries.staff import StaffRow
from serambi.rules.refusal import Refused
from serambi.rules.reply import ReplyState

WRONG = 422


@require_safe
@for_staff
def replies(request: HttpRequest, staff: StaffRow, office: str) -> HttpResponse:
    let_see_replies(staff)
    let_into_office(staff, office)
    at = at_office(office, now())
    note_view(subject="replies", office=office, reason="replies", now=at.now, by=staff.username)
    page = replies_page(at, StateForm(request.GET).asked, request.GET.get("at"))
    shown = {"staff": staff, "office": at, "page": page, "may_moderate": may_moderate(staff), "here": "replies"}
    return render(request, "console/replies/list.html", shown)


@require_safe
@for_staff
def reply(request: HttpRequest, staff: StaffRow, reply: str) -> HttpResponse:
    let_see_replies(staff)
    found = let_into_reply(staff, reply)
    note_view(subject=found.code, office=found.office, reason="reply", now=now(), by=staff.username)
    return _page(request, staff, found)


@require_POST
@for_staff
def judge(request: HttpRequest, staff: StaffRow, reply: str) -> HttpResponse:
    let_moderate(staff)
    found, form = let_into_reply(staff, reply), JudgeForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    verdict = ReplyState(form.cleaned_data["verdict"])
    try:
        judge_reply(code=found.code, verdict=verdict, reason=form.cleaned_data["reason"], now=now(), by=staff.username)
    except Refused as refused:
        form.add_error(refused.refusal.field, sentence(refused.refusal))
        return _page(request, staff, found, judging=form)
    return redirect("console:replies", found.office)


@require_POST
@for_staff
def answer(request: HttpRequest, staff: StaffRow, reply: str) -> HttpResponse:
    let_moderate(staff)
    found, form = let_into_reply(staff, reply), ReplyAnswerForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    try:
        answer_reply(code=found.code, answer=form.cleaned_data["answer"], now=now(), by=staff.username)
    except Refused as refused:
        form.add_error(refused.refusal.field, sentence(refused.refusal))
        return _page(request, staff, found, answering=form)
    return redirect("console:reply", found.code)


@require_POST
@for_staff
def address(request: HttpRequest, staff: StaffRow, reply: str) -> HttpResponse:
    """By a button and not by a link, so that no browser fetches it before somebody asks."""
    let_moderate(staff)
    found = let_into_reply(staff, reply)
    email = view_reply_address(code=found.code, now=now(), by=staff.username)
    return _page(request, staff, found, email=email, is_address_asked=True)


def _page(
    request: HttpRequest,
    staff: StaffRow,
    found: ReplyRow,
    *,
    judging: JudgeForm | None = None,
    answering: ReplyAnswerForm | None = None,
    email: str | None = None,
    is_address_asked: bool = False,
) -> HttpResponse:
    at = at_office(found.office, now())
    wrong = judging or answering
    shown = {
        "staff": staff,
        "office": at,
        "page": reply_page(at, found),
        "may_moderate": may_moderate(staff),
        "judging": judging or JudgeForm(),
        "answering": answering or ReplyAnswerForm({"answer": found.answer} if found.answer else None),
        "errors": [str(error) for errors in wrong.errors.values() for error in errors] if wrong else [],
        "email": email,
        "is_address_asked": is_address_asked,
        "here": "replies",
    }
    return render(request, "console/replies/reply.html", shown, status=WRONG if wrong else 200)
