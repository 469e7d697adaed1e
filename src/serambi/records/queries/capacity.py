"""The capacity of any day, as the orders known at an instant give it: the bounds of each slot and what binds."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from serambi.records.queries.cases import unfinished_files
from serambi.records.queries.offices import office_profile
from serambi.records.queries.orders import calendar_of, orders_of_office
from serambi.records.queries.rota import manning_of_day
from serambi.rules.capacity import DayCapacity, capacity_of_day, left_after
from serambi.rules.offices import OfficeProfile
from serambi.rules.period import days_between
from serambi.rules.regime import SeatOrders, regime_on
from serambi.rules.workdays import Calendar

DAYS_LOOKED_AHEAD = 90
"""Files of today are taken as finished by then, however long the question looks ahead (a setting of ours)."""


def capacity_of(*, office: str, on: date, known_at: datetime, language: str = "id") -> DayCapacity | None:
    """The capacity of an office's day; None when there is no such office. Planned or not makes no difference."""
    profile = office_profile(code=office)
    if profile is None:
        return None
    orders = orders_of_office(profile=profile, known_at=known_at)
    calendar = calendar_of(known_at=known_at, language=language)
    by_group = {g.code: regime_on(orders, on, service_group=g.code) for g in profile.means.groups}
    unfinished = unfinished_by(profile, on, known_at, orders, calendar)
    manning = manning_of_day(office=office, on=on, known_at=known_at)
    regime = regime_on(orders, on)
    return capacity_of_day(profile.means, regime, calendar, unfinished, regime_by_group=by_group, manning=manning)


def unfinished_by(
    profile: OfficeProfile, on: date, now: datetime, orders: SeatOrders, calendar: Calendar
) -> Mapping[str, int]:
    """The files in work now, by group, that are still in work when a day begins."""
    today = now.astimezone(ZoneInfo(profile.time_zone)).date()
    unfinished: Mapping[str, int] = unfinished_files(office=profile.code)
    if on > today + timedelta(days=DAYS_LOOKED_AHEAD):
        return {}
    for day in days_between(today, on):
        if not any(unfinished.values()):
            break
        unfinished = left_after(profile.means, regime_on(orders, day), calendar, unfinished)
    return unfinished
