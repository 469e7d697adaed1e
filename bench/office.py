"""What is measured inside Django, each in a process of its own (tests.elsewhere)."""

import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.management import call_command

from serambi.procedures.book_visits import book_visits
from serambi.records.models import Booking, Office, OfficeDay, Slot
from serambi.records.queries.offices import all_profiles
from serambi.records.queries.orders import orders_of_office
from serambi.rules.booking import BookingRequest
from serambi.rules.period import days_between
from serambi.rules.regime import regime_on
from tests import audit
from tests.factories import NOW, applicant, request

READ_OFFICE, BOOKED_OFFICE = "serang", "jakarta-selatan"
FIRST_DAY, SLOTS_A_DAY = date(2020, 9, 14), 20
PLENTY = 1_000_000


def make_ready(slots: int) -> list[str]:
    """Tables, policy, a planned office to read, and slots to book at another; gives their codes."""
    call_command("migrate", verbosity=0)
    call_command("load", verbosity=0)
    call_command("plan", READ_OFFICE, "2020-09-10", "2020-11-09", verbosity=0)
    office = Office.objects.get(code=BOOKED_OFFICE)
    days = [
        OfficeDay(office=office, on=FIRST_DAY + timedelta(days=number), is_open=True, mode="all", planned_at=NOW)
        for number in range(-(-slots // SLOTS_A_DAY))
    ]
    OfficeDay.objects.bulk_create(days)
    rows = [_slot(office, days[number // SLOTS_A_DAY], number % SLOTS_A_DAY) for number in range(slots)]
    Slot.objects.bulk_create(rows)
    return [row.code for row in rows]


def book_in_lists(slots: Sequence[str], first_serial: int, size: int, seconds: float) -> tuple[int, float]:
    """Book one person per request, `size` requests at a time; gives how many were confirmed, and in how many seconds.

    The requests are made beforehand, as a server's would come in over its lines.
    """
    most = 60_000
    requests = [_request(slots[number % len(slots)], first_serial + number) for number in range(most)]
    book_visits(requests=requests[:size], now=NOW, by="bench")  # the first call builds what is built once
    confirmed, started = 0, time.monotonic()
    for at in range(size, most, size):
        answers = book_visits(requests=requests[at : at + size], now=NOW, by="bench")
        confirmed += sum(answer.refusal is None for answer in answers)
        if time.monotonic() - started > seconds:
            break
    return confirmed, time.monotonic() - started


def regimes_of_a_year() -> tuple[int, float]:
    """The regime of every office on every day of 2020, reading included; gives how many, and in how many seconds."""
    started = time.monotonic()
    known_at = datetime(2021, 1, 1, tzinfo=UTC)
    number = 0
    for profile in all_profiles():
        orders = orders_of_office(profile=profile, known_at=known_at)
        number += sum(1 for on in days_between(date(2020, 1, 1), date(2020, 12, 31)) if regime_on(orders, on))
    return number, time.monotonic() - started


def faults(acknowledged: Sequence[str]) -> tuple[audit.Faults, int]:
    """What is wrong in the rows, and how many bookings there are."""
    return audit.faults(acknowledged), Booking.objects.count()


def _request(slot: str, serial: int) -> BookingRequest:
    return request(slot, applicant(serial), key=f"list-{serial}", office=BOOKED_OFFICE)


def _slot(office: Office, day: OfficeDay, place: int) -> Slot:
    start = datetime(day.on.year, day.on.month, day.on.day, 7, tzinfo=ZoneInfo(office.time_zone))
    start += timedelta(minutes=30 * place)
    return Slot(
        code=f"{office.code}-passport-general-{start:%Y%m%dT%H%M}",
        office_day=day,
        group="passport",
        contingent="general",
        start_at=start.astimezone(UTC),
        minutes=30,
        planned_places=PLENTY,
        places=PLENTY,
    )
