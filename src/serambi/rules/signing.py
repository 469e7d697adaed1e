"""Whose hand an order needs: competence, a second signer for what closes much, and no loosening from below."""

from collections.abc import Sequence
from datetime import date

from serambi.rules.emptied import Emptied
from serambi.rules.instrument import Instrument, Rank, Topic, is_competent, why_not_enact
from serambi.rules.policy import SECOND_SIGNER_ABOVE_DAYS, SECOND_SIGNER_ABOVE_OFFICES
from serambi.rules.refusal import Refusal
from serambi.rules.regime import Regime

LOCAL_RANKS = frozenset({Rank.GOVERNOR, Rank.MAYOR, Rank.OFFICE_HEAD})
"""Ranks that may tighten and never loosen."""


def needs_second_signer(instrument: Instrument, offices: int, emptied: Sequence[Emptied]) -> bool:
    """Whether an order closes more than one office or more than one day: in so many words, or by leaving no place.

    `offices` are those it concerns, `emptied` those it leaves without a place. Where the directorate has urgent needs
    alone received, without a booking, the office serves and is not counted. Source: docs/rules.md, orders.
    """
    return _says_much_closed(instrument, offices) or empties_much([e for e in emptied if not e.receives_urgent])


def empties_much(emptied: Sequence[Emptied]) -> bool:
    """Whether a change of orders leaves more than one office, or one on more than one working day, without a place."""
    is_long = any(each.days is None or each.days > SECOND_SIGNER_ABOVE_DAYS for each in emptied)
    return is_long or len(emptied) > SECOND_SIGNER_ABOVE_OFFICES


def why_not_signed(instrument: Instrument, today: date) -> Refusal | None:
    """Say why an order cannot have been signed yet, None when it can; `today` is the furthest day where it is signed.

    Refusal code: `instrument.signed_later` at `signed_on` (facts `signed_on`, `today`). Source: docs/rules.md, orders.
    """
    if instrument.signed_on <= today:
        return None
    facts = {"signed_on": str(instrument.signed_on), "today": str(today)}
    return Refusal("instrument.signed_later", "signed_on", facts)


def why_not_order(instrument: Instrument, regimes: Sequence[Regime], emptied: Sequence[Emptied] = ()) -> Refusal | None:
    """Say why an order cannot be enacted, None when it can.

    `regimes` are those that it would give: one for each office it concerns, on its first day there; `emptied` are the
    offices that it leaves without a place. Refusal code: `instrument.not_competent`; fact `topic`, `loosens` when a
    local rank asks for less than is in force, and `closes` (an office, `on` its first day) when the order closes by
    another name; then `clause` names what does, and is missing where it is what the order revokes.
    """
    refusal = why_not_enact(instrument) or _why_not_empty(instrument, emptied)
    if refusal is not None or instrument.rank not in LOCAL_RANKS:
        return refusal
    for regime in regimes:
        for topic, decision in regime.because.items():
            if any(ruling.instrument.number == instrument.number for ruling in decision.overruled):
                facts: dict[str, str | int] = {"rank": str(instrument.rank), "topic": topic, "loosens": 1}
                return Refusal("instrument.not_competent", "clause", facts)
    return None


def _says_much_closed(instrument: Instrument, offices: int) -> bool:
    if not any(clause.topic is Topic.OPEN and clause.value is False for clause in instrument.clauses):
        return False
    period = instrument.in_force
    days = None if period.until_on is None else (period.until_on - period.from_on).days
    return offices > SECOND_SIGNER_ABOVE_OFFICES or days is None or days > SECOND_SIGNER_ABOVE_DAYS


def _why_not_empty(instrument: Instrument, emptied: Sequence[Emptied]) -> Refusal | None:
    if not emptied or is_competent(instrument.rank, Topic.OPEN):
        return None
    first = emptied[0]
    facts: dict[str, str | int] = {
        "rank": str(instrument.rank),
        "closes": first.office,
        "on": first.first_on.isoformat(),
    }
    if first.taken_by is None:
        return Refusal("instrument.not_competent", "revokes", facts)
    facts |= {"topic": str(first.taken_by.topic), "clause": first.taken_by.ordinal}
    return Refusal("instrument.not_competent", f"clause.{first.taken_by.ordinal}.topic", facts)
