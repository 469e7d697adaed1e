"""Deadlines of foreigners' permits: what a stay turns into under the instruments in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from serambi.rules.instrument import Instrument, PermitDeadline, Topic
from serambi.rules.period import DayPeriod
from serambi.rules.revocation import standing

EMERGENCY = "itkt"
"""The emergency stay: given by itself, without a request (Permenkumham 11/2020)."""

ABROAD = frozenset({"itas", "itap"})


@dataclass(frozen=True, slots=True)
class Stay:
    """A foreigner's permit: its kind ("itk", "itas", "itap"), last day, and whether the holder is abroad.

    `entered_on` is the day of the last entry, None when it is not known.
    """

    permit: str
    valid_until: date
    is_abroad: bool = False
    entered_on: date | None = None


@dataclass(frozen=True, slots=True)
class StayDeadline:
    """Until when a person may stay or return, and by which instrument; None: the permit's own last day counts.

    `last_on` None: as long as the instrument holds, which has set no last day.
    """

    last_on: date | None
    becomes: str | None
    instrument: str | None


def stay_deadline(stay: Stay, on: date, known_at: datetime, instruments: Iterable[Instrument]) -> StayDeadline:
    """The deadline of a stay on a day, as known at `known_at` (aware UTC): a function of permit, entry and instruments.

    A permit that ran out becomes an emergency stay by itself while an instrument gives one: until the last day it sets,
    or, where it sets none, as long as it is in force. A limited or permanent one that ran out abroad may be used to
    return until the day set for it. Of several the newest signed counts. A visit permit ends when its holder leaves. A
    clause for permits that ended from a day on counts for no earlier one, a clause for those who entered before a day
    for nobody whose entry is later or not known. Source: SE IMI-GR.01.01-2114/2020, Permenkumham 11/2020,
    SE IMI-GR.01.01-1102/2020, SE IMI-GR.01.01-4049.
    """
    own = StayDeadline(stay.valid_until, None, None)
    if stay.valid_until >= on or (stay.is_abroad and stay.permit not in ABROAD):
        return own
    kind = stay.permit if stay.is_abroad else EMERGENCY
    meant = [
        (each.instrument.signed_on, each.instrument.number, clause.value.last_on)
        for each in standing(instruments, known_at)
        for clause in each.instrument.clauses
        if clause.topic is Topic.PERMIT_DEADLINE
        and isinstance(clause.value, PermitDeadline)
        and clause.value.permit == kind
        and _speaks(clause.value, each.in_force, on)
        and _is_meant(clause.value, stay)
    ]
    if not meant:
        return own
    _, number, last_on = max(meant, key=lambda found: found[:2])
    if last_on is not None and last_on <= stay.valid_until:
        return own
    return StayDeadline(last_on, None if kind in ABROAD else EMERGENCY, number)


def _speaks(deadline: PermitDeadline, in_force: DayPeriod, on: date) -> bool:
    """A last day that was set stays the last day when its instrument has ended; without one nothing is left then."""
    return in_force.covers(on) if deadline.last_on is None else in_force.from_on <= on


def _is_meant(deadline: PermitDeadline, stay: Stay) -> bool:
    before, ended_from = deadline.entered_before, deadline.ended_from
    if ended_from is not None and stay.valid_until < ended_from:
        return False
    return before is None or (stay.entered_on is not None and stay.entered_on < before)
