"""Choose another day and time for a booking. The questions are asked by GET, since they change nothing."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from serambi.counters.common.refusals import sentence
from serambi.counters.portal import keyring
from serambi.counters.portal.forms.booking import ChoiceForm
from serambi.counters.portal.forms.reading import ErrorLink, error_links, read_day
from serambi.counters.portal.pages import days
from serambi.counters.portal.pages.booking import booking_page, contingents_of
from serambi.counters.portal.pages.place import AtOffice
from serambi.counters.portal.views.confirming import not_known
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.bookings import BookingRow
from serambi.rules.refusal import Refused

Send = Callable[[str, str], None]
"""Writes the change of time: the slot's code and the idempotency key."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Why another time is chosen: the page it happens on, and its words. `now_is` names the time held so far."""

    route: str
    title: Any
    now_is: Any
    ask_day: Any
    ask_time: Any
    ask_sure: Any
    button: Any


def choose(request: HttpRequest, at: AtOffice, booking: BookingRow, errand: Errand) -> HttpResponse:
    """Which question comes next follows from what the address says already."""
    on, slot = read_day(request.GET.get("on")), request.GET.get("slot")
    if on is None:
        return _day(request, at, booking, errand)
    return _sure(request, at, booking, errand, on, slot) if slot else _time(request, at, booking, errand, on)


def send(request: HttpRequest, at: AtOffice, booking: BookingRow, errand: Errand, change: Send) -> HttpResponse:
    """Write the chosen time; one that is gone leads back to the times of its day."""
    slot, key = request.POST.get("slot", ""), request.POST.get("key", "")
    try:
        change(slot, key)
    except Refused as refused:
        on = read_day(request.GET.get("on")) or at.today
        return _time(request, at, booking, errand, on, sentence(refused.refusal), 409)
    except (Busy, OutcomeUnknown) as trouble:
        fields = {"key": key, "slot": slot, "answer": request.POST.get("answer", "")}
        return not_known(request, is_busy=isinstance(trouble, Busy), fields=fields, office=at)
    keyring.note_moved(request.session, booking.code)
    return redirect("portal:booking", booking.code)


def _day(request: HttpRequest, at: AtOffice, booking: BookingRow, errand: Errand) -> HttpResponse:
    offered = days.choose_day(
        at,
        group=booking.group,
        contingents=contingents_of(booking),
        from_on=read_day(request.GET.get("from")),
        chosen=None,
    )
    form = ChoiceForm(
        {} if "asked" in request.GET else None,
        name="on",
        label=errand.ask_day,
        choices=offered.choices,
        missing=_("Pilih hari yang masih ada tempat."),
        initial={"on": f"{booking.on}"},
    )
    return _ask(request, at, booking, errand, "day", form, offered=offered)


def _time(
    request: HttpRequest,
    at: AtOffice,
    booking: BookingRow,
    errand: Errand,
    on: date,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    choices = days.choose_time(at, group=booking.group, contingents=contingents_of(booking), on=on, people=1)
    form = ChoiceForm(
        {} if "asked-time" in request.GET and not refused else None,
        name="slot",
        label=errand.ask_time,
        choices=[choice for choice in choices if choice[0] != booking.slot],
        missing=_("Pilih waktu yang masih ada tempat."),
    )
    return _ask(request, at, booking, errand, "time", form, on=on, refused=refused, status=status)


def _sure(request: HttpRequest, at: AtOffice, booking: BookingRow, errand: Errand, on: date, slot: str) -> HttpResponse:
    when = days.slot_text(at, group=booking.group, on=on, slot=slot)
    if not when:
        gone = _("Waktu itu tidak tersedia lagi. Pilih waktu lain.")
        return _time(request, at, booking, errand, on, gone, 409)
    shown = _shown(at, booking, errand) | {"when": when, "on": on, "slot": slot, "key": secrets.token_urlsafe(16)}
    return render(request, "portal/bookings/move_confirm.html", shown)


def _ask(
    request: HttpRequest,
    at: AtOffice,
    booking: BookingRow,
    errand: Errand,
    step: str,
    form: ChoiceForm,
    refused: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    errors = [ErrorLink("#id_slot_0", refused)] if refused else error_links(form)
    shown = _shown(at, booking, errand) | {"form": form, "errors": errors, "refused": refused} | more
    return render(request, f"portal/bookings/move_{step}.html", shown, status=422 if form.errors else status)


def _shown(at: AtOffice, booking: BookingRow, errand: Errand) -> dict[str, Any]:
    page = booking_page(at, booking)
    address = reverse(f"portal:{errand.route}", args=[booking.code])
    return {"office": at, "page": page, "errand": errand, "address": address}
