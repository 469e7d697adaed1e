"""Cases through their doors: the applicant's (number and birth date), and the office's work list."""

import hmac
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from serambi.records.models import Case, CasePause
from serambi.records.sealing import pseudonym
from serambi.rules.collection import collect_until
from serambi.rules.promise import is_overdue
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
    """A case as its applicant sees it. Days are the office's; None while not known."""

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


def case_of_applicant(*, number: str, born_on: date, today: date) -> CaseRow | None:
    """The case with this number, if the birth date opens it; None alike for a wrong date and an unknown number."""
    case = _with_history().filter(number=number).first()
    kept = bytes(case.born_on_hash) if case else bytes(32)
    if not hmac.compare_digest(kept, pseudonym(f"born|{born_on.isoformat()}")) or case is None:
        return None
    return _row(case, today)


def case_of_office(*, number: str, office: str | None, today: date) -> CaseRow | None:
    """The case with this number at an office (None: any, for the directorate); None when there is none there."""
    case = _with_history().filter(number=number).first()
    if case is None or (office is not None and case.office.code != office):
        return None
    return _row(case, today)


def work_list(*, office: str, today: date, stages: tuple[CaseStage, ...] = (), most: int = 100) -> tuple[WorkRow, ...]:
    """Up to `most` open cases of an office, least time left first, those without a promised day last.

    `stages` empty means every open one.
    """
    rows = Case.objects.filter(office__code=office, is_open=True)
    if stages:
        rows = rows.filter(stage__in=stages)
    ordered = rows.order_by("promised_on", "id").values_list(
        "number", "service", "stage", "stage_since_at", "promised_on"
    )[:most]
    return tuple(
        WorkRow(number, service, CaseStage(stage), since, promised, is_overdue(promised, today, None))
        for number, service, stage, since, promised in ordered
    )


def unfinished_files(*, office: str) -> dict[str, int]:
    """Accepted files still in work at an office, by service group: what the back-office bound of capacity takes off."""
    in_work = Case.objects.filter(office__code=office, stage__in=sorted(IN_WORK)).order_by()
    return dict(in_work.values("group").annotate(files=Count("id")).values_list("group", "files"))


IN_WORK = frozenset(
    {CaseStage.INTERVIEWED, CaseStage.PAID, CaseStage.ADJUDICATED, CaseStage.PRINTED, CaseStage.CHECKED}
)
"""Stages in which the back office still has work with a file."""


def _with_history() -> QuerySet[Case]:
    return Case.objects.select_related("office").prefetch_related("statuses", "pauses")


def _row(case: Case, today: date) -> CaseRow:
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
        is_overdue=is_overdue(case.promised_on, today, case.ready_on),
        billing_code=case.billing_code,
        amount_idr=case.amount_idr,
        payable_until=case.payable_until,
        collect_until=collect_until(case.ready_on) if case.ready_on else None,
        steps=tuple(
            CaseStep(step.event, CaseStage(step.stage), step.reason, step.at)
            for step in sorted(case.statuses.all(), key=lambda step: step.pk)
        ),
        pauses=tuple(_pause(pause) for pause in sorted(case.pauses.all(), key=lambda pause: pause.pk)),
    )


def _pause(pause: CasePause) -> PauseRow:
    return PauseRow(pause.reason, pause.note, pause.from_on, pause.until_on)
