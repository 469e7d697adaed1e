"""Cases through their doors: the applicant's (number and birth date), and the office's work list."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from serambi.records.codec import from_json
from serambi.records.models import Case, CasePause, CaseStatus, Office
from serambi.records.queries.catalogue import service_by_code
from serambi.records.queries.clocks import suspensions_of
from serambi.records.queries.closures import closures_of
from serambi.records.queries.orders import calendar_of
from serambi.records.sealing import pseudonym, unseal
from serambi.rules.booking import Applicant
from serambi.rules.catalogue import Service, Text
from serambi.rules.closure import Closure
from serambi.rules.collection import collect_until
from serambi.rules.payment import FREE_OF_CHARGE, STANDS_STILL_FROM, moved_on
from serambi.rules.period import DayPeriod
from serambi.rules.promise import (
    NOT_IN_WORK,
    Pause,
    PauseReason,
    after_closures,
    days_left,
    due_on,
    is_overdue,
    paused_on,
    waits_for_payment,
)
from serambi.rules.states import CaseEvent, CaseStage
from serambi.rules.workdays import Calendar


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One thing that happened to a case; `reason` is empty when none was given, `promised_on` the day promised then."""

    event: str
    stage: CaseStage
    reason: str
    at: datetime
    promised_on: date | None = None


@dataclass(frozen=True, slots=True)
class PauseRow:
    """Days on which the case stood still; `until_on` None while it lasts.

    `order` is the short name of the order that closes the office, empty for a pause of an officer's.
    """

    reason: str
    note: str
    from_on: date
    until_on: date | None
    order: str = ""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as its applicant sees it. Days are the office's; None while not known.

    `days_left` counts working days, below 0 when the promised day is over; None without a promised day, when the
    document is ready or the case ended, and when that day is out of reach.
    `foreseen_on` is, before the interview, the day named at acceptance for interview and payment on that day, moved by
    pauses. `is_out_of_reach`: the foreseen day cannot be kept because the interview, or the promised one because the
    payment has not come yet. `waits_for_payment`: the applicant has a slip to pay.
    `no_promise` are the words on the time of a service for which no day is promised, None where one is.
    `is_paused` says that it stands still today, `is_held` that an officer's pause lasts, which an officer ends.
    `is_to_be_examined` is a lost or damaged passport without its record. `booking` is a code, None without one.
    `is_free` says that nothing is or was paid for it. `payable_until` (aware UTC) is as it stands now: while an
    officer holds the case it moves on with the time.
    """

    number: str
    office: str
    service: str
    purpose: str
    stage: CaseStage
    stage_since_at: datetime
    is_open: bool
    received_on: date
    interviewed_on: date | None
    paid_on: date | None
    promised_on: date | None
    legal_on: date | None
    practice_on: date | None
    foreseen_on: date | None
    no_promise: Text | None
    is_out_of_reach: bool
    is_overdue: bool
    waits_for_payment: bool
    is_paused: bool
    is_held: bool
    days_left: int | None
    is_to_be_examined: bool
    is_free: bool
    booking: str | None
    billing_code: str | None
    amount_idr: int
    payable_until: datetime | None
    collect_until: date | None
    steps: tuple[CaseStep, ...]
    pauses: tuple[PauseRow, ...]


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One line of the work list; `promised_on` None while the clocks stand still or have not started."""

    number: str
    service: str
    stage: CaseStage
    stage_since_at: datetime
    promised_on: date | None
    is_overdue: bool
    waits_for_payment: bool


def case_of_applicant(*, number: str, born_on: date, now: datetime) -> CaseRow | None:
    """The case with this number, if the birth date opens it; None alike for a wrong date and an unknown number."""
    case = _with_history().filter(number=number).first()
    kept = bytes(case.born_on_hash) if case else bytes(32)
    if not hmac.compare_digest(kept, pseudonym(f"born|{born_on.isoformat()}")) or case is None:
        return None
    return _row(case, now)


def case_of_office(*, number: str, office: str | None, now: datetime) -> CaseRow | None:
    """The case with this number at an office (None: any, for the directorate); None when there is none there."""
    case = _with_history().filter(number=number).first()
    if case is None or (office is not None and case.office.code != office):
        return None
    return _row(case, now)


def work_list(
    *, office: str, today: date, stages: tuple[CaseStage, ...] = (), after: str = "", most: int = 100
) -> tuple[WorkRow, ...]:
    """Up to `most` open cases of an office, least time left first, those without a promised day last.

    `stages` empty means every open one. `after` is the number of the case the list goes on from; without one it
    begins. The far end of a long list so costs no more than its beginning.
    """
    rows = _open_cases(office)
    if stages:
        rows = rows.filter(stage__in=stages)
    dated, undated = rows.exclude(promised_on=None), rows.filter(promised_on=None)
    last = Case.objects.filter(number=after).values_list("promised_on", "id").first() if after else None
    if last is not None:
        day, case_id = last
        undated = undated.filter(id__gt=case_id) if day is None else undated
        dated = dated.none() if day is None else dated.filter(promised_on__gte=day)
        dated = dated.exclude(promised_on=day, id__lte=case_id)
    found = list(dated.order_by("promised_on", "id").values_list(*WORK_COLUMNS)[:most])
    if len(found) < most:
        found += undated.order_by("id").values_list(*WORK_COLUMNS)[: most - len(found)]
    return tuple(_work_row(today, *columns) for columns in found)


def open_by_stage(*, office: str) -> dict[CaseStage, int]:
    """How many open cases an office has, by stage; stages without any are missing."""
    rows = _open_cases(office).order_by().values("stage").annotate(cases=Count("*"))
    return {CaseStage(stage): cases for stage, cases in rows.values_list("stage", "cases")}


def applicant_of_case(*, number: str, office: str | None) -> Applicant | None:
    """The person of a case at an office (None: any); None when there is none there.

    Whoever calls notes the view in the ledger.
    """
    case = Case.objects.select_related("office").filter(number=number).first()
    if case is None or (office is not None and case.office.code != office):
        return None
    return from_json(Applicant, unseal(case.sealed))


def unfinished_files(*, office: str) -> dict[str, int]:
    """Accepted files still in work at an office, by service group: what the back-office bound of capacity takes off."""
    in_work = Case.objects.filter(office__code=office, stage__in=sorted(IN_WORK)).order_by()
    return dict(in_work.values("group").annotate(files=Count("id")).values_list("group", "files"))


WORK_COLUMNS = ("number", "service", "stage", "stage_since_at", "promised_on", "billing_code")
BEFORE_INTERVIEW = (CaseStage.RECEIVED, CaseStage.VERIFIED)

IN_WORK = frozenset(
    {CaseStage.INTERVIEWED, CaseStage.PAID, CaseStage.ADJUDICATED, CaseStage.PRINTED, CaseStage.CHECKED}
)
"""Stages in which the back office still has work with a file."""


def _work_row(
    today: date, number: str, service: str, stage: str, since: datetime, promised: date | None, code: str | None
) -> WorkRow:
    at = CaseStage(stage)
    is_late, is_waiting = is_overdue(promised, today, at, code), waits_for_payment(at, code)
    return WorkRow(number, service, at, since, promised, is_late, is_waiting)


def _open_cases(office: str) -> QuerySet[Case]:
    """By the office's id and not over a join, so that the index gives the order and nothing is sorted."""
    number = Office.objects.filter(code=office).values_list("id", flat=True).first()
    return Case.objects.filter(office_id=number, is_open=True) if number else Case.objects.none()


def _with_history() -> QuerySet[Case]:
    return Case.objects.select_related("office", "booking").prefetch_related("statuses", "pauses")


def _row(case: Case, now: datetime) -> CaseRow:
    today = now.astimezone(ZoneInfo(case.office.time_zone)).date()
    own = [_pause(pause) for pause in sorted(case.pauses.all(), key=lambda pause: pause.pk)]
    closed = closures_of(office=case.office.code, known_at=now, service_group=case.group)
    pauses = (*own, *(_closed(closure) for closure in closed if _concerns(closure, case)))
    still = [Pause(PauseReason(p.reason), DayPeriod(p.from_on, p.until_on)) for p in pauses if p.from_on != p.until_on]
    calendar, named_by = calendar_of(known_at=now), calendar_of(known_at=case.named_at or now)
    steps = sorted(case.statuses.all(), key=lambda step: step.pk)
    stage, service = CaseStage(case.stage), service_by_code(code=case.service)
    is_waiting = waits_for_payment(stage, case.billing_code)
    foreseen_on = _foreseen(case, service, still, named_by)
    named = foreseen_on or (case.promised_on if is_waiting else None)
    is_out_of_reach = named is not None and not _is_in_reach(named, today, service, still, named_by)
    has_days_left = stage not in NOT_IN_WORK and not is_out_of_reach
    return CaseRow(
        number=case.number,
        office=case.office.code,
        service=case.service,
        purpose=case.purpose,
        stage=stage,
        stage_since_at=case.stage_since_at,
        is_open=case.is_open,
        received_on=case.received_on,
        interviewed_on=case.interviewed_on,
        paid_on=case.paid_on,
        promised_on=case.promised_on,
        legal_on=case.legal_on,
        practice_on=case.practice_on,
        foreseen_on=foreseen_on,
        no_promise=service.time_note if service and not service.is_promised else None,
        is_out_of_reach=is_out_of_reach,
        is_overdue=is_overdue(case.promised_on, today, stage, case.billing_code),
        waits_for_payment=is_waiting,
        is_paused=case.is_open and paused_on(today, still) is not None,
        is_held=any(pause.until_on is None for pause in own),
        days_left=days_left(case.promised_on, today, still, calendar) if case.promised_on and has_days_left else None,
        is_to_be_examined=_is_to_be_examined(case, service, steps),
        is_free=_is_free(case, service, steps),
        booking=case.booking.code if case.booking else None,
        billing_code=case.billing_code,
        amount_idr=case.amount_idr,
        payable_until=_payable_until(case, own, steps, now),
        collect_until=_collect_until(case, now),
        steps=tuple(CaseStep(s.event, CaseStage(s.stage), s.reason, s.at, s.promised_on) for s in steps),
        pauses=pauses,
    )


def _payable_until(case: Case, own: Sequence[PauseRow], steps: Sequence[CaseStatus], now: datetime) -> datetime | None:
    since = max((step.at for step in steps if step.event in STANDS_STILL_FROM), default=None)
    if case.payable_until is None or since is None or all(pause.until_on for pause in own):
        return case.payable_until
    return moved_on(case.payable_until, since, now)


def _foreseen(case: Case, service: Service | None, pauses: Sequence[Pause], calendar: Calendar) -> date | None:
    is_promised = service is not None and service.is_promised
    if not case.is_open or case.interviewed_on is not None or case.named_on is None or not is_promised:
        return None
    return after_closures(case.named_on, case.received_on, own=(), closed=pauses, calendar=calendar)


def _is_in_reach(
    named: date, today: date, service: Service | None, pauses: Sequence[Pause], calendar: Calendar
) -> bool:
    """Whether a day still is due if everything that is missing comes today."""
    days = service.service_days or service.legal_days if service else None
    earliest_on = due_on(today, days, pauses, calendar)
    return earliest_on is not None and earliest_on <= named


def _collect_until(case: Case, now: datetime) -> date | None:
    if case.ready_on is None:
        return None
    return collect_until(case.ready_on, suspensions_of(office=case.office.code, known_at=now))


def _is_to_be_examined(case: Case, service: Service | None, steps: Sequence[CaseStatus]) -> bool:
    if case.stage not in BEFORE_INTERVIEW or any(step.event == "examined" for step in steps):
        return False
    return service is not None and any(document.is_made_here for document in service.documents)


def _is_free(case: Case, service: Service | None, steps: Sequence[CaseStatus]) -> bool:
    if case.stage != CaseStage.INTERVIEWED or case.billing_code is not None:
        return any(step.event == CaseEvent.PAY and step.reason == FREE_OF_CHARGE for step in steps)
    return service is not None and not service.fee_codes


def _pause(pause: CasePause) -> PauseRow:
    return PauseRow(pause.reason, pause.note, pause.from_on, pause.until_on)


def _closed(closure: Closure) -> PauseRow:
    return PauseRow(PauseReason.CLOSURE, "", closure.days.from_on, closure.days.until_on, closure.order)


def _concerns(closure: Closure, case: Case) -> bool:
    """Whether days of a closure lie between the acceptance of a case and its end, or the day it is promised for."""
    end = case.ready_on or case.finished_on or case.promised_on
    has_begun = end is None or closure.days.from_on <= end
    return has_begun and (closure.days.until_on is None or closure.days.until_on > case.received_on)
