"""Settle an open line of a day on paper: set it aside for a reason, or enter it anew as it should have been."""

from collections.abc import Mapping
from datetime import date, datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.paper_lines import keep_lines
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import PaperLineRow
from serambi.records.models.paper import UNSETTLED, LineState
from serambi.rules.refusal import Refusal, Refused

CORRECTED = "corrected"


def set_aside_line(*, office: str, on: date, code: str, why: str, now: datetime, by: str) -> None:
    """Decide that a line becomes no visit. Who contradicted it can then be merged.

    Raises Busy, OutcomeUnknown, and Refused: `paper.line_unknown`, `paper.line_settled`, `paper.why` (no reason).
    """
    if not why.strip():
        raise Refused(Refusal("paper.why", "why"))
    with durable_transaction():
        row = _lock(office, on, code)
        _set_aside(row, why.strip(), now, by)
        write_ledger("paper.set_aside", f"paper {on}", now=now, by=by, office=office, facts={"line": code})


def correct_line(*, office: str, on: date, code: str, line: Mapping[str, str], now: datetime, by: str) -> str:
    """Enter a line anew in place of one that waits; returns the code of the new one.

    Raises Busy, OutcomeUnknown, PaperFaults (nothing changed), and Refused: `paper.line_unknown`, `paper.line_settled`,
    `paper.unchanged` (it says the same).
    """
    with durable_transaction():
        row = _lock(office, on, code)
        kept = keep_lines(row.office, on, [line], now=now, by=by, replaces=row)
        (corrected,) = kept.codes
        if corrected == code:
            raise Refused(Refusal("paper.unchanged"))
        _set_aside(row, CORRECTED, now, by)
        facts = {"line": code, "by_line": corrected}
        write_ledger("paper.corrected", f"paper {on}", now=now, by=by, office=office, facts=facts)
        return corrected


def _lock(office: str, on: date, code: str) -> PaperLineRow:
    rows = PaperLineRow.objects.select_related("office").select_for_update(of=("self",))
    row = rows.filter(office__code=office, on=on, code=code).first()
    if row is None:
        raise Refused(Refusal("paper.line_unknown"))
    if row.state not in UNSETTLED:
        raise Refused(Refusal("paper.line_settled"))
    return row


def _set_aside(row: PaperLineRow, why: str, now: datetime, by: str) -> None:
    row.state, row.settled_why, row.settled_at, row.settled_by = LineState.SET_ASIDE, why, now, by
    row.save(update_fields=["state", "settled_why", "settled_at", "settled_by"])
