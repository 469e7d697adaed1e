"""What an office's own visits say of the days to come: minutes at the counters, arrivals, and missed visits."""

from collections import defaultdict
from datetime import date, timedelta

from django.db import connection

from serambi.records.models import Booking, Visit
from serambi.records.models.bookings import BookingState
from serambi.rules.simulation.history import VisitHistory

HISTORY_DAYS = 180
"""Older visits say little of how the office works now (a setting of ours)."""
MOST_MINUTES = 240
"""More at the counters is a ticket that nobody ended, not a service (a setting of ours)."""

SERVICE_MINUTES = """
SELECT "group", sum(extract(epoch FROM until_at - at)) / 60 FROM (
    SELECT visit.id, visit."group", status.event, status.at,
        lead(status.at) OVER (PARTITION BY visit.id ORDER BY status.id) AS until_at
    FROM visit JOIN visit_status AS status ON status.visit_id = visit.id
    WHERE visit.office_id = (SELECT id FROM office WHERE code = %(office)s)
        AND visit."on" >= %(from_on)s AND visit."on" < %(until_on)s AND visit.state = 'done'
        AND status.event IN ('called', 'finished', 'parked', 'sent')
) AS steps
WHERE event = 'called' GROUP BY id, "group" HAVING sum(extract(epoch FROM until_at - at)) BETWEEN 1 AND %(most)s * 60
ORDER BY id
"""
"""A visitor takes a counter from the call until it is finished, parked or sent on; a service is the sum over the stages
of one finished visit, which is what the planned minutes mean too."""


def visit_history(*, office: str, until_on: date) -> VisitHistory:
    """The visits of an office in the HISTORY_DAYS before a day, that day left out; in three statements.

    Service times are in minutes, in the order of the visits. Empty where nothing is known, or no such office is.
    """
    from_on = until_on - timedelta(days=HISTORY_DAYS)
    visits = Visit.objects.filter(office__code=office, on__gte=from_on, on__lt=until_on, booking__isnull=False)
    came = visits.order_by("pk").values_list("arrived_at", "booking__slot__start_at")
    missed = Booking.objects.filter(
        office__code=office,
        state=BookingState.MISSED,
        slot__office_day__on__gte=from_on,
        slot__office_day__on__lt=until_on,
    )
    return VisitHistory(
        from_on=from_on,
        until_on=until_on,
        service_minutes=_service_minutes(office, from_on, until_on),
        arrival_minutes=tuple((at - start_at) / timedelta(minutes=1) for at, start_at in came if start_at),
        missed=missed.count(),
    )


def _service_minutes(office: str, from_on: date, until_on: date) -> dict[str, tuple[float, ...]]:
    found: defaultdict[str, list[float]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            SERVICE_MINUTES, {"office": office, "from_on": from_on, "until_on": until_on, "most": MOST_MINUTES}
        )
        for group, minutes in cursor.fetchall():
            found[group].append(float(minutes))
    return {group: tuple(minutes) for group, minutes in found.items()}
