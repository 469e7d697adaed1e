"""What is wrong between instruments: a number used twice, impossible revocations, doubled orders."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from serambi.rules.instrument import Clause, Instrument, Topic, may_revoke
from serambi.rules.period import DayPeriod
from serambi.rules.policyfile.faults import Fault
from serambi.rules.policyfile.lines import TOP, index_lines
from serambi.rules.revocation import standing
from serambi.rules.territory import Area

STACKING = frozenset({Topic.ADVICE, Topic.PERMIT_DEADLINE, Topic.HOLIDAY})
"""Topics that may overlap: advice adds up, of deadlines and holidays the newest signed decides."""


@dataclass(frozen=True, slots=True)
class FiledInstrument:
    """An instrument with the file it was read from, so that a fault can name its line."""

    instrument: Instrument
    file: str
    text: str

    def fault(self, reason: str, key: str | None = None, table: str = TOP, ordinal: int = 1) -> Fault:
        return Fault(self.file, index_lines(self.text).line_of(table, ordinal, key), reason)


def check_together(filed: Sequence[FiledInstrument]) -> list[Fault]:
    """The faults between instruments, sorted.

    A number recorded twice; a revocation of what does not exist, of itself, or by one that may not; and two
    instruments of one issuer that speak on the same topic, under the same condition, for the same area, on
    the same days, with no revocation to part them: a prolongation with a slipped date.
    """
    first, faults = _first_of(filed), check_numbers(filed)
    left = _left_of(first.values())
    for older, newer in combinations(sorted(first.values(), key=_age), 2):
        days, newer_days = left.get(older.instrument.number), left.get(newer.instrument.number)
        is_of_one_hand = older.instrument.issuer == newer.instrument.issuer
        if is_of_one_hand and days and newer_days and days.overlaps(newer_days):
            faults.extend(_doubled(older, newer))
    return sorted(faults)


def check_numbers(filed: Sequence[FiledInstrument], *, unread: Collection[str] = ()) -> list[Fault]:
    """The faults of numbers and revocations alone, sorted; what can be told while some files could not be read.

    `unread` holds the numbers of those: they are there, whatever they say.
    """
    first = _first_of(filed)
    return sorted([*_twice(filed), *_revocations(filed, first, unread)])


def _first_of(filed: Iterable[FiledInstrument]) -> dict[str, FiledInstrument]:
    first: dict[str, FiledInstrument] = {}
    for each in filed:
        first.setdefault(each.instrument.number, each)
    return first


def _twice(filed: Iterable[FiledInstrument]) -> Iterable[Fault]:
    seen: dict[str, str] = {}
    for each in filed:
        number = each.instrument.number
        if number in seen:
            yield each.fault(f"number {number} is already in {seen[number]}", "number")
        seen.setdefault(number, each.file)


def _revocations(
    filed: Iterable[FiledInstrument], first: Mapping[str, FiledInstrument], unread: Collection[str]
) -> Iterable[Fault]:
    for each in filed:
        for number in each.instrument.revokes:
            revoked = first.get(number)
            if revoked is None and number in unread:
                continue
            if revoked is None:
                yield each.fault(f"revokes {number}, which does not exist", "revokes")
            elif number == each.instrument.number:
                yield each.fault("revokes itself", "revokes")
            elif not may_revoke(each.instrument, revoked.instrument):
                yield each.fault(f"{each.instrument.issuer} may not revoke {number}", "revokes")


def _left_of(filed: Iterable[FiledInstrument]) -> dict[str, DayPeriod]:
    """What is left of each instrument's period once all of them are known; one that never stood is absent."""
    instruments = [each.instrument for each in filed]
    if not instruments:
        return {}
    all_known = max(i.known_at for i in instruments)
    return {each.instrument.number: each.in_force for each in standing(instruments, all_known)}


def _age(filed: FiledInstrument) -> tuple[date, date, str]:
    instrument = filed.instrument
    return instrument.in_force.from_on, instrument.signed_on, instrument.number


def _doubled(older: FiledInstrument, newer: FiledInstrument) -> Iterable[Fault]:
    for clause in newer.instrument.clauses:
        for other in older.instrument.clauses:
            shared = _areas(newer.instrument, clause) & _areas(older.instrument, other)
            if shared and _say_the_same(clause, other):
                reason = (
                    f"{clause.topic} for {min(shared)} overlaps clause {other.ordinal} of "
                    f"{older.instrument.number} ({older.file}), and no revocation parts them"
                )
                yield newer.fault(reason, "topic", "clause", clause.ordinal)
                break


def _say_the_same(clause: Clause, other: Clause) -> bool:
    if clause.topic is not other.topic or clause.topic in STACKING or clause.condition != other.condition:
        return False
    # Two different restrictions may hold side by side; the same one declared twice is a slip.
    return clause.topic is not Topic.RESTRICTION or clause.value == other.value


def _areas(instrument: Instrument, clause: Clause) -> frozenset[Area]:
    return frozenset(clause.areas or instrument.areas)
