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
from serambi.records.queries.orders import calendar_of
from serambi.records.sealing import pseudonym, unseal
from serambi.rules.booking import Applicant
from serambi.rules.collection import collect_until
from serambi.rules.period import DayPeriod
from serambi.rules.promise import Pause, PauseReason, days_left, is_overdue
from serambi.rules.states import CaseStage


@dataclass(frozen=True, slots=True)
class CaseStep:
    """One thing that happened to a case; `reason` is empty when none was given."""

    event: str
    stage: CaseStage
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PauseRow:
    """Days on which the case stood still; `until_on` None while it lasts."""

    reason: str
    note: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as its applicant sees it. Days are the office's; None while not known.

    `days_left` counts working days, below 0 when the promised day is over; None without a promised day.
    `is_to_be_examined` is a lost or damaged passport without its record. `booking` is a code, None without one.
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
    is_overdue: bool
    is_paused: bool
    days_left: int | None
    is_to_be_examined: bool
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
    *, office: str, today: date, stages: tuple[CaseStage, ...] = (), skipped: int = 0, most: int = 100
) -> tuple[WorkRow, ...]:
    """Up to `most` open cases of an office after the first `skipped`, least time left first, those without a promised
    day last.

    `stages` empty means every open one.
    """
    rows = _open_cases(office)
    if stages:
        rows = rows.filter(stage__in=stages)
    ordered = rows.order_by("promised_on", "id").values_list(
        "number", "service", "stage", "stage_since_at", "promised_on"
    )[skipped : skipped + most]
    return tuple(
        WorkRow(number, service, CaseStage(stage), since, promised, is_overdue(promised, today, None))
        for number, service, stage, since, promised in ordered
    )


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


BEFORE_INTERVIEW = (CaseStage.RECEIVED, CaseStage.VERIFIED)

IN_WORK = frozenset(
    {CaseStage.INTERVIEWED, CaseStage.PAID, CaseStage.ADJUDICATED, CaseStage.PRINTED, CaseStage.CHECKED}
)
"""Stages in which the back office still has work with a file."""


def _open_cases(office: str) -> QuerySet[Case]:
    """By the office's id and not over a join, so that the index gives the order and nothing is sorted."""
    number = Office.objects.filter(code=office).values_list("id", flat=True).first()
    return Case.objects.filter(office_id=number, is_open=True) if number else Case.objects.none()


def _with_history() -> QuerySet[Case]:
    return Case.objects.select_related("office", "booking").prefetch_related("statuses", "pauses")


def _row(case: Case, now: datetime) -> CaseRow:
    today = now.astimezone(ZoneInfo(case.office.time_zone)).date()
    pauses = tuple(_pause(pause) for pause in sorted(case.pauses.all(), key=lambda pause: pause.pk))
    steps = sorted(case.statuses.all(), key=lambda step: step.pk)
    return CaseRow(
        number=case.number,
        office=case.office.code,
        service=case.service,
        purpose=case.purpose,
        stage=CaseStage(case.stage),
        stage_since_at=case.stage_since_at,
        is_open=case.is_open,
        received_on=case.received_on,
        interviewed_on=case.interviewed_on,
        paid_on=case.paid_on,
        promised_on=case.promised_on,
        legal_on=case.legal_on,
        practice_on=case.practice_on,
        is_overdue=is_overdue(case.promised_on, today, case.ready_on or case.finished_on),
        is_paused=any(pause.until_on is None for pause in pauses),
        days_left=_days_left(case.promised_on, today, pauses, now),
        is_to_be_examined=_is_to_be_examined(case, steps),
        booking=case.booking.code if case.booking else None,
        billing_code=case.billing_code,
        amount_idr=case.amount_idr,
        payable_until=case.payable_until,
        collect_until=_collect_until(case, now),
        steps=tuple(CaseStep(step.event, CaseStage(step.stage), step.reason, step.at) for step in steps),
        pauses=pauses,
    )


def _days_left(promised_on: date | None, today: date, pauses: Sequence[PauseRow], now: datetime) -> int | None:
    if promised_on is None:
        return None
    lasting = [pause for pause in pauses if pause.until_on is None or pause.until_on > pause.from_on]
    known = [Pause(PauseReason(pause.reason), DayPeriod(pause.from_on, pause.until_on)) for pause in lasting]
    return days_left(promised_on, today, known, calendar_of(known_at=now))


def _collect_until(case: Case, now: datetime) -> date | None:
    if case.ready_on is None:
        return None
    return collect_until(case.ready_on, suspensions_of(office=case.office.code, known_at=now))


def _is_to_be_examined(case: Case, steps: Sequence[CaseStatus]) -> bool:
    if case.stage not in BEFORE_INTERVIEW or any(step.event == "examined" for step in steps):
        return False
    service = service_by_code(code=case.service)
    return service is not None and any(document.is_made_here for document in service.documents)


def _pause(pause: CasePause) -> PauseRow:
    return PauseRow(pause.reason, pause.note, pause.from_on, pause.until_on)
