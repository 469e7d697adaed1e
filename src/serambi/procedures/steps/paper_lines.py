"""Reading typed lines against what the day's sheets keep, and keeping each once. In the caller's transaction."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from serambi.records.models import Booking, Office, PaperLineRow, PaperTicket, ServiceRow, Visit
from serambi.rules.catalogue import SERVICE_GROUPS
from serambi.rules.paper.lines import COLUMNS, LineFault, PaperFaults, PaperLine, read_line, same_words
from serambi.rules.paper.sheet import base32
from serambi.rules.queueing import VisitClass, ticket_number

LINE_CODE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """Lines that are kept: how many are `new`, how many were `known` already; `codes` are of all, in their order."""

    new: int
    known: int
    codes: tuple[str, ...]


def read_typed(office: Office, on: date, typed: Sequence[Mapping[str, str]]) -> list[PaperLine]:
    """Read every line. Raises PaperFaults with each field that cannot be read: then none is to be kept."""
    services = services_known()
    lines: list[PaperLine] = []
    faults: list[tuple[int, LineFault]] = []
    for number, cells in enumerate(typed, 1):
        read = read_line(cells, on=on, zone=office.time_zone, services=services)
        if isinstance(read, PaperLine):
            lines.append(read)
        else:
            faults += [(number, fault) for fault in read]
    if faults:
        raise PaperFaults(faults)
    return lines


def services_known() -> frozenset[str]:
    """What can stand in the column of the service: its code, or a service group."""
    return frozenset(SERVICE_GROUPS).union(ServiceRow.objects.values_list("code", flat=True))


def keep_lines(
    office: Office,
    on: date,
    typed: Sequence[Mapping[str, str]],
    *,
    now: datetime,
    by: str,
    replaces: PaperLineRow | None = None,
) -> Kept:
    """Keep lines as they were typed; one that says the same as a line of the day is known. Raises PaperFaults."""
    rows: dict[str, PaperLineRow] = {}
    order: list[str] = []
    found = _Found(office, on, read_typed(office, on, typed))
    for cells, line in zip(typed, found.lines, strict=True):
        number, booking = found.number_of(line), found.booking_of(line)
        implied = (booking.service, booking.group) if booking else ()
        words = same_words(line, number=number, code=booking.code if booking else line.code, implied=implied)
        fingerprint = base32(sha256(json.dumps(words, sort_keys=True).encode()).digest())
        order.append(fingerprint)
        rows[fingerprint] = PaperLineRow(
            code=secrets.token_hex(LINE_CODE_BYTES),
            office=office,
            on=on,
            typed={name: cells[name].strip() for name in COLUMNS if (cells.get(name) or "").strip()},
            fingerprint=fingerprint,
            ticket_number=number,
            booking=booking,
            replaces=replaces,
            entered_at=now,
            by=by,
        )
    # Of two clerks who enter the same line at once the second waits and finds it kept; in one order for everybody.
    PaperLineRow.objects.bulk_create([rows[each] for each in sorted(rows)], ignore_conflicts=True)
    of_day = PaperLineRow.objects.filter(office=office, on=on, fingerprint__in=rows)
    kept = dict(of_day.values_list("fingerprint", "code"))
    new = sum(kept[fingerprint] == row.code for fingerprint, row in rows.items())
    return Kept(new, len(order) - new, tuple(kept[fingerprint] for fingerprint in order))


class _Found:
    """What lines are about: looked up together, in a fixed number of statements."""

    def __init__(self, office: Office, on: date, lines: list[PaperLine]) -> None:
        self.lines = lines
        codes = {line.code for line in lines if line.code}
        of_day = PaperTicket.objects.filter(office=office, on=on).select_related("booking")
        self.tickets = {ticket.number: ticket for ticket in of_day}
        handed_out = Visit.objects.filter(office=office, on=on).exclude(booking=None).select_related("booking")
        self.visitors = {visit.ticket: visit.booking for visit in handed_out}
        self.bookings = {row.code: row for row in Booking.objects.filter(code__in=codes, office=office)}

    def booking_of(self, line: PaperLine) -> Booking | None:
        """By its code; without one, whom a sheet keeps the number for, or who got it from the hall."""
        if line.code or line.number is None:
            return self.bookings.get(line.code)
        if (ticket := self.tickets.get(line.number)) is not None:
            return ticket.booking
        return self.visitors.get(ticket_number(VisitClass.BOOKED, line.number))

    def number_of(self, line: PaperLine) -> int | None:
        """As it was written; else the only number that a sheet keeps for the booking, None when there are others."""
        if line.number is not None:
            return line.number
        booking = self.bookings.get(line.code)
        mine = [t.number for t in self.tickets.values() if booking is not None and t.booking_id == booking.pk]
        return mine[0] if len(mine) == 1 else None
