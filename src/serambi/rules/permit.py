"""Deadlines of foreigners' permits: what a stay turns into under the instruments in force."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from serambi.rules.instrument import Instrument, PermitDeadline, Topic
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
    """Until when a person may stay or return, and by which instrument; None: the permit's own last day counts."""

    last_on: date
    becomes: str | None
    instrument: str | None


def stay_deadline(stay: Stay, on: date, known_at: datetime, instruments: Iterable[Instrument]) -> StayDeadline:
    """The deadline of a stay on a day, as known at `known_at` (aware UTC): a function of permit, entry and instruments.

    A permit that ran out becomes an emergency stay by itself while an instrument sets a last day for it; a limited or
    permanent one that ran out abroad may be used to return until the day set for it. Of several the newest signed
    counts. A visit permit ends when its holder leaves. A clause for those who entered before a day counts for nobody
    whose entry is later or not known. Source: SE IMI-GR.01.01-1102/2020, SE IMI-GR.01.01-4049.
    """
    own = StayDeadline(stay.valid_until, None, None)
    if stay.valid_until >= on or (stay.is_abroad and stay.permit not in ABROAD):
        return own
    newest: dict[str, tuple[date, str, PermitDeadline]] = {}
    for each in standing(instruments, known_at):
        for clause in each.instrument.clauses:
            value = clause.value
            if clause.topic is not Topic.PERMIT_DEADLINE or not isinstance(value, PermitDeadline):
                continue
            has_begun = each.in_force.from_on <= on
            if not has_begun or not _is_meant(value, stay):
                continue
            key = (each.instrument.signed_on, each.instrument.number, value)
            if value.permit not in newest or newest[value.permit][:2] < key[:2]:
                newest[value.permit] = key
    kind = stay.permit if stay.is_abroad else EMERGENCY
    found = newest.get(kind)
    if found is None or found[2].last_on <= stay.valid_until:
        return own
    return StayDeadline(found[2].last_on, None if kind in ABROAD else EMERGENCY, found[1])


def _is_meant(deadline: PermitDeadline, stay: Stay) -> bool:
    before = deadline.entered_before
    return before is None or (stay.entered_on is not None and stay.entered_on < before)
