"""Move a booking: the day, the time, and one button. The questions are asked by GET, since they change nothing."""

import secrets
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from serambi.counters.common.refusals import sentence
from serambi.counters.portal.forms.booking import ChoiceForm
from serambi.counters.portal.forms.reading import ErrorLink, error_links, read_day
from serambi.counters.portal.pages import days
from serambi.counters.portal.pages.booking import booking_page, contingents_of
from serambi.counters.portal.pages.place import AtOffice
from serambi.counters.portal.views.bookings import holders_only
from serambi.counters.portal.views.confirming import BY, not_known
from serambi.procedures.move_booking import move_booking
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.bookings import BookingRow
from serambi.rules.refusal import Refused


@holders_only
def move(request: HttpRequest, at: AtOffice, booking: BookingRow) -> HttpResponse:
    """Which question comes next follows from what the address says already."""
    on, slot = read_day(request.GET.get("on")), request.GET.get("slot")
    if on is None:
        return _day(request, at, booking)
    if request.method == "POST":
        return _send(request, at, booking, on)
    return _confirm(request, at, booking, on, slot) if slot else _time(request, at, booking, on)


def _day(request: HttpRequest, at: AtOffice, booking: BookingRow) -> HttpResponse:
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
        label=_("Pindah ke hari apa?"),
        choices=offered.choices,
        missing=_("Pilih hari yang masih ada tempat."),
        initial={"on": f"{booking.on}"},
    )
    return _ask(request, at, booking, "day", form, offered=offered)


def _time(
    request: HttpRequest, at: AtOffice, booking: BookingRow, on: date, refused: str = "", status: int = 200
) -> HttpResponse:
    choices = days.choose_time(at, group=booking.group, contingents=contingents_of(booking), on=on, people=1)
    form = ChoiceForm(
        {} if "asked-time" in request.GET and not refused else None,
        name="slot",
        label=_("Pindah ke pukul berapa?"),
        choices=[choice for choice in choices if choice[0] != booking.slot],
        missing=_("Pilih waktu yang masih ada tempat."),
    )
    return _ask(request, at, booking, "time", form, on=on, refused=refused, status=status)


def _confirm(request: HttpRequest, at: AtOffice, booking: BookingRow, on: date, slot: str) -> HttpResponse:
    when = days.slot_text(at, group=booking.group, on=on, slot=slot)
    if not when:
        return _time(request, at, booking, on, _("Waktu itu tidak tersedia lagi. Pilih waktu lain."), 409)
    shown = {
        "office": at,
        "page": booking_page(at, booking),
        "when": when,
        "on": on,
        "slot": slot,
        "key": secrets.token_urlsafe(16),
    }
    return render(request, "portal/bookings/move_confirm.html", shown)


def _send(request: HttpRequest, at: AtOffice, booking: BookingRow, on: date) -> HttpResponse:
    slot, key = request.POST.get("slot", ""), request.POST.get("key", "")
    try:
        move_booking(code=booking.code, slot=slot, key=key, now=at.now, by=BY)
    except Refused as refused:
        return _time(request, at, booking, on, sentence(refused.refusal), 409)
    except (Busy, OutcomeUnknown) as trouble:
        return not_known(request, is_busy=isinstance(trouble, Busy), fields={"key": key, "slot": slot}, office=at)
    return redirect("portal:booking", booking.code)


def _ask(
    request: HttpRequest,
    at: AtOffice,
    booking: BookingRow,
    step: str,
    form: ChoiceForm,
    refused: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    errors = [ErrorLink("#id_slot_0", refused)] if refused else error_links(form)
    shown = {"office": at, "page": booking_page(at, booking), "form": form, "errors": errors, "refused": refused}
    return render(request, f"portal/bookings/move_{step}.html", shown | more, status=422 if form.errors else status)
