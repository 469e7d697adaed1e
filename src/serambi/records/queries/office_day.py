"""An office's day in one look: its regime, whether it is worked, what each slot can take and what is taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from serambi.records.queries.capacity import capacity_of
from serambi.records.queries.offices import office_profile
from serambi.records.queries.orders import calendar_of, orders_of_office
from serambi.records.queries.slots import taken_of_day
from serambi.rules.capacity import DayCapacity, SlotCapacity
from serambi.rules.catalogue import Text
from serambi.rules.offices import OfficeProfile
from serambi.rules.regime import Regime, regime_on

SlotKey = tuple[str, datetime]
"""A service group and the aware UTC start of a slot."""


@dataclass(frozen=True, slots=True)
class OfficeDayRow:
    """How an office runs on a day as known at `known_at`.

    `why_off` says why the day is not worked (a holiday's name or decree, "weekend"), None on a working day.
    """

    profile: OfficeProfile
    known_at: datetime
    regime: Regime
    why_off: Text | None


@dataclass(frozen=True, slots=True)
class DayPlacesRow:
    """What each slot of a day can take, and the places taken over all contingents, by group and start."""

    profile: OfficeProfile
    known_at: datetime
    capacity: DayCapacity
    why_none: Text | None
    taken: Mapping[SlotKey, int]

    def start_at(self, slot: SlotCapacity) -> datetime:
        """When a slot starts, as aware UTC."""
        local_start = datetime.combine(self.capacity.on, slot.start_at, tzinfo=ZoneInfo(self.profile.time_zone))
        return local_start.astimezone(UTC)

    def taken_in(self, slot: SlotCapacity) -> int:
        """How many places of a slot are taken, over all contingents."""
        return self.taken.get((slot.group, self.start_at(slot)), 0)


def today_of(*, office: str, now: datetime) -> date | None:
    """The day it is at an office; None when there is no such office."""
    profile = office_profile(code=office)
    return None if profile is None else now.astimezone(ZoneInfo(profile.time_zone)).date()


def day_of_office(*, office: str, on: date | None, known_at: datetime, now: datetime) -> OfficeDayRow | None:
    """How an office runs on a day (`on` None: today there) as known at `known_at`; None for an unknown office."""
    profile = office_profile(code=office)
    if profile is None:
        return None
    day = on or now.astimezone(ZoneInfo(profile.time_zone)).date()
    regime = regime_on(orders_of_office(profile=profile, known_at=known_at), day)
    return OfficeDayRow(profile, known_at, regime, _why_off(day, known_at))


def places_of_day(*, office: str, on: date | None, now: datetime) -> DayPlacesRow | None:
    """The capacity of an office's day (`on` None: today there) with what is taken; None for an unknown office."""
    profile = office_profile(code=office)
    if profile is None:
        return None
    day = on or now.astimezone(ZoneInfo(profile.time_zone)).date()
    capacity = capacity_of(office=office, on=day, known_at=now)
    if capacity is None:
        return None
    taken: dict[SlotKey, int] = {}
    for slot in taken_of_day(office=office, on=day):
        taken[slot.group, slot.start_at] = taken.get((slot.group, slot.start_at), 0) + slot.taken
    return DayPlacesRow(profile, now, capacity, _why_off(day, now), taken)


def _why_off(day: date, known_at: datetime) -> Text | None:
    in_both = [calendar_of(known_at=known_at, language=language).why_off(day) for language in ("id", "en")]
    return None if in_both[0] is None or in_both[1] is None else Text(in_both[0], in_both[1])
