"""When a case will probably be ready, from the newest finished cases like it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Min

from serambi.records.models import Case, CaseStatus, Office
from serambi.records.queries.cases import CaseRow
from serambi.records.queries.orders import calendar_of
from serambi.rules.forecast import NEWEST_CASES, forecast
from serambi.rules.workdays import Calendar, working_day_after, working_days_in


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """Eight of ten of `cases` finished cases like this one were ready between these days, counted from its stage."""

    from_on: date
    until_on: date
    cases: int


def forecast_of(*, case: CaseRow, now: datetime) -> ForecastRow | None:
    """The interval in which an open case will be ready; None when it is ready, stands still, or too few are known."""
    if not case.is_open or case.is_paused or case.interviewed_on is None or case.stage == "ready":
        return None
    zone = ZoneInfo(Office.objects.values_list("time_zone", flat=True).get(code=case.office))
    calendar, today = calendar_of(known_at=now), now.astimezone(zone).date()
    since = case.stage_since_at.astimezone(zone).date()
    found = forecast(_took_days(case, zone, calendar), _days(since, today, calendar))
    if found is None:
        return None
    return ForecastRow(
        from_on=max(today, _after(since, found.early_days, calendar)),
        until_on=max(today, _after(since, found.late_days, calendar)),
        cases=found.cases,
    )


def _took_days(case: CaseRow, zone: ZoneInfo, calendar: Calendar) -> list[int]:
    """Working days from this stage to readiness, of the newest cases of the office and service that were ready."""
    done = Case.objects.filter(office__code=case.office, service=case.service, ready_on__isnull=False)
    ready = dict(done.order_by("-id").values_list("id", "ready_on")[:NEWEST_CASES])
    entered = CaseStatus.objects.filter(case_id__in=list(ready), stage=case.stage).order_by("case_id")
    rows = entered.values("case_id").annotate(since=Min("at")).values_list("case_id", "since")
    took = ((since.astimezone(zone).date(), ready[number]) for number, since in rows)
    return [_days(since, ready_on, calendar) for since, ready_on in took if ready_on]


def _days(from_on: date, until_on: date, calendar: Calendar) -> int:
    return working_days_in(from_on + timedelta(days=1), until_on + timedelta(days=1), calendar)


def _after(day: date, days: int, calendar: Calendar) -> date:
    return working_day_after(day, days, calendar) if days else day
