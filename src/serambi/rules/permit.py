"""Deadlines of foreigners' permits: what a stay turns into under the instruments in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from serambi.rules.instrument import Instrument, PermitDeadline, Topic
from serambi.rules.revocation import standing

EMERGENCY = "itkt"
EMERGENCY_FROM = date(2020, 2, 5)
"""Who entered before and could not leave was given an emergency stay by itself (Permenkumham 11/2020); the first day
is RECALLED."""

ABROAD = frozenset({"itas", "itap"})


@dataclass(frozen=True, slots=True)
class Stay:
    """A foreigner's permit: its kind ("itk", "itas", "itap"), last day, and whether the holder is abroad."""

    permit: str
    valid_until: date
    is_abroad: bool = False


@dataclass(frozen=True, slots=True)
class StayDeadline:
    """Until when a person may stay or return, and by which instrument; None: the permit's own last day counts."""

    last_on: date
    becomes: str | None
    instrument: str | None


def stay_deadline(stay: Stay, on: date, known_at: datetime, instruments: Iterable[Instrument]) -> StayDeadline:
    """The deadline of a stay on a day, as known at `known_at` (aware UTC).

    A permit that ran out becomes an emergency stay by itself while an instrument sets a last day for it; a limited or
    permanent one that ran out abroad may be used to return until the day set for it. Of several the newest signed
    counts. Source: SE IMI-GR.01.01-1102/2020, SE IMI-GR.01.01-4049.
    """
    newest: dict[str, tuple[date, str, PermitDeadline]] = {}
    for each in standing(instruments, known_at):
        for clause in each.instrument.clauses:
            value = clause.value
            if clause.topic is not Topic.PERMIT_DEADLINE or not isinstance(value, PermitDeadline):
                continue
            if not each.in_force.covers(on) and each.in_force.from_on > on:
                continue
            key = (each.instrument.signed_on, each.instrument.number, value)
            if value.permit not in newest or newest[value.permit][:2] < key[:2]:
                newest[value.permit] = key
    kind = stay.permit if stay.is_abroad and stay.permit in ABROAD else EMERGENCY
    found = newest.get(kind)
    if stay.valid_until >= on or found is None or found[2].last_on <= stay.valid_until:
        return StayDeadline(stay.valid_until, None, None)
    return StayDeadline(found[2].last_on, None if kind in ABROAD else EMERGENCY, found[1])
