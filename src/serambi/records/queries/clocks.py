"""What moves the days of cases besides their own steps: decrees on holidays, circulars that let documents wait."""

from datetime import datetime

from serambi.records.models import LedgerRow
from serambi.records.queries.closures import closures_of
from serambi.records.queries.offices import office_profile
from serambi.records.queries.orders import all_instruments, seat_of, standing_instruments
from serambi.rules.collection import suspensions
from serambi.rules.instrument import Instrument, Topic
from serambi.rules.period import DayPeriod

RECOMPUTED, RECOMPUTED_SUBJECT = "clocks.recomputed", "cases"


def is_calendar_newer(*, now: datetime) -> bool:
    """Whether a decree on holidays was recorded or undone since the clocks of all cases were last recomputed."""
    rows = LedgerRow.objects.filter(subject=RECOMPUTED_SUBJECT, action=RECOMPUTED).order_by("-id")
    last = rows.values_list("at", flat=True).first()
    changes = [at for each in all_instruments() if _is_decree(each) for at in (each.known_at, each.undone_at) if at]
    return any(at <= now and (last is None or at > last) for at in changes)


def suspensions_of(*, office: str, known_at: datetime) -> tuple[DayPeriod, ...]:
    """The periods, as known at `known_at`, in which no document lapses at an office; none for an unknown one.

    Besides those that an instrument names: days on which the office is closed by order, because nobody can collect
    anything then (a setting of ours).
    """
    profile = office_profile(code=office)
    if profile is None:
        return ()
    closed = closures_of(office=office, known_at=known_at)
    return *suspensions(standing_instruments(known_at=known_at), seat_of(profile)), *(each.days for each in closed)


def _is_decree(instrument: Instrument) -> bool:
    return any(clause.topic is Topic.HOLIDAY for clause in instrument.clauses)
