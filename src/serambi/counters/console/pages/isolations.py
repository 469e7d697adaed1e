"""The isolations of an office's teams in words, and the form that asks for one."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.dates import date_text, period_text
from serambi.counters.console.forms.isolating import IsolationForm
from serambi.counters.console.pages.place import AtOffice
from serambi.records.queries.rota import IsolationRow, TeamRow, isolations_of, teams_from
from serambi.rules.period import DayPeriod


@dataclass(frozen=True, slots=True)
class IsolationLine:
    """One isolation; `can_end` while some of it is still to come."""

    code: str
    team: str
    period: str
    state: str
    displaced: int
    can_end: bool


@dataclass(frozen=True, slots=True)
class IsolationsPage:
    """`has_teams` is False where no rota was kept from today on: then no team can be named."""

    lines: tuple[IsolationLine, ...]
    has_teams: bool


def isolations_page(at: AtOffice) -> IsolationsPage:
    lines = tuple(_line(row, at) for row in isolations_of(office=at.code))
    return IsolationsPage(lines, bool(teams_from(office=at.code, from_on=at.today, known_at=at.now)))


def isolation_form(at: AtOffice, data: Any = None) -> IsolationForm:
    teams = teams_from(office=at.code, from_on=at.today, known_at=at.now)
    return IsolationForm(data, teams=[(team.code, _team(team)) for team in teams])


def _line(row: IsolationRow, at: AtOffice) -> IsolationLine:
    is_over = row.is_ended or row.until_on <= at.today
    return IsolationLine(
        code=row.code,
        team=row.team,
        period=_("tidak sehari pun")
        if row.until_on <= row.from_on
        else period_text(DayPeriod(row.from_on, row.until_on)),
        state=_state(row, at),
        displaced=row.displaced,
        can_end=not is_over,
    )


def _state(row: IsolationRow, at: AtOffice) -> str:
    if row.is_ended:
        return _("diakhiri lebih awal")
    if row.until_on <= at.today:
        return _("selesai")
    return _("berlaku") if row.from_on <= at.today else _("mulai %(day)s") % {"day": date_text(row.from_on)}


def _team(team: TeamRow) -> str:
    group = words.word(words.SERVICE_GROUPS, team.group) if team.group else _("tanpa loket")
    return f"{team.code} ({group})"
