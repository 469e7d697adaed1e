"""Answer an offer or an invitation: take the place that is held, another one, none, or wait in line instead."""

import secrets
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy

from serambi.counters.common.refusals import sentence
from serambi.counters.portal.pages.booking import booking_page
from serambi.counters.portal.pages.place import AtOffice
from serambi.counters.portal.pages.standing import ANSWERING, invitation_text, reach_text, standing_of
from serambi.counters.portal.views import other_time
from serambi.counters.portal.views.bookings import holders_only
from serambi.counters.portal.views.confirming import BY, not_known
from serambi.procedures.answer_offer import accept_offer, decline_offer
from serambi.procedures.postpone_booking import postpone_booking
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.bookings import BookingRow
from serambi.rules.refusal import Refused

DECLINE = "decline"
CHOOSING = other_time.Errand(
    route="offer",
    title=gettext_lazy("Pilih waktu lain"),
    now_is=gettext_lazy("Waktu yang kami simpan:"),
    ask_day=gettext_lazy("Pilih hari apa?"),
    ask_time=gettext_lazy("Pilih pukul berapa?"),
    ask_sure=gettext_lazy("Ambil waktu ini?"),
    button=gettext_lazy("Ya, ambil waktu ini"),
)


@holders_only
def offer(request: HttpRequest, at: AtOffice, booking: BookingRow) -> HttpResponse:
    """The address says what is asked: "other" or "on" another time, "answer=decline" whether to give it back."""
    if request.method == "POST":
        return _answer(request, at, booking)
    if booking.state not in ANSWERING or standing_of(at, booking).is_late:
        return redirect("portal:booking", booking.code)
    if "other" in request.GET or "on" in request.GET:
        return other_time.choose(request, at, booking, CHOOSING)
    return _ask(request, at, booking, request.GET.get("answer") == DECLINE)


@holders_only
def postponement(request: HttpRequest, at: AtOffice, booking: BookingRow) -> HttpResponse:
    if request.method != "POST":
        if booking.state == "postponed":
            return redirect("portal:booking", booking.code)
        return _ask_to_postpone(request, at, booking)
    key = request.POST.get("key", "")
    try:
        postpone_booking(code=booking.code, key=key, now=at.now, by=BY)
    except Refused as refused:
        return _ask_to_postpone(request, at, booking, sentence(refused.refusal))
    except (Busy, OutcomeUnknown) as trouble:
        return not_known(request, is_busy=isinstance(trouble, Busy), fields={"key": key}, office=at)
    return redirect("portal:booking", booking.code)


def _answer(request: HttpRequest, at: AtOffice, booking: BookingRow) -> HttpResponse:
    if request.POST.get("answer") != DECLINE and request.POST.get("slot"):
        return other_time.send(request, at, booking, CHOOSING, partial(_accept, at, booking))
    is_declined, key = request.POST.get("answer") == DECLINE, request.POST.get("key", "")
    try:
        if is_declined:
            decline_offer(code=booking.code, key=key, now=at.now, by=BY)
        else:
            _accept(at, booking, None, key)
    except Refused as refused:
        return _ask(request, at, booking, is_declined, sentence(refused.refusal))
    except (Busy, OutcomeUnknown) as trouble:
        fields = {"key": key, "answer": request.POST.get("answer", "")}
        return not_known(request, is_busy=isinstance(trouble, Busy), fields=fields, office=at)
    return redirect("portal:booking", booking.code)


def _accept(at: AtOffice, booking: BookingRow, slot: str | None, key: str) -> None:
    accept_offer(code=booking.code, slot=slot, key=key, now=at.now, by=BY)


def _ask(request: HttpRequest, at: AtOffice, booking: BookingRow, is_declined: bool, refused: str = "") -> HttpResponse:
    shown = {"office": at, "page": booking_page(at, booking), "key": secrets.token_urlsafe(16)}
    if refused:
        shown["errors"] = [{"text": refused}]
    page = "declining" if is_declined else "offer"
    return render(request, f"portal/bookings/{page}.html", shown, status=409 if refused else 200)


def _ask_to_postpone(request: HttpRequest, at: AtOffice, booking: BookingRow, refused: str = "") -> HttpResponse:
    shown = {
        "office": at,
        "page": booking_page(at, booking),
        "key": secrets.token_urlsafe(16),
        "then": (invitation_text(), reach_text()),
    }
    if refused:
        shown["errors"] = [{"text": refused}]
    return render(request, "portal/bookings/postponement.html", shown, status=409 if refused else 200)
