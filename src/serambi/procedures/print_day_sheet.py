"""Print the sheet of a day for work without network: who comes, and ticket numbers that the hall will not hand out."""

from dataclasses import dataclass
from datetime import date, datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.hall import OpenHall, lock_hall_of_day, numbers_of, put_numbers
from serambi.procedures.steps.record_order import local_day
from serambi.procedures.steps.sheet_day import SheetPeople, people_of
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Booking, DaySheetRow, PaperTicket
from serambi.records.queries.offices import office_profile
from serambi.records.queries.orders import calendar_of
from serambi.records.signing import key_name, sign
from serambi.rules.paper.numbers import keep_block
from serambi.rules.paper.sheet import (
    WORKING_DAYS_AHEAD,
    DaySheet,
    PrintLine,
    SheetDay,
    contents_of,
    digest_of,
)
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.workdays import working_day_after


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """A sheet to be put on paper, with the line that proves it."""

    sheet: DaySheet
    line: PrintLine


def print_day_sheet(*, office: str, on: date, now: datetime, by: str) -> PrintedSheet:
    """Make the sheet of a day and the next two working days, and keep a ticket number for everybody on it.

    Beyond one for each booking, as many numbers are kept as the office's setting says (visit_day.paper_block). A later
    print of the day replaces the one before and keeps numbers of its own, so that none stands on two sheets. That the
    names were read is noted for each day. Raises Busy, OutcomeUnknown, and Refused: `office.unknown`,
    `sheet.day_over`. Source: docs/rules.md, the paper day; reliability T19.
    """
    with durable_transaction():
        profile = office_profile(code=office)
        if profile is None:
            raise Refused(Refusal("office.unknown", "office"))
        if on < local_day(profile, now):
            raise Refused(Refusal("sheet.day_over", "on"))
        calendar = calendar_of(known_at=now)
        ahead = [working_day_after(on, count, calendar) for count in range(1, WORKING_DAYS_AHEAD + 1)]
        # In the order of days, so that two who print wait for each other instead of crossing.
        halls = [lock_hall_of_day(office, day, now) for day in (on, *ahead)]
        before = DaySheetRow.objects.filter(office=halls[0].office, on=on).order_by("-number").first()
        number = before.number + 1 if before else 1
        days = tuple(_day(hall) for hall in halls)
        sheet = DaySheet(office, on, number, before.number if before else None, now, by, days)
        line = _signed(sheet)
        _keep(sheet, line, halls, before)
        return PrintedSheet(sheet, line)


def _day(hall: OpenHall) -> SheetDay:
    """One day of the sheet; its numbers are gone with this."""
    found: SheetPeople = people_of(hall.office.code, hall.on)
    wanted = sum(not line.ticket for line in found.lines)
    block, numbers = keep_block(numbers_of(hall), wanted + hall.profile.visit_day.paper_block)
    put_numbers(hall, numbers)
    hall.day.save(update_fields=["next_ticket", "paper_from", "paper_until"])
    limit, walk_in = hall.regime.max_temperature_c, hall.regime.walk_in
    return SheetDay(
        on=hall.on,
        block=block,
        hall_limit=hall.day.limit,
        max_temperature_c="" if limit is None else str(limit),
        walk_in=None if walk_in is None else tuple(sorted(walk_in)),
        lines=found.numbered_from(block.first),
        papers=found.papers,
    )


def _signed(sheet: DaySheet) -> PrintLine:
    unsigned = PrintLine(sheet.office, sheet.on, sheet.number, digest_of(contents_of(sheet)), key_name(), "")
    return PrintLine(
        unsigned.office, unsigned.on, unsigned.number, unsigned.digest, unsigned.key, sign(unsigned.signed_text)
    )


def _keep(sheet: DaySheet, line: PrintLine, halls: list[OpenHall], before: DaySheetRow | None) -> None:
    office = halls[0].office
    people = sum(len(day.lines) for day in sheet.days)
    row = DaySheetRow.objects.create(
        office=office,
        on=sheet.on,
        number=sheet.number,
        replaces=before,
        digest=line.digest,
        key=line.key,
        signature=line.signature,
        people=people,
        printed_at=sheet.printed_at,
        by=sheet.by,
    )
    codes = [each.code for day in sheet.days for each in day.lines]
    bookings = dict(Booking.objects.filter(code__in=codes).values_list("code", "id"))
    for day in sheet.days:
        kept_for = {each.number: bookings[each.code] for each in day.lines}
        PaperTicket.objects.bulk_create(
            PaperTicket(sheet=row, office=office, on=day.on, number=number, booking_id=kept_for.get(number))
            for number in range(day.block.first, day.block.until)
        )
    facts = {
        "replaces": sheet.replaces,
        "people": people,
        "digest": line.digest,
        "kept": {day.on.isoformat(): [day.block.first, day.block.until] for day in sheet.days},
    }
    subject = f"day sheet {sheet.on} {sheet.number}"
    write_ledger("day_sheet.printed", subject, now=sheet.printed_at, by=sheet.by, office=office.code, facts=facts)
    for day in sheet.days:
        seen = {"reason": "day sheet", "sheet": subject}
        viewed = f"day {day.on}"
        write_ledger("person.viewed", viewed, now=sheet.printed_at, by=sheet.by, office=office.code, facts=seen)
