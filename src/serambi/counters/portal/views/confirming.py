"""The end of a booking: check the answers, send them once, and what was confirmed."""

import secrets
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from serambi.counters.common.refusals import sentence
from serambi.counters.portal import keyring
from serambi.counters.portal.draft import Draft, drop_draft, keep_draft, request_of, step_of
from serambi.counters.portal.pages import questions
from serambi.counters.portal.pages.check import answers_of, confirmation
from serambi.counters.portal.pages.place import AtOffice, office_or_404
from serambi.counters.portal.views.questions import question
from serambi.procedures.book_visits import book_visits
from serambi.procedures.steps.booking_rows import BookingAnswer
from serambi.procedures.steps.durable import Busy, OutcomeUnknown

BY = "portal"


def check(request: HttpRequest, office: str) -> HttpResponse:
    """Sending the same form again, however often, leads to what it booked the first time."""
    booked = keyring.just_booked(request.session, office)
    if request.method == "POST" and booked and booked.key == request.POST.get("key"):
        return redirect("portal:book-done", office)
    return _check(request, office=office)


@question("check")
def _check(request: HttpRequest, at: AtOffice, draft: Draft) -> HttpResponse:
    if request.method == "POST":
        return _send(request, at, draft, request.POST.get("key", ""))
    refused = draft.refusal if draft.refusal and step_of(draft.refusal) == "check" else None
    shown = {
        "office": at,
        "here": "book",
        "answers": answers_of(at, draft),
        "number": len(draft.people),
        "key": secrets.token_urlsafe(16),
        "back": questions.url("people", at),
        "errors": [{"text": sentence(refused)}] if refused else [],
    }
    return render(request, "portal/book/check.html", shown)


def _send(request: HttpRequest, at: AtOffice, draft: Draft, key: str) -> HttpResponse:
    # Rate limits by address and by identity belong here, before the procedure is called.
    asked = request_of(draft, office=at.code, key=key, language=(get_language() or "id")[:2])
    try:
        (answer,) = book_visits(requests=[asked], now=at.now, by=BY)
    except (Busy, OutcomeUnknown) as trouble:
        return not_known(request, is_busy=isinstance(trouble, Busy), fields={"key": key}, office=at)
    if answer.refusal is not None:
        keep_draft(request.session, at.code, _refused(draft, answer))
        return redirect(f"portal:book-{step_of(answer.refusal)}", at.code)
    people = zip(draft.people, answer.visits, strict=True)
    booked = keyring.Booked(
        key=key,
        office=at.code,
        service=asked.service,
        purpose=asked.purpose,
        start_at=answer.visits[0].start_at,
        people=tuple(keyring.BookedPerson(person.name, visit.code, visit.secret) for person, visit in people),
    )
    keyring.note_booked(request.session, booked)
    drop_draft(request.session, at.code)
    return redirect("portal:book-done", at.code)


def done(request: HttpRequest, office: str) -> HttpResponse:
    at = office_or_404(office)
    booked = keyring.just_booked(request.session, office)
    if booked is None:
        return redirect("portal:book", office)
    root = request.build_absolute_uri("/").rstrip("/")
    shown = {"office": at, "page": confirmation(at, booked, root), "here": "book"}
    return render(request, "portal/book/done.html", shown)


def not_known(
    request: HttpRequest, *, is_busy: bool, fields: dict[str, str], office: AtOffice | None = None
) -> HttpResponse:
    """Say honestly that the answer is not known, and offer to send the very same again."""
    shown = {"is_busy": is_busy, "fields": fields, "office": office, "here": "book"}
    return render(request, "portal/not_known.html", shown, status=503)


def _refused(draft: Draft, answer: BookingAnswer) -> Draft:
    """The draft with the reason; a slot that cannot be had is chosen anew."""
    is_slot = answer.refusal is not None and step_of(answer.refusal) == "time"
    return replace(draft, refusal=answer.refusal, slot=None if is_slot else draft.slot)
