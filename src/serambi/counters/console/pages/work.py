"""The work list: open cases of an office, the least time left first."""

from dataclasses import dataclass

from serambi.counters.common import case_words
from serambi.counters.common.dates import date_text, day_at
from serambi.counters.console.pages.people import catalogue_words
from serambi.counters.console.pages.place import AtOffice
from serambi.records.queries.cases import WorkRow, open_by_stage, work_list
from serambi.records.queries.closures import pauses_by_order
from serambi.records.queries.orders import calendar_of
from serambi.rules.promise import days_left
from serambi.rules.states import CaseStage

PAGE_CASES = 100


@dataclass(frozen=True, slots=True)
class WorkLine:
    """`days_left` None: the clock has not begun or stands still. A ready document no longer waits for the office.

    `is_waiting`: the applicant has a slip to pay first.
    """

    number: str
    service: str
    stage: str
    since: str
    promised: str
    days_left: int | None
    is_overdue: bool
    is_waiting: bool

    @property
    def days_late(self) -> int:
        return -self.days_left if self.days_left is not None and self.days_left < 0 else 0


@dataclass(frozen=True, slots=True)
class StageLink:
    """A stage with its number of open cases; `code` empty means every stage."""

    code: str
    name: str
    cases: int


@dataclass(frozen=True, slots=True)
class WorkPage:
    lines: tuple[WorkLine, ...]
    stages: tuple[StageLink, ...]
    stage: str
    after: str
    next_after: str


def work_page(at: AtOffice, stage: CaseStage | None, after: str) -> WorkPage:
    """The part of the list that follows the case `after` (empty: its beginning); `next_after` is empty at its end."""
    asked = (stage,) if stage else ()
    rows = work_list(office=at.code, today=at.today, stages=asked, after=after, most=PAGE_CASES + 1)
    by_stage = open_by_stage(office=at.code)
    stages = [
        StageLink(str(each), str(case_words.STAGES[each]), by_stage[each]) for each in CaseStage if each in by_stage
    ]
    names, calendar = catalogue_words().services, calendar_of(known_at=at.now)
    # Many cases share a promised day; the working days up to it are counted once.
    closed = pauses_by_order(office=at.code, known_at=at.now)
    left = {day: days_left(day, at.today, closed, calendar) for day in {row.promised_on for row in rows} if day}
    return WorkPage(
        lines=tuple(
            WorkLine(
                number=row.number,
                service=names.get(row.service, row.service),
                stage=str(case_words.STAGES[row.stage]),
                since=date_text(day_at(row.stage_since_at, at.zone)),
                promised=date_text(row.promised_on) if row.promised_on else "",
                days_left=left.get(row.promised_on) if row.promised_on and not _is_out_of_work(row) else None,
                is_overdue=row.is_overdue,
                is_waiting=row.waits_for_payment,
            )
            for row in rows[:PAGE_CASES]
        ),
        stages=(StageLink("", "", sum(by_stage.values())), *stages),
        stage=str(stage or ""),
        after=after,
        next_after=rows[PAGE_CASES - 1].number if len(rows) > PAGE_CASES else "",
    )


def _is_out_of_work(row: WorkRow) -> bool:
    return row.stage is CaseStage.READY or row.waits_for_payment


def read_stage(text: str) -> CaseStage | None:
    return CaseStage(text) if text in set(CaseStage) else None
