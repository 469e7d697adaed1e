"""The offices that enacting or undoing an order would leave without a place, worked out before anything is written."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from serambi.procedures.steps.record_order import local_day
from serambi.records.queries.orders import all_assessments, all_instruments, calendar_of, seat_of
from serambi.rules.emptied import Emptied, can_empty, emptied, span_of, supposed
from serambi.rules.instrument import Instrument
from serambi.rules.offices import OfficeProfile
from serambi.rules.regime import orders_for
from serambi.rules.revocation import standing


def emptied_by_enacting(instrument: Instrument, offices: Sequence[OfficeProfile], now: datetime) -> tuple[Emptied, ...]:
    """The offices that an order not yet on record would leave without a place, in the order given."""
    if not can_empty(instrument):
        return ()
    recorded = all_instruments()
    return _emptied(instrument, offices, now, before=recorded, after=[*recorded, supposed(instrument)])


def emptied_by_undoing(instrument: Instrument, offices: Sequence[OfficeProfile], now: datetime) -> tuple[Emptied, ...]:
    """The offices that would have no place if an order on record had never been, in the order given."""
    recorded = all_instruments()
    others = [each for each in recorded if each.number != instrument.number]
    return _emptied(instrument, offices, now, before=recorded, after=others)


def _emptied(
    instrument: Instrument,
    offices: Sequence[OfficeProfile],
    now: datetime,
    *,
    before: Iterable[Instrument],
    after: Iterable[Instrument],
) -> tuple[Emptied, ...]:
    # Once for all offices: of a nation of them nothing but the seats differs.
    stood, stand = standing(before, now), standing(after, now)
    assessments, calendar = all_assessments(), calendar_of(known_at=now)
    found = []
    for profile in offices:
        span = span_of(instrument, local_day(profile, now))
        if span is None:
            continue
        was = orders_for(seat_of(profile), now, standings=stood, assessments=assessments)
        then = orders_for(seat_of(profile), now, standings=stand, assessments=assessments)
        each = emptied(profile.means, was, then, calendar, span, instrument.number)
        if each is not None:
            found.append(each)
    return tuple(found)
