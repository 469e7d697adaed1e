"""Move a booking to another day and time."""

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from serambi.counters.portal.pages.place import AtOffice
from serambi.counters.portal.pages.standing import ANSWERING
from serambi.counters.portal.views import other_time
from serambi.counters.portal.views.bookings import holders_only
from serambi.counters.portal.views.confirming import BY
from serambi.procedures.move_booking import move_booking
from serambi.records.queries.bookings import BookingRow

MOVING = other_time.Errand(
    route="move",
    title=gettext_lazy("Pindahkan jadwal"),
    now_is=gettext_lazy("Jadwal sekarang:"),
    ask_day=gettext_lazy("Pindah ke hari apa?"),
    ask_time=gettext_lazy("Pindah ke pukul berapa?"),
    ask_sure=gettext_lazy("Pindahkan ke jadwal ini?"),
    button=gettext_lazy("Ya, pindahkan"),
)


@holders_only
def move(request: HttpRequest, at: AtOffice, booking: BookingRow) -> HttpResponse:
    if request.method == "POST" and "on" in request.GET:
        change = partial(_move, at, booking)
        return other_time.send(request, at, booking, MOVING, change)
    if booking.state in ANSWERING:
        return redirect("portal:offer", booking.code)
    return other_time.choose(request, at, booking, MOVING)


def _move(at: AtOffice, booking: BookingRow, slot: str, key: str) -> None:
    move_booking(code=booking.code, slot=slot, key=key, now=at.now, by=BY)
