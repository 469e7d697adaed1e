"""Release the places of cancelled and moved bookings whose time to return has come."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import ReturningPlace, Slot


def release_places(*, now: datetime, by: str) -> int:
    """Free every place due by `now`; returns how many. Doing it twice is safe: the second finds none.

    Raises Busy, OutcomeUnknown. Source: docs/rules.md.
    """
    with durable_transaction():
        due = ReturningPlace.objects.filter(returns_at__lte=now).values("slot_id")
        locked = list(Slot.objects.filter(pk__in=due).locked().values_list("pk", flat=True))
        if not locked:
            return 0
        freed = Slot.objects.all().give_back_due(locked, now)
        write_ledger("places.released", "places", now=now, by=by, facts={"places": freed})
        return freed
