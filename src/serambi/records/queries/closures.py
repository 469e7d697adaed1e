"""When orders close an office, as known at an instant: what lets every case there stand still."""

from datetime import datetime

from serambi.records.queries.offices import office_profile
from serambi.records.queries.orders import orders_of_office
from serambi.rules.closure import Closure, closures
from serambi.rules.promise import Pause, PauseReason


def closures_of(*, office: str, known_at: datetime, service_group: str | None = None) -> tuple[Closure, ...]:
    """The closures of an office, as known at `known_at` (aware UTC), in the order of time; none for an unknown one."""
    profile = office_profile(code=office)
    if profile is None:
        return ()
    return closures(orders_of_office(profile=profile, known_at=known_at), service_group=service_group)


def pauses_by_order(*, office: str, known_at: datetime, service_group: str | None = None) -> tuple[Pause, ...]:
    """The same as pauses of the cases of a service group."""
    found = closures_of(office=office, known_at=known_at, service_group=service_group)
    return tuple(Pause(PauseReason.CLOSURE, each.days) for each in found)
