"""What the page of an office's draws says of each window."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise

from serambi.counters.common import words
from serambi.counters.common.dates import day_text
from serambi.counters.portal.pages.place import AtOffice
from serambi.records.queries.draws import DrawWindowRow, draw_windows


@dataclass(frozen=True, slots=True)
class DrawPart:
    """A window in words; `state` is coming | collecting | closed | drawn."""

    window: DrawWindowRow
    state: str
    group: str | Promise
    days: str


def draw_parts(at: AtOffice) -> tuple[DrawPart, ...]:
    return tuple(
        DrawPart(row, _state(row, at), words.word(words.SERVICE_GROUPS, row.group), _days(row))
        for row in draw_windows(office=at.code)
    )


def _state(row: DrawWindowRow, at: AtOffice) -> str:
    if row.drawn_at is not None:
        return "drawn"
    if at.now < row.opens_at:
        return "coming"
    return "collecting" if at.now < row.closes_at else "closed"


def _days(row: DrawWindowRow) -> str:
    last = row.until_on - timedelta(days=1)
    return day_text(row.from_on) if last == row.from_on else f"{day_text(row.from_on)} – {day_text(last)}"
