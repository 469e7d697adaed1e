"""The capacity of any day, as the orders known at an instant give it: the bounds of each slot and what binds."""

from datetime import date, datetime

from serambi.records.queries.cases import unfinished_files
from serambi.records.queries.offices import office_profile
from serambi.records.queries.orders import calendar_of, orders_of_office
from serambi.rules.capacity import DayCapacity, capacity_of_day
from serambi.rules.regime import regime_on


def capacity_of(*, office: str, on: date, known_at: datetime, language: str = "id") -> DayCapacity | None:
    """The capacity of an office's day; None when there is no such office. Planned or not makes no difference."""
    profile = office_profile(code=office)
    if profile is None:
        return None
    orders = orders_of_office(profile=profile, known_at=known_at)
    calendar = calendar_of(known_at=known_at, language=language)
    by_group = {g.code: regime_on(orders, on, service_group=g.code) for g in profile.means.groups}
    return capacity_of_day(
        profile.means, regime_on(orders, on), calendar, unfinished_files(office=office), regime_by_group=by_group
    )
