"""The lines of a day on paper: how far their entry is, and those that wait for a decision. No names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from serambi.records.models import PaperLineRow
from serambi.records.models.paper import UNSETTLED, LineState


@dataclass(frozen=True, slots=True)
class PaperLineView:
    """One line as it was typed. `reason` with `facts` is why it is open, `ticket` the visit it became, else empty."""

    code: str
    typed: Mapping[str, str]
    booking: str
    state: str
    reason: str
    facts: Mapping[str, str | int]
    ticket: str
    entered_at: datetime
    by: str
    settled_why: str
    settled_by: str


@dataclass(frozen=True, slots=True)
class PaperDayRow:
    """How many lines of a day stand where."""

    entered: int
    merged: int
    open: int
    set_aside: int


def paper_day(*, office: str, on: date) -> PaperDayRow:
    """Count the lines of a day by state."""
    rows = PaperLineRow.objects.filter(office__code=office, on=on).order_by()
    counts = dict(rows.values("state").annotate(lines=Count("id")).values_list("state", "lines"))
    return PaperDayRow(**{state.value: counts.get(state.value, 0) for state in LineState})


def open_lines(*, office: str, on: date) -> tuple[PaperLineView, ...]:
    """The lines that wait for a decision, by their number; those without one last."""
    return tuple(_view(row) for row in _rows(office, on).filter(state=LineState.OPEN).order_by("ticket_number", "id"))


def last_lines(*, office: str, on: date, by: str, most: int) -> tuple[PaperLineView, ...]:
    """The lines of a day that somebody entered last, newest first."""
    rows = _rows(office, on).filter(by=by).order_by("-id")[:most]
    return tuple(_view(row) for row in rows)


def unsettled_line(*, office: str, on: date, code: str) -> PaperLineView | None:
    """One line that waits; None when there is none with this code there."""
    row = _rows(office, on).filter(code=code, state__in=UNSETTLED).first()
    return None if row is None else _view(row)


def days_with_unsettled_lines(*, office: str) -> tuple[date, ...]:
    """The days on which lines wait, newest first."""
    rows = PaperLineRow.objects.filter(office__code=office, state__in=UNSETTLED).order_by("-on")
    return tuple(rows.values_list("on", flat=True).distinct())


def _rows(office: str, on: date) -> QuerySet[PaperLineRow]:
    return PaperLineRow.objects.filter(office__code=office, on=on).select_related("booking", "visit")


def _view(row: PaperLineRow) -> PaperLineView:
    return PaperLineView(
        code=row.code,
        typed=row.typed,
        booking=row.booking.code if row.booking else "",
        state=row.state,
        reason=row.reason,
        facts=row.facts,
        ticket=row.visit.ticket if row.visit else "",
        entered_at=row.entered_at,
        by=row.by,
        settled_why=row.settled_why,
        settled_by=row.settled_by,
    )
