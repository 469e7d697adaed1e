"""The end of a booking: check the answers, send them once, and what was confirmed."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from serambi.counters.common.refusals import sentence
from serambi.counters.common.words import listed
from serambi.counters.portal import keyring
from serambi.counters.portal.draft import Draft, Way, drop_draft, entry_of, keep_draft, request_of, step_of
from serambi.counters.portal.pages import questions
from serambi.counters.portal.pages.check import answers_of, confirmation, warnings_of
from serambi.counters.portal.pages.place import AtOffice, office_or_404
from serambi.counters.portal.views.questions import question
from serambi.procedures.book_visits import book_visits
from serambi.procedures.enter_draw import enter_draw
from serambi.procedures.join_line import join_line
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.rules.refusal import Refusal, Refused

BY = "portal"
DONE_PAGES: Mapping[Way, str] = {Way.SLOT: "done", Way.LINE: "joined", Way.DRAW: "entered"}


@dataclass(frozen=True, slots=True)
class Placed:
    """Who got what from a procedure; `start_at` is None without a slot."""

    people: tuple[keyring.BookedPerson, ...]
    start_at: datetime | None = None


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
        "warnings": warnings_of(at, draft),
        "way": draft.way,
        "number": len(draft.people),
        "key": secrets.token_urlsafe(16),
        "back": questions.url("people", at),
        "errors": [{"text": sentence(refused)}] if refused else [],
    }
    return render(request, "portal/book/check.html", shown)


def _send(request: HttpRequest, at: AtOffice, draft: Draft, key: str) -> HttpResponse:
    # Rate limits by address and by identity belong here, before the procedure is called.
    try:
        placed = SENDERS[draft.way](at, draft, key)
    except Refused as refused:
        keep_draft(request.session, at.code, _refused(draft, refused.refusal))
        return redirect(f"portal:book-{step_of(refused.refusal)}", at.code)
    except (Busy, OutcomeUnknown) as trouble:
        return not_known(request, is_busy=isinstance(trouble, Busy), fields={"key": key}, office=at)
    booked = keyring.Booked(
        key=key,
        office=at.code,
        service=draft.service or "",
        purpose=draft.purpose or "",
        start_at=placed.start_at,
        people=placed.people,
        way=draft.way,
    )
    keyring.note_booked(request.session, booked)
    drop_draft(request.session, at.code)
    return redirect("portal:book-done", at.code)


def _book(at: AtOffice, draft: Draft, key: str) -> Placed:
    asked = request_of(draft, office=at.code, key=key, language=_language())
    (answer,) = book_visits(requests=[asked], now=at.now, by=BY)
    if answer.refusal is not None:
        raise Refused(answer.refusal)
    people = zip(draft.people, answer.visits, strict=True)
    booked = tuple(keyring.BookedPerson(person.name, visit.code, visit.secret) for person, visit in people)
    return Placed(booked, answer.visits[0].start_at)


def _join(at: AtOffice, draft: Draft, key: str) -> Placed:
    asked = request_of(draft, office=at.code, key=key, language=_language())
    people = zip(draft.people, join_line(request=asked, now=at.now, by=BY), strict=True)
    return Placed(tuple(keyring.BookedPerson(person.name, place.code, place.secret) for person, place in people))


def _enter(at: AtOffice, draft: Draft, key: str) -> Placed:
    receipt = enter_draw(entry=entry_of(draft, key=key, language=_language()), now=at.now, by=BY)
    names = listed([person.name for person in draft.people])
    return Placed((keyring.BookedPerson(names, receipt.code, receipt.secret),))


SENDERS: Mapping[Way, Callable[[AtOffice, Draft, str], Placed]] = {Way.SLOT: _book, Way.LINE: _join, Way.DRAW: _enter}


def done(request: HttpRequest, office: str) -> HttpResponse:
    at = office_or_404(office)
    booked = keyring.just_booked(request.session, office)
    if booked is None:
        return redirect("portal:book", office)
    root = request.build_absolute_uri("/").rstrip("/")
    shown = {"office": at, "page": confirmation(at, booked, root), "here": "book"}
    return render(request, f"portal/book/{DONE_PAGES[booked.way]}.html", shown)


def not_known(
    request: HttpRequest, *, is_busy: bool, fields: dict[str, str], office: AtOffice | None = None
) -> HttpResponse:
    """Say honestly that the answer is not known, and offer to send the very same again."""
    shown = {"is_busy": is_busy, "fields": fields, "office": office, "here": "book"}
    return render(request, "portal/not_known.html", shown, status=503)


def _refused(draft: Draft, refusal: Refusal) -> Draft:
    """The draft with the reason; a slot that cannot be had is chosen anew."""
    return replace(draft, refusal=refusal, slot=None if step_of(refusal) == "time" else draft.slot)


def _language() -> str:
    return (get_language() or "id")[:2]
