"""Every office on one page: its state today, its zone, how much of its quota was used, and its decline."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import connection

from serambi.records.queries.offices import all_profiles, list_offices
from serambi.records.queries.orders import all_assessments, calendar_of, seat_of, standing_instruments
from serambi.rules.capacity import day_quota
from serambi.rules.decline import Counted, why_no_decline
from serambi.rules.figures import Measure
from serambi.rules.instrument import Mode
from serambi.rules.offices import OfficeProfile
from serambi.rules.period import DayPeriod, days_between
from serambi.rules.regime import SeatOrders, orders_for, regime_on
from serambi.rules.risk import Zone
from serambi.rules.spans import end_of, month_after, month_of, years_earlier
from serambi.rules.workdays import Calendar

GROUP, MEASURE = "passport", Measure.APPLIED


@dataclass(frozen=True, slots=True)
class NationRow:
    """An office today and in the last month that is over.

    `applied` and `before` are people who applied for passports in the month and in the same month a year earlier;
    `change` is per working day as a share (None: nobody to compare with); `quota` the month's quota (an example where
    `is_example`).
    """

    code: str
    name: str
    province: str
    is_working_day: bool
    is_open: bool
    mode: Mode
    zone: Zone | None
    quota: int
    is_example: bool
    applied: int
    before: int
    change: Decimal | None

    @property
    def use(self) -> Decimal | None:
        """The share of the quota that was applied for; None where there was none."""
        return Decimal(self.applied) / self.quota if self.quota else None


@dataclass(frozen=True, slots=True)
class Nation:
    """All offices by province and code, and the month that is compared."""

    month: DayPeriod
    offices: tuple[NationRow, ...]


def nation(*, now: datetime) -> Nation:
    """How every office stands, with a fixed number of statements. The month is the last one over in Jakarta."""
    today = now.astimezone(ZoneInfo("Asia/Jakarta")).date()
    month = month_of(month_after(today.replace(day=1), -1))
    earlier = years_earlier(month, 1)
    counts, before = _counts(month), _counts(earlier)
    calendar, standings, assessments = calendar_of(known_at=now), standing_instruments(known_at=now), all_assessments()
    profiles = {profile.code: profile for profile in all_profiles()}
    rows = []
    for office in list_offices():
        profile = profiles[office.code]
        orders = orders_for(seat_of(profile), now, standings=standings, assessments=assessments)
        local_today = now.astimezone(ZoneInfo(profile.time_zone)).date()
        regime = regime_on(orders, local_today)
        applied, base = counts.get(office.code, 0), before.get(office.code, 0)
        rows.append(
            NationRow(
                code=office.code,
                name=office.name,
                province=office.province,
                is_working_day=calendar.is_working_day(local_today),
                is_open=regime.open,
                mode=regime.mode,
                zone=regime.zone,
                quota=_quota(profile, orders, calendar, month),
                is_example=profile.means.is_example,
                applied=applied,
                before=base,
                change=_change(applied, base, calendar, month, earlier),
            )
        )
    return Nation(month, tuple(rows))


def _quota(profile: OfficeProfile, orders: SeatOrders, calendar: Calendar, month: DayPeriod) -> int:
    group = next((each for each in profile.means.groups if each.code == GROUP), None)
    worked = (day for day in days_between(month.from_on, end_of(month)) if calendar.is_working_day(day))
    return sum(day_quota(group, regime_on(orders, day, service_group=GROUP)) for day in worked) if group else 0


def _change(applied: int, base: int, calendar: Calendar, month: DayPeriod, earlier: DayPeriod) -> Decimal | None:
    value, before = (
        Counted(Decimal(count), sum(map(calendar.is_working_day, days_between(span.from_on, end_of(span)))))
        for count, span in ((applied, month), (base, earlier))
    )
    if why_no_decline(value, before) is not None:
        return None
    change = value.rate / before.rate - 1
    return Decimal(change.numerator) / Decimal(change.denominator)


def _counts(span: DayPeriod) -> Mapping[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"from": span.from_on, "until": end_of(span), "measure": str(MEASURE), "group": GROUP})
        return {code: int(count) for code, count in cursor.fetchall()}


COUNTS = """
SELECT office.code, sum(count) FROM (
    SELECT office_id, service, count FROM daily_figure
        WHERE measure = %(measure)s AND "on" >= %(from)s AND "on" < %(until)s
    UNION ALL
    SELECT office_id, service, count FROM history_figure
        WHERE measure = %(measure)s AND from_on >= %(from)s AND until_on <= %(until)s
) AS figure JOIN office ON office.id = figure.office_id
WHERE service IN (SELECT code FROM service WHERE "group" = %(group)s) GROUP BY 1 ORDER BY 1
"""
