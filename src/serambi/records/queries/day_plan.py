"""What an office plans with: the day to be played by the simulation, and the people allowed on site day by day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from serambi.records.queries.office_day import DayPlacesRow, places_of_day
from serambi.records.queries.offices import office_profile
from serambi.records.queries.orders import calendar_of, orders_of_office
from serambi.records.queries.rota import manning_of_day
from serambi.records.queries.visit_history import visit_history
from serambi.rules.offices import OfficeProfile
from serambi.rules.period import days_between
from serambi.rules.regime import regime_on
from serambi.rules.rota.staff import most_people_on_site
from serambi.rules.simulation.history import KnownHabits, known_habits
from serambi.rules.simulation.plan import DayPlan, plan_of_day


@dataclass(frozen=True, slots=True)
class DayPlanRow:
    """A day to be played: `full` as if every place were taken (more, where more are), `booked` with the people booked
    as known at that moment; people behave as the office's own visits say, where enough are known."""

    places: DayPlacesRow
    full: DayPlan
    booked: DayPlan
    known: KnownHabits


@dataclass(frozen=True, slots=True)
class StaffDaysRow:
    """The most people on site for each day that is worked, by the staff share of its regime."""

    profile: OfficeProfile
    most_people: Mapping[date, int]


def day_plan(*, office: str, on: date, now: datetime) -> DayPlanRow | None:
    """The plan of an office's day as known at `now` (aware UTC); None when there is no such office."""
    places = places_of_day(office=office, on=on, now=now)
    if places is None:
        return None
    means = places.profile.means
    orders = orders_of_office(profile=places.profile, known_at=now)
    by_group = {group.code: regime_on(orders, on, service_group=group.code) for group in means.groups}
    manning, regime = manning_of_day(office=office, on=on, known_at=now), regime_on(orders, on)

    def plan(people: Mapping[tuple[str, time], int]) -> DayPlan:
        return plan_of_day(means, regime, places.capacity, people, regime_by_group=by_group, manning=manning)

    taken = {(slot.group, slot.start_at): places.taken_in(slot) for slot in places.capacity.slots}
    full = {(slot.group, slot.start_at): max(slot.places, places.taken_in(slot)) for slot in places.capacity.slots}
    minutes = {group.code: group.service_minutes for group in means.groups}
    history = visit_history(office=office, until_on=_local_day(places.profile, now))
    return DayPlanRow(places, plan(full), plan(taken), known_habits(history, places.profile.visit_day, minutes))


def staff_days(*, office: str, from_on: date, until_on: date, known_at: datetime) -> StaffDaysRow | None:
    """The people allowed on site on the working days of [from_on, until_on) as known at `known_at` (aware UTC); None
    when there is no such office."""
    profile = office_profile(code=office)
    if profile is None:
        return None
    orders = orders_of_office(profile=profile, known_at=known_at)
    calendar = calendar_of(known_at=known_at)
    worked = [on for on in days_between(from_on, until_on) if calendar.is_working_day(on)]
    staff = profile.means.staff_total
    return StaffDaysRow(profile, {on: most_people_on_site(staff, regime_on(orders, on).staff_share) for on in worked})


def _local_day(profile: OfficeProfile, now: datetime) -> date:
    return now.astimezone(ZoneInfo(profile.time_zone)).date()
