"""Bringing the clocks of many cases to what is known now, and moving the promises that closures move.

In the caller's transaction. The calendar moves clocks only; a promise is counted by the one known when it was named.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db.models import QuerySet

from serambi.procedures.steps.case_clocks import ServiceTime, own_pauses, promised_day, set_clocks, time_in
from serambi.procedures.steps.tell_promise import tell_moved
from serambi.records.models import Case, CasePause, Office
from serambi.records.queries.catalogue import all_services
from serambi.records.queries.closures import pauses_by_order
from serambi.records.queries.orders import all_instruments, calendar_of
from serambi.rules.promise import Pause
from serambi.rules.workdays import Calendar, calendar_changes

BATCH = 2000
READ = (
    *("number", "stage", "office_id", "booking_id", "service", "group", "interviewed_on", "paid_on"),
    *("legal_on", "practice_on", "promised_on", "named_on", "named_at"),
)
"""What clocks need of a case; its sealed person is left where it is."""


@dataclass(frozen=True, slots=True)
class Brought:
    """How many cases changed a clock, and how many of them their promised day."""

    changed: int
    moved: int


def bring_clocks(cases: QuerySet[Case], *, cause: str, now: datetime, by: str) -> Brought:
    """Bring clocks and promises of the open cases among these to the orders known at `now`, in batches, in id order.

    All open ones are locked, those before the interview too, so that no clock begins on what was known before. Who is
    promised another day gets one message and the case a step in its history, both naming `cause`. A document that is
    ready waits for nobody: its clocks stay. Doing it twice is safe: the second changes none.
    """
    rows = cases.filter(is_open=True, ready_on=None).only(*READ).order_by("id").select_for_update()
    batches = rows.iterator(chunk_size=BATCH)
    known: _Known | None = None
    changed = moved = 0
    while batch := list(islice(batches, BATCH)):
        known = known or _Known(now)
        late = _bring(batch, known)
        Case.objects.all().write_clocks(late.changed)
        tell_moved(late.moved, cause, now, by)
        changed, moved = changed + len(late.changed), moved + len(late.moved)
    return Brought(changed, moved)


Days = tuple[date | None, date | None, date | None]


@dataclass(frozen=True, slots=True)
class _Changes:
    """`moved` pairs each case with the day that was promised before."""

    changed: list[Case]
    moved: list[tuple[Case, date | None]]


class _Known:
    """What the clocks of many cases are counted by; everything is read once, calendars once for each that was known."""

    def __init__(self, now: datetime) -> None:
        self.now, self.calendar = now, calendar_of(known_at=now)
        self.times: Mapping[str, ServiceTime] = {service.code: time_in(service) for service in all_services()}
        self.offices: Mapping[int, str] = dict(Office.objects.order_by("id").values_list("id", "code"))
        self.changes = calendar_changes(all_instruments())
        self.calendars: dict[int | None, Calendar] = {}
        self.days: dict[tuple[object, ...], Days] = {}
        self.closed: dict[tuple[int, str], tuple[Pause, ...]] = {}

    def days_of(self, case: Case, own: tuple[Pause, ...]) -> Days:
        """Both clocks and the promised day of a case; those that are alike in all that counts are counted once."""
        closed = self.closed_for(case)
        version = bisect_right(self.changes, case.named_at) if case.named_at else None
        alike = (case.service, case.interviewed_on, case.paid_on, case.named_on, version, own, closed)
        if alike not in self.days:
            set_clocks(case, self.calendar, self.times.get(case.service, ServiceTime()), (*own, *closed))
            calendar = self._calendar_at(case.named_at or self.now, version)
            self.days[alike] = (case.legal_on, case.practice_on, promised_day(case, calendar, own, closed))
        return self.days[alike]

    def _calendar_at(self, instant: datetime, version: int | None) -> Calendar:
        if version not in self.calendars:
            self.calendars[version] = calendar_of(known_at=instant)
        return self.calendars[version]

    def closed_for(self, case: Case) -> tuple[Pause, ...]:
        key = (case.office_id, case.group)
        if key not in self.closed:
            office = self.offices[case.office_id]
            self.closed[key] = pauses_by_order(office=office, service_group=case.group, known_at=self.now)
        return self.closed[key]


def _bring(batch: Sequence[Case], known: _Known) -> _Changes:
    changes, paused = _Changes([], []), _own_pauses(batch)
    for case in batch:
        if case.interviewed_on is None:
            continue
        before = (case.legal_on, case.practice_on, case.promised_on)
        days = known.days_of(case, paused.get(case.pk, ()))
        case.legal_on, case.practice_on, case.promised_on = days
        if days != before:
            changes.changed.append(case)
        if days[-1] != before[-1]:
            changes.moved.append((case, before[-1]))
    return changes


def _own_pauses(batch: Sequence[Case]) -> Mapping[int, tuple[Pause, ...]]:
    rows: dict[int, list[CasePause]] = defaultdict(list)
    for row in CasePause.objects.filter(case__in=batch).order_by("id"):
        rows[row.case_id].append(row)
    return {case_id: own_pauses(pauses) for case_id, pauses in rows.items()}
