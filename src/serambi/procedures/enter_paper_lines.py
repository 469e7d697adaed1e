"""Enter lines of a day on paper: kept as they were typed, once however many enter them. Merging is another step."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.paper_lines import Kept, keep_lines
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Office
from serambi.rules.refusal import Refusal, Refused

MOST_LINES = 500
"""At once: more than any sheet has."""


def enter_paper_lines(*, office: str, on: date, lines: Sequence[Mapping[str, str]], now: datetime, by: str) -> Kept:
    """Keep the lines of a day, each a mapping of rules.paper.lines.COLUMNS to what stands there.

    Nothing becomes a visit yet, so that lines which contradict each other are seen together, whoever was first. Doing
    it twice is safe. Raises Busy, OutcomeUnknown, PaperFaults (nothing kept), and Refused: `office.unknown`,
    `paper.none` (no line), `paper.too_many` (fact `most`). Source: docs/rules.md, the paper day.
    """
    if not lines:
        raise Refused(Refusal("paper.none", "lines"))
    if len(lines) > MOST_LINES:
        raise Refused(Refusal("paper.too_many", "lines", {"most": MOST_LINES}))
    with durable_transaction():
        row = Office.objects.filter(code=office).first()
        if row is None:
            raise Refused(Refusal("office.unknown", "office"))
        kept = keep_lines(row, on, lines, now=now, by=by)
        facts = {"new": kept.new, "known": kept.known}
        write_ledger("paper.entered", f"paper {on}", now=now, by=by, office=office, facts=facts)
        return kept
