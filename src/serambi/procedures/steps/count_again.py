"""Have figures counted again from a day on, because something was written with an earlier time. In the transaction."""

from datetime import UTC, date, datetime, time

from serambi.records.models import FigureRun


def count_again_from(on: date, now: datetime) -> None:
    """The next roll-up begins at that day; it always looks at the last days, so that of today changes nothing."""
    if on < now.date():
        begun_at = datetime.combine(on, time(), tzinfo=UTC)
        FigureRun.objects.filter(through_at__gt=begun_at).update(through_at=begun_at)
