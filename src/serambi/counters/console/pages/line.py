"""The line of an office and its triage desk, in words. No names: a name is on the page of its booking."""

from dataclasses import dataclass

from serambi.counters.common import words
from serambi.counters.common.dates import date_text, day_at, moment_text
from serambi.counters.common.roles import may_act
from serambi.counters.console.pages.people import catalogue_words
from serambi.counters.console.pages.place import AtOffice
from serambi.records.queries.line import LineRow, line_of
from serambi.records.queries.staff import StaffRow
from serambi.records.queries.urgency import claims_to_judge, verdicts_to_audit


@dataclass(frozen=True, slots=True)
class LinePlace:
    """One person in line; `invited_until` is empty while they wait, and then `position` counts."""

    code: str
    position: int
    since: str
    service: str
    is_urgent: bool
    is_vulnerable: bool
    is_reachable: bool
    invited_until: str


@dataclass(frozen=True, slots=True)
class GroupLine:
    code: str
    name: str
    waiting: int
    invited: int
    places: tuple[LinePlace, ...]


@dataclass(frozen=True, slots=True)
class Claim:
    code: str
    visit: str
    service: str
    urgency: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict to audit; `is_own` when the reader made it and so may not."""

    code: str
    is_accepted: bool
    reason: str
    judged_by: str
    judged_on: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class TriagePage:
    may_judge: bool
    claims: tuple[Claim, ...]
    verdicts: tuple[Verdict, ...]


def line_page(at: AtOffice) -> tuple[GroupLine, ...]:
    """The lines of all service groups, empty ones too."""
    return tuple(_group(at, code, str(name)) for code, name in words.SERVICE_GROUPS.items())


def triage_page(at: AtOffice, staff: StaffRow) -> TriagePage:
    services = catalogue_words().services
    claims = tuple(
        Claim(
            code=row.code,
            visit=moment_text(row.start_at, at.zone) if row.start_at else "",
            service=services.get(row.service, row.service),
            urgency=words.word(words.URGENCIES, row.urgency),
        )
        for row in claims_to_judge(office=at.code, now=at.now)
    )
    verdicts = tuple(
        Verdict(
            code=row.code,
            is_accepted=row.is_accepted,
            reason=row.reason,
            judged_by=row.judged_by,
            judged_on=moment_text(row.judged_at, at.zone),
            is_own=row.judged_by == staff.username,
        )
        for row in verdicts_to_audit(office=at.code)
    )
    return TriagePage(may_act(staff), claims, verdicts)


def _group(at: AtOffice, code: str, name: str) -> GroupLine:
    rows = line_of(office=at.code, group=code)
    services = catalogue_words().services
    invited = sum(row.invited_until is not None for row in rows)
    places = tuple(_place(at, row, services.get(row.service, row.service), invited) for row in rows)
    return GroupLine(code, name, len(rows) - invited, invited, places)


def _place(at: AtOffice, row: LineRow, service: str, invited: int) -> LinePlace:
    return LinePlace(
        code=row.code,
        # Who is invited no longer counts, as in what people read of themselves.
        position=row.position - invited,
        since=date_text(day_at(row.since_at, at.zone)),
        service=service,
        is_urgent=row.is_urgent,
        is_vulnerable=row.is_vulnerable,
        is_reachable=row.is_reachable,
        invited_until=moment_text(row.invited_until, at.zone) if row.invited_until else "",
    )
