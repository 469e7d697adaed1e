"""Whose hand an order needs: competence, a second signer for what closes much, and no loosening from below."""

from collections.abc import Sequence
from datetime import date

from serambi.rules.instrument import Instrument, Rank, Topic, why_not_enact
from serambi.rules.policy import SECOND_SIGNER_ABOVE_DAYS, SECOND_SIGNER_ABOVE_OFFICES
from serambi.rules.refusal import Refusal
from serambi.rules.regime import Regime

LOCAL_RANKS = frozenset({Rank.GOVERNOR, Rank.MAYOR, Rank.OFFICE_HEAD})
"""Ranks that may tighten and never loosen."""


def needs_second_signer(instrument: Instrument, offices: int) -> bool:
    """Whether an order closes more than one office or more than one day. Source: docs/rules.md, orders."""
    if not any(clause.topic is Topic.OPEN and clause.value is False for clause in instrument.clauses):
        return False
    period = instrument.in_force
    days = None if period.until_on is None else (period.until_on - period.from_on).days
    return offices > SECOND_SIGNER_ABOVE_OFFICES or days is None or days > SECOND_SIGNER_ABOVE_DAYS


def why_not_signed(instrument: Instrument, today: date) -> Refusal | None:
    """Say why an order cannot have been signed yet, None when it can; `today` is the furthest day where it is signed.

    Refusal code: `instrument.signed_later` at `signed_on` (facts `signed_on`, `today`). Source: docs/rules.md, orders.
    """
    if instrument.signed_on <= today:
        return None
    facts = {"signed_on": str(instrument.signed_on), "today": str(today)}
    return Refusal("instrument.signed_later", "signed_on", facts)


def why_not_order(instrument: Instrument, regimes: Sequence[Regime]) -> Refusal | None:
    """Say why an order cannot be enacted, None when it can.

    `regimes` are those that it would give: one for each office it concerns, on its first day there. Refusal code:
    `instrument.not_competent`; fact `topic`, and `loosens` when a local rank asks for less than is in force.
    """
    refusal = why_not_enact(instrument)
    if refusal is not None or instrument.rank not in LOCAL_RANKS:
        return refusal
    for regime in regimes:
        for topic, decision in regime.because.items():
            if any(ruling.instrument.number == instrument.number for ruling in decision.overruled):
                facts: dict[str, str | int] = {"rank": str(instrument.rank), "topic": topic, "loosens": 1}
                return Refusal("instrument.not_competent", "clause", facts)
    return None
