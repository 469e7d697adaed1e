"""Count what happened since the last time: the days it can have changed, and no others."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import DailyFigure, FigureRun

LATE_DAYS = 1
"""An event carries the instant at which its transaction began; none takes so long to be seen."""


@dataclass(frozen=True, slots=True)
class RolledUp:
    """How many figures changed, and from which day on they were counted; None: from the first event."""

    changed: int
    from_on: date | None


def roll_up_figures(*, now: datetime, by: str) -> RolledUp:
    """Count the events since the last run; the first run counts all.

    Doing it twice is safe: the second changes nothing. Raises Busy, OutcomeUnknown. Source: docs/rules.md, figures.
    """
    with durable_transaction():
        run = FigureRun.objects.all().the_one()
        if run.through_at is None:
            done = RolledUp(DailyFigure.objects.all().rebuild(), None)
        else:
            # A clock that was set back leaves events behind the last run.
            from_on = (min(run.through_at, now) - timedelta(days=LATE_DAYS)).date() - timedelta(days=1)
            until_on = now.date() + timedelta(days=2)
            done = RolledUp(DailyFigure.objects.all().roll_up(from_on, until_on), from_on)
        _note(run, done, now, by)
    return done


def rebuild_figures(*, now: datetime, by: str) -> RolledUp:
    """Count everything anew from all events. Raises Busy, OutcomeUnknown."""
    with durable_transaction():
        run = FigureRun.objects.all().the_one()
        done = RolledUp(DailyFigure.objects.all().rebuild(), None)
        _note(run, done, now, by)
    return done


def _note(run: FigureRun, done: RolledUp, now: datetime, by: str) -> None:
    run.through_at = now
    run.save(update_fields=["through_at"])
    if done.changed:
        facts = {"changed": done.changed, "from": str(done.from_on or "")}
        write_ledger("figures.rolled_up", "figures", now=now, by=by, facts=facts)
