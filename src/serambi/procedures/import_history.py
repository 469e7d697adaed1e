"""Take in what offices counted in years before; all of a file or nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.publish_months import publish_months
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import HistoryFigure, Office
from serambi.records.models.figures import HistoryFigureQuerySet
from serambi.rules.policyfile.history import HistoryEntry
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.spans import end_of, month_of

BATCH = 10_000
Shown = Callable[[Sequence[int]], Iterable[int]]


@dataclass(frozen=True, slots=True)
class HistoryTaken:
    """How many lines there were, and how many were new or said something else than before."""

    lines: int
    written: int


def import_history(
    *, entries: Sequence[HistoryEntry], file: str, now: datetime, by: str, shown: Shown = iter
) -> HistoryTaken:
    """Write the entries of one file, checked by rules.policyfile.history. `shown` passes on the starts of the batches
    and shows how far it is.

    Doing it twice is safe: the second writes nothing. A line that says something else than before corrects it, and the
    ledger tells that it did. Raises Busy, OutcomeUnknown, and Refused: `history.counted_twice` (a month is there as a
    whole and by its days, from two files; facts `office`, `service`, `measure`, `month`).
    """
    with durable_transaction():
        offices = dict(Office.objects.values_list("code", "id"))
        history, written = HistoryFigure.objects.all(), 0
        for start in shown(range(0, len(entries), BATCH)):
            rows = [_row(each, offices[each.office], now) for each in entries[start : start + BATCH]]
            written += history.take_in(rows)
        _refuse_twice(history)
        if written:
            publish_months({month_of(each.period.from_on).from_on for each in entries}, now)
            facts = {"lines": len(entries), "written": written}
            write_ledger("history.imported", file[:200], now=now, by=by, facts=facts)
    return HistoryTaken(len(entries), written)


def _row(entry: HistoryEntry, office_id: int, now: datetime) -> HistoryFigure:
    return HistoryFigure(
        office_id=office_id,
        service=entry.service,
        measure=entry.measure,
        from_on=entry.period.from_on,
        until_on=end_of(entry.period),
        count=entry.count,
        source=entry.source,
        imported_at=now,
    )


def _refuse_twice(history: HistoryFigureQuerySet) -> None:
    twice = history.counted_twice()
    if twice is not None:
        names = ("office", "service", "measure", "month")
        raise Refused(Refusal("history.counted_twice", None, dict(zip(names, twice, strict=True))))
