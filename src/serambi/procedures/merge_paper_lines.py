"""Merge the lines of a day on paper: each becomes the visit a live day would have written, or waits with its reason."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from serambi.procedures.steps.change_booking import LockedBooking, lock_booking
from serambi.procedures.steps.durable import Busy, durable_transaction
from serambi.procedures.steps.hall import OpenHall, lock_hall_of_day
from serambi.procedures.steps.paper_facts import line_of, paper_facts
from serambi.procedures.steps.paper_lines import services_known
from serambi.procedures.steps.paper_visit import write_paper_visit
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import PaperLineRow
from serambi.records.models.paper import UNSETTLED, LineState
from serambi.rules.paper.merging import why_not_merge
from serambi.rules.refusal import Refusal, Refused


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of a day's unsettled lines: merged now, open with a reason, and left because something was busy."""

    merged: int
    open: int
    left: int


def merge_paper_lines(*, office: str, on: date, now: datetime, by: str) -> Merged:
    """Merge every line of the day that is not settled, open ones too: their reason may be gone.

    Each line is one durable transaction, so that the gate never waits for a pile and a crash leaves no line half
    written. Doing it twice, or by two clerks at once, is safe: what is merged is merged once. Raises OutcomeUnknown.
    Source: docs/rules.md, the paper day.
    """
    rows = PaperLineRow.objects.filter(office__code=office, on=on, state__in=UNSETTLED)
    tally = {LineState.MERGED: 0, LineState.OPEN: 0, LineState.ENTERED: 0}
    for code in rows.order_by("id").values_list("code", flat=True):
        try:
            state = _merge(office, on, code, now, by)
        except Busy:
            state = LineState.ENTERED
        if state in tally:
            tally[state] += 1
    return Merged(tally[LineState.MERGED], tally[LineState.OPEN], tally[LineState.ENTERED])


def _merge(office: str, on: date, code: str, now: datetime, by: str) -> LineState | None:
    """Merge one line; None when somebody else has settled it meanwhile."""
    with durable_transaction():
        seen = PaperLineRow.objects.select_related("booking").get(code=code)
        # Slot and booking before the hall, as at the gate; the hall keeps others from this day's lines.
        locked = _lock_booking(seen)
        hall = lock_hall_of_day(office, on, now)
        row = PaperLineRow.objects.select_related("booking").select_for_update(of=("self",)).get(code=code)
        if row.state not in UNSETTLED:
            return None
        refusal = _become_a_visit(row, hall, locked, now)
        row.state = LineState.OPEN if refusal else LineState.MERGED
        row.reason, row.facts = (refusal.code, dict(refusal.facts)) if refusal else ("", {})
        row.save(update_fields=["state", "reason", "facts", "visit"])
        if refusal is None:
            _note(row, now, by)
        return LineState(row.state)


def _lock_booking(row: PaperLineRow) -> LockedBooking | None:
    if row.booking is None:
        return None
    try:
        return lock_booking(row.booking.code)
    except Refused as refused:
        # Somebody changed it between our look and our lock; trying again is safe.
        raise Busy from refused


def _become_a_visit(row: PaperLineRow, hall: OpenHall, locked: LockedBooking | None, now: datetime) -> Refusal | None:
    line = line_of(row, hall.office.time_zone, services_known())
    facts = paper_facts(row, line, hall, locked, now)
    refusal = why_not_merge(line, facts)
    if refusal is not None:
        return refusal
    try:
        # What a later step refuses takes the earlier ones with it.
        with transaction.atomic():
            row.visit = write_paper_visit(row, line, hall, locked, facts, now)
    except Refused as refused:
        return refused.refusal
    return None


def _note(row: PaperLineRow, now: datetime, by: str) -> None:
    ticket = row.visit.ticket if row.visit else ""
    facts = {"line": row.code, "entered_by": row.by, "ticket": ticket}
    subject = row.booking.code if row.booking else f"{row.on} {ticket}"
    write_ledger("paper.merged", subject, now=now, by=by, office=row.office.code, facts=facts)
