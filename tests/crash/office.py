"""What the crash tests do on their own database, each in a process of its own (tests.elsewhere)."""

from collections.abc import Sequence
from datetime import date, time, timedelta

from django.core.management import call_command

from serambi.procedures.book_visits import book_visits
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.models import Booking
from tests import audit
from tests.factories import NOW, applicant, request, save_office, save_slot

FIRST_DAY = date(2020, 9, 14)
HALF_HOURS = 18  # in a day


def open_office(slots: int, places: int) -> list[str]:
    """Make the tables and an office with slots; gives their codes."""
    call_command("migrate", verbosity=0)
    office = save_office()
    return [
        save_slot(
            office, places, on=FIRST_DAY + timedelta(days=at // 18), at=time(7 + at % 18 // 2, 30 * (at % 2))
        ).code
        for at in range(slots)
    ]


def faults(acknowledged: Sequence[str]) -> audit.Faults:
    return audit.faults(acknowledged)


def live_codes() -> list[str]:
    return list(Booking.objects.live().order_by("code").values_list("code", flat=True))


def book_twice(slot: str, serials: Sequence[int]) -> list[tuple[tuple[str, tuple[str, ...], bool], ...]]:
    """Book for each person, and send the same again: two answers each, (kind, codes, is it a repeat)."""
    return [tuple(_book(slot, serial) for _ in range(2)) for serial in serials]


def _book(slot: str, serial: int) -> tuple[str, tuple[str, ...], bool]:
    try:
        (answer,) = book_visits(requests=[request(slot, applicant(serial), key=f"k-{serial}")], now=NOW, by="test")
    except OutcomeUnknown:
        return "unknown", (), False
    except Busy:
        return "busy", (), False
    if answer.refusal is not None:
        return answer.refusal.code, (), answer.is_repeat
    return "confirmed", tuple(visit.code for visit in answer.visits), answer.is_repeat
