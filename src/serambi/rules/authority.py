"""Who may sign an order for whom: the directorate any order, the head of an office only for that office."""

from collections.abc import Sequence

from serambi.rules.instrument import Instrument, Rank
from serambi.rules.refusal import Refusal
from serambi.rules.territory import Area, AreaKind

MOST_TOKEN_DAYS = 366
"""How long a program may act for a member of staff before it needs a new key (a setting of ours)."""


def why_not_sign(instrument: Instrument, head_of: str | None, revoked: Sequence[Instrument] = ()) -> Refusal | None:
    """Say why somebody may not sign an order, None when they may.

    `head_of` is the code of the office whose head signs, None for the directorate; `revoked` are the instruments that
    the order ends. What an issuer of its rank may order is another question (rules/signing.py).
    Refusal code: `instrument.signer_not_competent` at `rank`, `areas` or `revokes` (facts `rank`, `office`).
    Source: docs/rules.md, competence.
    """
    if head_of is None or all(_is_own(each, head_of) for each in (instrument, *revoked)):
        return None
    if instrument.rank is not Rank.OFFICE_HEAD:
        field = "rank"
    else:
        field = "revokes" if _is_own(instrument, head_of) else "areas"
    return Refusal("instrument.signer_not_competent", field, {"rank": str(instrument.rank), "office": head_of})


def why_not_days(days: int) -> Refusal | None:
    """Say why a key may not last so many days. Refusal code: `token.days` (fact `most`)."""
    return None if 1 <= days <= MOST_TOKEN_DAYS else Refusal("token.days", "days", {"most": MOST_TOKEN_DAYS})


def _is_own(instrument: Instrument, office: str) -> bool:
    # The issuer is only words of the file; rank and areas are what the rules act on.
    return instrument.rank is Rank.OFFICE_HEAD and instrument.areas == (Area(AreaKind.OFFICE, office),)
