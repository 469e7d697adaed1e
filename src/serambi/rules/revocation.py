"""Which instruments stand, and until when: as known at an instant, less what was undone or revoked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from serambi.rules.instrument import Instrument, may_revoke
from serambi.rules.period import DayPeriod


@dataclass(frozen=True, slots=True)
class Standing:
    """An instrument with the period that is left of it after revocations."""

    instrument: Instrument
    in_force: DayPeriod


def standing(instruments: Iterable[Instrument], known_at: datetime) -> tuple[Standing, ...]:
    """The instruments that stand as known at `known_at` (aware UTC), each with the period left to it.

    Recorded later: not known. Undone by then: as if it had never been, its revocations included. A revocation ends
    an instrument from the revoker's first day in force; what the ended one had revoked stays revoked, unless it was
    ended before it ever came into force. Sorted by (first day, signed, number), whatever the order of arrival.
    Source: docs/rules.md.
    """
    known = sorted(
        (i for i in instruments if i.known_at <= known_at and not _is_undone(i, known_at)),
        key=lambda i: (i.in_force.from_on, i.signed_on, i.number),
    )
    left: dict[str, DayPeriod | None] = {i.number: i.in_force for i in known}
    by_number = {i.number: i for i in known}
    for revoker in known:
        if left[revoker.number] is None:
            continue
        for number in revoker.revokes:
            period = left.get(number)
            if period is not None and may_revoke(revoker, by_number[number]):
                left[number] = period.cut_at(revoker.in_force.from_on)
    return tuple(Standing(i, period) for i in known if (period := left[i.number]) is not None)


def _is_undone(instrument: Instrument, known_at: datetime) -> bool:
    return instrument.undone_at is not None and instrument.undone_at <= known_at
