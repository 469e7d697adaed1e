"""A booking in its holder's hands: find it, see it, keep it in a calendar, cancel it."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from serambi.counters.common.refusals import sentence
from serambi.counters.portal import keyring
from serambi.counters.portal.forms.bookings import FindForm
from serambi.counters.portal.forms.reading import error_links
from serambi.counters.portal.pages.booking import booking_page, calendar_file
from serambi.counters.portal.pages.place import AtOffice, office_or_404
from serambi.counters.portal.views.confirming import BY, not_known
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.bookings import BookingRow, booking_of_holder
from serambi.records.queries.draws import own_draw_request
from serambi.rules.codes import read_code
from serambi.rules.refusal import Refusal, Refused

NOT_FOUND = Refusal("booking.not_found")
View = Callable[..., HttpResponse]


def find(request: HttpRequest) -> HttpResponse:
    # A rate limit by address belongs here; a wrong key and an unknown code are answered alike.
    form = FindForm(request.POST or None)
    if form.is_valid():
        code, key = read_code(form.cleaned_data["code"]) or "", form.cleaned_data["key"].strip()
        if booking_of_holder(code=code, secret=key):
            keyring.hold(request.session, {code: key})
            return redirect("portal:booking", code)
        if own_draw_request(code=code, secret=key):
            keyring.hold(request.session, {code: key})
            return redirect("portal:draw-request", code)
        form.add_error("code", sentence(NOT_FOUND))
    shown = {"form": form, "errors": error_links(form)}
    return render(request, "portal/bookings/find.html", shown, status=422 if form.errors else 200)


def holders_only(view: View) -> View:
    """Hand a view the office and the booking; without its secret it is not there, like any other code."""

    @wraps(view)
    def guarded(request: HttpRequest, code: str, **parts: Any) -> HttpResponse:
        if key := request.GET.get("key"):
            return _take_key(request, code, key)
        booking = keyring.held_booking(request.session, code)
        if booking is None:
            return nowhere(request)
        return view(request, office_or_404(booking.office), booking, **parts)

    return guarded


def _take_key(request: HttpRequest, code: str, key: str) -> HttpResponse:
    """Keep the secret of a link in the session, so that the address in the browser's history is clean."""
    if booking_of_holder(code=code, secret=key) is None:
        return nowhere(request)
    keyring.hold(request.session, {code: key})
    return redirect("portal:booking", code)


def nowhere(request: HttpRequest) -> HttpResponse:
    """The same bytes for every code that is not this visitor's; so nothing in it names the code."""
    shown = {"language_page": reverse("portal:find-booking")}
    return render(request, "portal/bookings/nowhere.html", shown, status=404)


@holders_only
def booking(request: HttpRequest, at: AtOffice, booking: BookingRow) -> HttpResponse:
    was_moved = keyring.take_moved(request.session, booking.code)
    page, key = booking_page(at, booking), secrets.token_urlsafe(16)
    shown = {"office": at, "page": page, "key": key, "was_moved": was_moved}
    return render(request, "portal/bookings/booking.html", shown)


@holders_only
def calendar(request: HttpRequest, at: AtOffice, booking: BookingRow) -> HttpResponse:
    entry = calendar_file(at, booking)
    if entry is None:
        return redirect("portal:booking", booking.code)
    headers = {"Content-Disposition": f'attachment; filename="{booking.code}.ics"'}
    return HttpResponse(entry, content_type="text/calendar; charset=utf-8", headers=headers)


@holders_only
def cancellation(request: HttpRequest, at: AtOffice, booking: BookingRow) -> HttpResponse:
    shown = {"office": at, "page": booking_page(at, booking), "key": secrets.token_urlsafe(16)}
    if request.method != "POST":
        if booking.state == "cancelled":
            return redirect("portal:booking", booking.code)
        return render(request, "portal/bookings/cancellation.html", shown)
    key = request.POST.get("key", "")
    try:
        cancel_booking(code=booking.code, key=key, now=at.now, by=BY)
    except Refused as refused:
        shown["errors"] = [{"text": sentence(refused.refusal)}]
        return render(request, "portal/bookings/cancellation.html", shown, status=409)
    except (Busy, OutcomeUnknown) as trouble:
        return not_known(request, is_busy=isinstance(trouble, Busy), fields={"key": key}, office=at)
    return redirect("portal:booking", booking.code)
