"""Who stands on a day sheet, before any number is given. Read in the caller's transaction."""

from dataclasses import dataclass, replace
from datetime import date

from serambi.records.models import Visit
from serambi.records.queries.bookings import DayListRow, day_list
from serambi.records.queries.catalogue import all_services
from serambi.rules.identity import Identity, IdentityKind, masked
from serambi.rules.paper.sheet import Papers, SheetLine
from serambi.rules.requirement import documents_asked
from serambi.rules.vulnerable import is_vulnerable


@dataclass(frozen=True, slots=True)
class SheetPeople:
    """The people of a day by slot, then code, and the documents of each service and purpose among them."""

    lines: tuple[SheetLine, ...]
    papers: tuple[Papers, ...]

    def numbered_from(self, first: int) -> tuple[SheetLine, ...]:
        """The lines with a number for each who is not inside already, one after another."""
        given = iter(range(first, first + len(self.lines)))
        return tuple(line if line.ticket else replace(line, number=next(given)) for line in self.lines)


def people_of(office: str, on: date) -> SheetPeople:
    """Read them; identities masked (reliability, ASVS 14.2.6)."""
    rows = day_list(office=office, on=on)
    inside = dict(
        Visit.objects.filter(office__code=office, on=on, booking__isnull=False).values_list("booking__code", "ticket")
    )
    services = {service.code: service for service in all_services()}
    asked = sorted({(row.service, row.purpose) for row in rows if row.service in services})
    return SheetPeople(
        lines=tuple(_line(row, on, inside.get(row.code, "")) for row in rows),
        papers=tuple(
            Papers(service, purpose, tuple(d.code for d in documents_asked(services[service], purpose=purpose, on=on)))
            for service, purpose in asked
        ),
    )


def _line(row: DayListRow, on: date, ticket: str) -> SheetLine:
    assert row.start_at is not None, "who is on a day's list has a slot"
    return SheetLine(
        number=None,
        ticket=ticket,
        code=row.code,
        start_at=row.start_at,
        service=row.service,
        purpose=row.purpose,
        name=row.applicant.name,
        identity=_identity(row.applicant.identity),
        is_vulnerable=is_vulnerable(row.applicant.born_on, on),
        urgency=row.urgency or "",
    )


def _identity(identity: Identity) -> str:
    shown = masked(identity.number)
    return shown if identity.kind is IdentityKind.NIK else f"{identity.nationality} {shown}"
