"""What a paper line is held against, read under the locks of its booking and its day. In the caller's transaction."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db.models import Max, Q

from serambi.procedures.steps.change_booking import LockedBooking
from serambi.procedures.steps.hall import OpenHall
from serambi.records.models import Booking, Case, PaperLineRow, PaperTicket, Visit
from serambi.records.models.paper import LineState
from serambi.records.models.visits import IN_THE_HOUSE
from serambi.rules.paper.lines import PaperLine, read_line
from serambi.rules.paper.merging import Expected, InHall, LineFacts, OtherLine
from serambi.rules.queueing import Stage, VisitClass, ticket_number


def line_of(row: PaperLineRow, zone: str, services: Collection[str]) -> PaperLine:
    """The line that a row keeps, with the number it was found to be about."""
    line = read_line(row.typed, on=row.on, zone=zone, services=services)
    assert isinstance(line, PaperLine), row.code  # it was read when it was kept
    return replace(line, number=row.ticket_number)


def live_visit(row: PaperLineRow, line: PaperLine) -> Visit | None:
    """The visit of the hall itself that a line goes on with: by its number, or by the booking of who came before."""
    visits = Visit.objects.filter(office_id=row.office_id, on=row.on).select_related("booking")
    if line.number is not None:
        return visits.filter(ticket__in=[ticket_number(each, line.number) for each in VisitClass]).first()
    is_by_booking = row.booking is not None and line.arrived_at is None
    return visits.filter(booking=row.booking).first() if is_by_booking else None


def paper_facts(
    row: PaperLineRow, line: PaperLine, hall: OpenHall, locked: LockedBooking | None, now: datetime
) -> LineFacts:
    """Read them in a fixed number of statements."""
    of_day = PaperTicket.objects.filter(office=hall.office, on=row.on).select_related("booking")
    ticket = of_day.filter(number=line.number).first() if line.number is not None else None
    visit = None if ticket is not None else live_visit(row, line)
    return LineFacts(
        on=row.on,
        zone=hall.office.time_zone,
        now=now,
        is_kept=ticket is not None,
        kept_for=_booking_code(ticket or visit),
        in_hall=_in_hall(visit) if visit else None,
        is_code_known=row.booking is not None,
        numbers_of_code=of_day.filter(booking=row.booking).count() if row.booking else 0,
        expected=_expected(locked) if locked else None,
        others=_others(row),
    )


def _booking_code(given: PaperTicket | Visit | None) -> str:
    """Of whom a number was kept for, or handed out to; empty: nobody with a booking."""
    return given.booking.code if given is not None and given.booking is not None else ""


def _in_hall(visit: Visit) -> InHall:
    last_at = visit.statuses.aggregate(last=Max("at"))["last"]
    return InHall(
        ticket=visit.ticket,
        group=visit.group,
        stage=Stage(visit.stage),
        is_in_line=visit.state in IN_THE_HOUSE,
        last_at=last_at or visit.arrived_at,
        has_left=visit.left_at is not None,
    )


def _expected(locked: LockedBooking) -> Expected:
    booking, slot = locked.booking, locked.held
    same = Booking.objects.filter(identity_hash=booking.identity_hash, group=booking.group, is_live=True)
    visit = Visit.objects.filter(booking=booking).first()
    return Expected(
        code=booking.code,
        on=slot.office_day.on if slot else None,
        start_at=slot.start_at if slot else None,
        service=booking.service,
        group=booking.group,
        state=booking.state,
        ticket=visit.ticket if visit else "",
        has_case=Case.objects.filter(booking=booking).exists(),
        is_booked_again=same.exclude(pk=booking.pk).exists(),
    )


def _others(row: PaperLineRow) -> tuple[OtherLine, ...]:
    """Lines of the day, settled by nobody's decision, about the same number, booking or person."""
    same_ticket = Q(ticket_number=row.ticket_number) if row.ticket_number is not None else Q(pk=None)
    about = same_ticket
    if row.booking is not None:
        about |= Q(booking=row.booking)
        about |= Q(booking__identity_hash=row.booking.identity_hash, booking__group=row.booking.group)
    rows = PaperLineRow.objects.filter(about, office_id=row.office_id, on=row.on).exclude(pk=row.pk)
    found = rows.exclude(state=LineState.SET_ASIDE).order_by("id").values_list("ticket_number", "booking_id")
    return tuple(OtherLine(str(number or ""), _same(row, number, booking)) for number, booking in found)


def _same(row: PaperLineRow, number: int | None, booking: int | None) -> str:
    if number is not None and number == row.ticket_number:
        return "ticket"
    return "booking" if booking is not None and booking == row.booking_id else "person"
