"""Count what happened since the last time: the days it can have changed, and no others; publish what is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.publish_months import publish_months
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import DailyFigure, FigureRun
from serambi.records.models.figures import CountedTwice, Counting
from serambi.rules.period import DayPeriod
from serambi.rules.spans import month_after, months_of

LATE_DAYS = 1
"""An event carries the instant at which its transaction began; none takes so long to be seen."""


@dataclass(frozen=True, slots=True)
class RolledUp:
    """How many figures changed, and from which day on they were counted (None: from the first event); which days before
    were counted anew, because something was entered late or taken back; how many published months changed; and what
    events say of days that an import covers, which is not added."""

    changed: int
    from_on: date | None
    earlier_days: tuple[date, ...] = ()
    published: int = 0
    counted_twice: tuple[CountedTwice, ...] = ()


def roll_up_figures(*, now: datetime, by: str) -> RolledUp:
    """Count the events since the last run; the first run counts all.

    Doing it twice is safe: the second changes nothing. Raises Busy, OutcomeUnknown. Source: docs/rules.md, figures.
    """
    with durable_transaction():
        run = FigureRun.objects.all().the_one()
        if run.through_at is None:
            return _rebuilt(run, now, by)
        # A clock that was set back leaves events behind the last run.
        from_on = (min(run.through_at, now) - timedelta(days=LATE_DAYS)).date() - timedelta(days=1)
        until_on = now.date() + timedelta(days=2)
        earlier = run.days_before(from_on)
        figures = DailyFigure.objects.all()
        done = [figures.roll_up(day, day + timedelta(days=1)) for day in earlier]
        done.append(figures.roll_up(from_on, until_on))
        published = publish_months(_months_to_publish(done), now)
        twice = tuple(each for counting in done for each in counting.counted_twice)
        changed = sum(counting.changed for counting in done)
        return _noted(run, RolledUp(changed, from_on, earlier, published, twice), now, by)


def rebuild_figures(*, now: datetime, by: str) -> RolledUp:
    """Count everything anew from all events. What is published is corrected where it may be. Raises Busy,
    OutcomeUnknown."""
    with durable_transaction():
        return _rebuilt(FigureRun.objects.all().the_one(), now, by)


def _rebuilt(run: FigureRun, now: datetime, by: str) -> RolledUp:
    counting = DailyFigure.objects.all().rebuild()
    published = publish_months(None, now)
    return _noted(run, RolledUp(counting.changed, None, (), published, counting.counted_twice), now, by)


def _noted(run: FigureRun, done: RolledUp, now: datetime, by: str) -> RolledUp:
    run.through_at = now
    run.set_marks()
    run.save(update_fields=["through_at", "marks", "earlier_marks"])
    if done.changed or done.published:
        facts = {
            "changed": done.changed,
            "from": str(done.from_on or ""),
            "published": done.published,
            "counted_twice": len(done.counted_twice),
        }
        write_ledger("figures.rolled_up", "figures", now=now, by=by, facts=facts)
    return done


def _months_to_publish(done: Sequence[Counting]) -> set[date]:
    """Those in which something changed, and those that came to an end since the last run; of the latter there may be
    one whether or not anything happened in it."""
    changed = {each.from_on.replace(day=1) for each in done if each.changed}
    last = done[-1]
    first, until = last.from_on.replace(day=1), last.until_on.replace(day=1)
    return changed.union(month.from_on for month in months_of(DayPeriod(first, month_after(until, 1))))
