"""One visit for the staff of its own office: by ticket, by booking, and the person who is at a counter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from serambi.records.models import Booking, Visit
from serambi.records.models.bookings import BookingState
from serambi.records.models.visits import IN_THE_HOUSE
from serambi.records.queries.bookings import BookingRow, DayListRow, applicant_of_office, booking_of_office
from serambi.records.queries.catalogue import service_by_code
from serambi.records.queries.desk import AcceptedFile, accepted_file
from serambi.records.queries.hall import BUSY
from serambi.rules.catalogue import Document
from serambi.rules.codes import read_code
from serambi.rules.queueing import Stage, VisitClass
from serambi.rules.requirement import documents_asked


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit without any name. `booking` is None for somebody who came without one; `left_at` None: still inside."""

    ticket: str
    booking: str | None
    visit_class: VisitClass
    kind: str
    group: str
    service: str
    stage: Stage
    state: str
    counter: str
    calls: int
    companions: int
    arrived_at: datetime
    left_at: datetime | None

    @property
    def is_called_or_served(self) -> bool:
        return self.state in BUSY

    @property
    def is_over(self) -> bool:
        """Served, sent home, or gone: nobody calls this ticket any more."""
        return self.state not in IN_THE_HOUSE


@dataclass(frozen=True, slots=True)
class AtCounterRow:
    """Who is called to a counter or served there; `booking` and `person` are None for who came without a booking.

    `documents` are those that the service asks for on that day and for that purpose; `file` is None until the document
    desk has accepted it. Whoever shows the person notes the view in the ledger.
    """

    visit: VisitRow
    booking: BookingRow | None
    person: DayListRow | None
    documents: tuple[Document, ...]
    file: AcceptedFile | None


def visit_by_ticket(*, office: str, on: date, ticket: str) -> VisitRow | None:
    """The visit with this ticket at an office on a day; None when there is none."""
    visit = Visit.objects.filter(office__code=office, on=on, ticket=ticket).select_related("booking").first()
    return None if visit is None else _row(visit)


def visit_by_booking(*, office: str, on: date, code: str) -> VisitRow | None:
    """The visit of a booking at an office on a day; None before it came."""
    known = read_code(code)
    if known is None:
        return None
    visits = Visit.objects.filter(office__code=office, on=on, booking__code=known).select_related("booking")
    visit = visits.first()
    return None if visit is None else _row(visit)


def visits_by_booking(*, office: str, on: date) -> Mapping[str, VisitRow]:
    """The visits of a day of those who came with a booking, by its code; in one statement."""
    visits = Visit.objects.filter(office__code=office, on=on, booking__isnull=False).select_related("booking")
    rows = (_row(visit) for visit in visits.order_by("ticket"))
    return {row.booking: row for row in rows if row.booking is not None}


def person_at_counter(*, office: str, on: date, counter: str) -> AtCounterRow | None:
    """Open the booking of whoever is at a counter of the office; None when the counter is free."""
    found = Visit.objects.filter(office__code=office, on=on, counter=counter, state__in=BUSY)
    visit = found.select_related("booking").first()
    if visit is None:
        return None
    row = _row(visit)
    if row.booking is None:
        return AtCounterRow(row, None, None, (), None)
    booking = booking_of_office(code=row.booking, office=office)
    service = service_by_code(code=row.service)
    purpose = booking.purpose if booking else None
    documents = documents_asked(service, purpose=purpose, on=on) if service else ()
    person, file = applicant_of_office(code=row.booking, office=office), accepted_file(code=row.booking)
    return AtCounterRow(row, booking, person, documents, file)


def offices_with_confirmed_visits(*, now: datetime) -> tuple[str, ...]:
    """The offices where somebody with a confirmed booking of the last day has not come yet, sorted by code."""
    since = now - timedelta(days=1)
    late = Booking.objects.filter(state=BookingState.CONFIRMED, slot__start_at__gt=since, slot__start_at__lte=now)
    return tuple(late.order_by("office__code").values_list("office__code", flat=True).distinct())


def _row(visit: Visit) -> VisitRow:
    return VisitRow(
        ticket=visit.ticket,
        booking=visit.booking.code if visit.booking else None,
        visit_class=VisitClass(visit.visit_class),
        kind=visit.kind,
        group=visit.group,
        service=visit.service,
        stage=Stage(visit.stage),
        state=visit.state,
        counter=visit.counter,
        calls=visit.calls,
        companions=visit.companions,
        arrived_at=visit.arrived_at,
        left_at=visit.left_at,
    )
