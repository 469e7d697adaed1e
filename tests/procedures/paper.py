"""A day on paper for tests: a hall with bookings, its sheets, and lines as clerks type them."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from serambi.procedures.book_visits import book_visits
from serambi.procedures.enter_paper_lines import enter_paper_lines
from serambi.procedures.merge_paper_lines import Merged, merge_paper_lines
from serambi.procedures.print_day_sheet import PrintedSheet, print_day_sheet
from serambi.records.codec import to_json
from serambi.records.models import Booking, PaperLineRow, ServiceRow
from serambi.rules.visit_day import VisitDay
from tests.factories import THE_DAY, applicant, means, request, save_office, save_regions, save_slot, service

MORNING = datetime(2020, 9, 10, 0, 30, tzinfo=UTC)
"""07:30: the first sheet is printed."""
EVENING = datetime(2020, 9, 10, 9, 0, tzinfo=UTC)
"""16:00: the network is back, and the lines are entered."""
PERSON = {
    "arrived": "0755",
    "documents": "1 0805-0815",
    "interview": "2 0820-0835",
    "payment": "3 0840-0845",
    "left": "0850",
}
"""Somebody who went through every counter."""


def save_hall(code: str = "serang", *, places: int = 80, paper_block: int = 5, slots: tuple[time, ...] = (time(8),)):
    """An office with slots on the day of the story, and one service more that wants an examination record."""
    save_regions()
    office = save_office(code, means=means(hall_seats={Decimal(0): 20}), visit_day=VisitDay(paper_block=paper_block))
    lost = service("passport-lost")
    ServiceRow.objects.get_or_create(
        code="passport-lost", defaults={"group": "passport", "position": 1, "entry": to_json(lost)}
    )
    for at in slots:
        save_slot(office, places, on=THE_DAY, at=at)
    return office


def book(number: int = 1, *, office: str = "serang", at: str = "0800", **changes: object) -> list[str]:
    slot = f"{office}-passport-general-20200910T{at}"
    asked = [request(slot, applicant(), office=office, **changes) for _ in range(number)]
    answers = book_visits(requests=asked, now=MORNING - timedelta(hours=2), by="test")
    return [answer.visits[0].code for answer in answers]


def print_sheet(office: str = "serang", now: datetime = MORNING) -> PrintedSheet:
    return print_day_sheet(office=office, on=THE_DAY, now=now, by="penyelia")


def numbers(printed: PrintedSheet) -> dict[str, str]:
    """The number kept for each booking of the first day, by code, as it is typed."""
    return {line.code: str(line.number) for line in printed.sheet.days[0].lines}


def enter(*lines: Mapping[str, str], office: str = "serang", now: datetime = EVENING, by: str = "ani"):
    return enter_paper_lines(office=office, on=THE_DAY, lines=lines, now=now, by=by)


def merge(*, office: str = "serang", now: datetime = EVENING, by: str = "ani") -> Merged:
    return merge_paper_lines(office=office, on=THE_DAY, now=now, by=by)


def waiting_lines() -> list[tuple[int | None, str, dict]]:
    """Number, reason and facts of every line that waits, by number."""
    rows = PaperLineRow.objects.filter(state="open").order_by("ticket_number", "id")
    return list(rows.values_list("ticket_number", "reason", "facts"))


def booking(code: str) -> Booking:
    return Booking.objects.get(code=code)
