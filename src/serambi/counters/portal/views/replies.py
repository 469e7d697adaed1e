"""Replies to a notice: read those that were approved, and send one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from serambi.counters.common.network import caller_address
from serambi.counters.common.refusals import sentence
from serambi.counters.common.words import is_english
from serambi.counters.portal.forms.reading import error_links
from serambi.counters.portal.forms.replies import ReplyForm
from serambi.counters.portal.pages.place import AtOffice, office_or_404
from serambi.counters.portal.pages.replies import NoticeRepliedTo, notice_replied_to, replies_page
from serambi.counters.portal.views.confirming import BY, not_known
from serambi.procedures.receive_reply import receive_reply
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.rules.refusal import Refused

WRONG, TOO_MANY = 422, 429


@require_safe
def replies(request: HttpRequest, office: str, notice: str) -> HttpResponse:
    at, to = _found(office, notice)
    shown = {"office": at, "notice": to, "page": replies_page(at, notice, request.GET.get("at"))}
    return render(request, "portal/replies/all.html", shown)


@sensitive_post_parameters("name", "email", "text")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, office: str, notice: str) -> HttpResponse:
    at, to = _found(office, notice)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    status = WRONG if form.errors else 200
    if form.is_valid():
        try:
            _send(at, to, form, caller_address(request))
        except (Busy, OutcomeUnknown) as trouble:
            typed = {name: request.POST.get(name, "") for name in form.fields}
            return not_known(request, is_busy=isinstance(trouble, Busy), fields=typed, office=at)
        except Refused as refused:
            status = TOO_MANY if refused.refusal.code == "reply.too_many" else WRONG
            form.add_error(None, sentence(refused.refusal))
        else:
            return redirect("portal:reply-received", office, notice)
    shown = {"office": at, "notice": to, "form": form, "errors": error_links(form)}
    return render(request, "portal/replies/new.html", shown, status=status)


@require_safe
def received(request: HttpRequest, office: str, notice: str) -> HttpResponse:
    at, to = _found(office, notice)
    return render(request, "portal/replies/received.html", {"office": at, "notice": to})


def _found(office: str, notice: str) -> tuple[AtOffice, NoticeRepliedTo]:
    at = office_or_404(office)
    to = notice_replied_to(at, notice)
    if to is None:
        raise Http404
    return at, to


def _send(at: AtOffice, to: NoticeRepliedTo, form: ReplyForm, address: str) -> None:
    receive_reply(
        office=at.code,
        notice=to.slug,
        reply=form.reply(),
        language="en" if is_english() else "id",
        network=address,
        now=at.now,
        by=BY,
    )
