"""Take in what offices counted in years before; all of a file or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import HistoryFigure, Office
from serambi.records.models.figures import HistoryFigureQuerySet
from serambi.rules.policyfile.history import HistoryEntry
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.spans import end_of

BATCH = 10_000


@dataclass(frozen=True, slots=True)
class HistoryTaken:
    """How many lines there were, and how many were new or said something else than before."""

    lines: int
    written: int


def import_history(*, entries: Sequence[HistoryEntry], file: str, now: datetime, by: str) -> HistoryTaken:
    """Write the entries of one file, checked by rules.policyfile.history.

    Doing it twice is safe: the second writes nothing. A line that says something else than before corrects it, and the
    ledger tells that it did. Raises Busy, OutcomeUnknown, and Refused: `history.counted_twice` (a month is there as a
    whole and by its days, from two files; facts `office`, `service`, `measure`, `month`).
    """
    with durable_transaction():
        offices = dict(Office.objects.values_list("code", "id"))
        rows = [
            HistoryFigure(
                office_id=offices[each.office],
                service=each.service,
                measure=each.measure,
                from_on=each.period.from_on,
                until_on=end_of(each.period),
                count=each.count,
                source=each.source,
                imported_at=now,
            )
            for each in entries
        ]
        history = HistoryFigure.objects.all()
        written = sum(history.take_in(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH))
        _refuse_twice(history)
        if written:
            facts = {"lines": len(rows), "written": written}
            write_ledger("history.imported", file[:200], now=now, by=by, facts=facts)
    return HistoryTaken(len(rows), written)


def _refuse_twice(history: HistoryFigureQuerySet) -> None:
    twice = history.counted_twice()
    if twice is not None:
        names = ("office", "service", "measure", "month")
        raise Refused(Refusal("history.counted_twice", None, dict(zip(names, twice, strict=True))))
