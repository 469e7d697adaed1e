"""Free slots as somebody asks for them: for a service at an office, from today there unless said otherwise."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

from serambi.records.queries.slots import FreeSlot, free_slots, next_free_days
from serambi.rules.capacity import Contingent
from serambi.rules.offices import OfficeProfile
from serambi.rules.refusal import Refusal, Refused

DEFAULT_DAYS, MOST_DAYS = 14, 92
ZONE_AND_SERVICE = """
SELECT office.time_zone, service."group", (service.entry ->> 'is_bookable')::boolean
FROM office LEFT JOIN service ON service.code = %s WHERE office.code = %s
"""


def free_slots_of_service(
    *,
    office: str,
    service: str,
    from_on: date | None,
    until_on: date | None,
    contingents: tuple[Contingent, ...],
    now: datetime,
) -> tuple[FreeSlot, ...]:
    """Slots with a free place on days of [from_on, until_on) at the office, sorted by start and contingent.

    `from_on` None is today there, `until_on` None is DEFAULT_DAYS later. Raises Refused: `office.unknown`,
    `service.unknown`, `service.not_bookable`, `period.empty`, `period.too_long` (fact `most`).
    """
    with connection.cursor() as cursor:
        cursor.execute(ZONE_AND_SERVICE, [service, office])
        found = cursor.fetchone()
    if found is None:
        raise Refused(Refusal("office.unknown", "office"))
    zone, group, is_bookable = found
    if group is None:
        raise Refused(Refusal("service.unknown", "service"))
    if not is_bookable:
        raise Refused(Refusal("service.not_bookable", "service"))
    first = from_on or now.astimezone(ZoneInfo(zone)).date()
    end = until_on or first + timedelta(days=DEFAULT_DAYS)
    if end <= first:
        raise Refused(Refusal("period.empty", "until"))
    if end - first > timedelta(days=MOST_DAYS):
        raise Refused(Refusal("period.too_long", "until", {"most": MOST_DAYS}))
    return free_slots(office=office, group=group, contingents=contingents, from_on=first, until_on=end, now=now)


def next_free_by_group(*, profile: OfficeProfile, now: datetime) -> dict[str, date | None]:
    """The first day with a free general place for each service group of an office, None where there is none."""
    groups = [group.code for group in profile.means.groups]
    return {group: next_free_days(group=group, now=now, office=profile.code).get(profile.code) for group in groups}
