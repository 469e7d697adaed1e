"""Every office on one page: its state today, its zone, the use of its quota, its promise and its decline; with sums of
provinces and of the country."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
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

GROUP = "passport"
MEASURES = (Measure.APPLIED, Measure.ISSUED, Measure.PROMISE_KEPT)
PROMISED = "promised"


@dataclass(frozen=True, slots=True)
class Sums:
    """Counts of the month that is compared, of one office or of several.

    `applied` and `before` are people who applied for passports in the month and in the same month a year earlier;
    `change` is per working day as a share (None: nobody to compare with); `quota` the month's quota. `issued` are
    passports that were ready in it, `promised` those of them whose service has a promise (lost and damaged ones have
    none), `kept` those of these that were ready by the promised day; `overdue` cases are open
    today, of any service, their promised day is over, and they wait for no payment (rules.promise.is_overdue).
    """

    applied: int
    before: int
    change: Decimal | None
    quota: int
    issued: int
    promised: int
    kept: int
    overdue: int

    @property
    def use(self) -> Decimal | None:
        """The share of the quota that was applied for; None where there was none."""
        return Decimal(self.applied) / self.quota if self.quota else None

    @property
    def kept_share(self) -> Decimal | None:
        """The share of what was promised and issued that kept its promise; None where nothing was."""
        return Decimal(self.kept) / self.promised if self.promised else None


@dataclass(frozen=True, slots=True)
class NationRow:
    """An office today and in the last month that is over; its quota is an example where `is_example`."""

    code: str
    name: str
    province: str
    is_working_day: bool
    is_open: bool
    mode: Mode
    zone: Zone | None
    is_example: bool
    sums: Sums


@dataclass(frozen=True, slots=True)
class Nation:
    """All offices by province and code, the month that is compared, the sums by province, and those of all."""

    month: DayPeriod
    offices: tuple[NationRow, ...]
    provinces: Mapping[str, Sums]
    sums: Sums


def nation(*, now: datetime) -> Nation:
    """How every office stands, with a fixed number of statements. The month is the last one over in Jakarta."""
    today = now.astimezone(ZoneInfo("Asia/Jakarta")).date()
    month = month_of(month_after(today.replace(day=1), -1))
    earlier = years_earlier(month, 1)
    calendar = calendar_of(known_at=now)
    counts, before, overdue = _counts(month), _counts(earlier), _overdue(now)
    standings, assessments = standing_instruments(known_at=now), all_assessments()
    profiles = {profile.code: profile for profile in all_profiles()}
    days = _WorkingDays(_working_days(calendar, month), _working_days(calendar, earlier))
    rows = []
    for office in list_offices():
        profile = profiles[office.code]
        orders = orders_for(seat_of(profile), now, standings=standings, assessments=assessments)
        local_today = now.astimezone(ZoneInfo(profile.time_zone)).date()
        regime, own = regime_on(orders, local_today), counts[office.code]
        applied, base = own[Measure.APPLIED], before[office.code][Measure.APPLIED]
        rows.append(
            NationRow(
                code=office.code,
                name=office.name,
                province=office.province,
                is_working_day=calendar.is_working_day(local_today),
                is_open=regime.open,
                mode=regime.mode,
                zone=regime.zone,
                is_example=profile.means.is_example,
                sums=Sums(
                    applied=applied,
                    before=base,
                    change=_change(applied, base, days),
                    quota=_quota(profile, orders, calendar, month),
                    issued=own[Measure.ISSUED],
                    promised=own[PROMISED],
                    kept=own[Measure.PROMISE_KEPT],
                    overdue=overdue.get(office.code, 0),
                ),
            )
        )
    by_province = groupby(rows, key=lambda row: row.province)
    provinces = {name: _sum((row.sums for row in own), days) for name, own in by_province}
    return Nation(month, tuple(rows), provinces, _sum(provinces.values(), days))


@dataclass(frozen=True, slots=True)
class _WorkingDays:
    """How many the month has, and the same month a year earlier."""

    now: int
    before: int


def _working_days(calendar: Calendar, span: DayPeriod) -> int:
    return sum(map(calendar.is_working_day, days_between(span.from_on, end_of(span))))


def _sum(parts: Iterable[Sums], days: _WorkingDays) -> Sums:
    rows = list(parts)
    applied, before = sum(row.applied for row in rows), sum(row.before for row in rows)
    return Sums(
        applied=applied,
        before=before,
        change=_change(applied, before, days),
        quota=sum(row.quota for row in rows),
        issued=sum(row.issued for row in rows),
        promised=sum(row.promised for row in rows),
        kept=sum(row.kept for row in rows),
        overdue=sum(row.overdue for row in rows),
    )


def _quota(profile: OfficeProfile, orders: SeatOrders, calendar: Calendar, month: DayPeriod) -> int:
    group = next((each for each in profile.means.groups if each.code == GROUP), None)
    worked = (day for day in days_between(month.from_on, end_of(month)) if calendar.is_working_day(day))
    return sum(day_quota(group, regime_on(orders, day, service_group=GROUP)) for day in worked) if group else 0


def _change(applied: int, base: int, days: _WorkingDays) -> Decimal | None:
    value, before = Counted(Decimal(applied), days.now), Counted(Decimal(base), days.before)
    if why_no_decline(value, before) is not None:
        return None
    change = value.rate / before.rate - 1
    return Decimal(change.numerator) / Decimal(change.denominator)


def _counts(span: DayPeriod) -> defaultdict[str, Counter[str]]:
    """People by office and measure, and under PROMISED those of what was issued whose service has a promise."""
    measures = [str(each) for each in MEASURES]
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    with connection.cursor() as cursor:
        cursor.execute(COUNTS, {"from": span.from_on, "until": end_of(span), "measures": measures, "group": GROUP})
        for code, measure, count, promised in cursor.fetchall():
            found[code][measure] = int(count)
            if measure == Measure.ISSUED:
                found[code][PROMISED] = int(promised)
    return found


def _overdue(now: datetime) -> Mapping[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(OVERDUE, {"now": now})
        return dict(cursor.fetchall())


COUNTS = """
SELECT office.code, measure, sum(count), coalesce(sum(count) FILTER (WHERE service IN (
    SELECT code FROM service WHERE entry ->> 'legal_days' IS NOT NULL OR entry ->> 'service_days' IS NOT NULL)), 0)
FROM (
    SELECT office_id, service, measure, count FROM daily_figure
        WHERE measure = ANY(%(measures)s) AND "on" >= %(from)s AND "on" < %(until)s
    UNION ALL
    SELECT office_id, service, measure, count FROM history_figure
        WHERE measure = ANY(%(measures)s) AND from_on >= %(from)s AND until_on <= %(until)s
) AS figure JOIN office ON office.id = figure.office_id
WHERE service IN (SELECT code FROM service WHERE "group" = %(group)s) GROUP BY 1, 2 ORDER BY 1, 2
"""
OVERDUE = """
SELECT office.code, count(*) FROM application_case AS application JOIN office ON office.id = application.office_id
WHERE application.is_open AND application.ready_on IS NULL
    AND NOT (application.stage = 'interviewed' AND application.billing_code IS NOT NULL)
    AND application.promised_on < (%(now)s AT TIME ZONE office.time_zone)::date
GROUP BY 1 ORDER BY 1
"""
