"""How many people an office may serve by the orders in force: its quota over stretches of days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from serambi.records.queries.orders import calendar_of, orders_of_office
from serambi.rules.capacity import day_quota
from serambi.rules.offices import OfficeProfile
from serambi.rules.period import DayPeriod, days_between
from serambi.rules.regime import regime_on
from serambi.rules.spans import end_of


@dataclass(frozen=True, slots=True)
class WorkedStretch:
    """A stretch's working days by the calendar, and the sum of the group's quotas on them (0 on a closed day)."""

    working_days: int
    quota: int


def worked_stretches(
    *, profile: OfficeProfile, group: str, spans: Sequence[DayPeriod], known_at: datetime
) -> tuple[WorkedStretch, ...]:
    """The working days and quotas of stretches, as known at `known_at`; a group the office does not have has none."""
    orders = orders_of_office(profile=profile, known_at=known_at)
    calendar = calendar_of(known_at=known_at)
    means = next((each for each in profile.means.groups if each.code == group), None)
    found = []
    for span in spans:
        worked = [day for day in days_between(span.from_on, end_of(span)) if calendar.is_working_day(day)]
        quotas = [day_quota(means, regime_on(orders, day, service_group=group)) for day in worked] if means else []
        found.append(WorkedStretch(len(worked), sum(quotas)))
    return tuple(found)
