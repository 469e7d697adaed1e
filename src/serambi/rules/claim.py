"""Checking a printed percentage against the two numbers it speaks of."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from serambi.rules.decline import percent
from serambi.rules.refusal import Refusal

ALL_GONE = Decimal(-100)
"""Nothing can fall by more than all of it."""


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """What a claim comes to: all in percent, to a tenth. `agrees` when the claim is right as far as it is rounded."""

    claimed: Decimal
    recomputed: Decimal
    agrees: bool

    @property
    def points_off(self) -> Decimal:
        """By how many points the claim misses."""
        return self.claimed - self.recomputed


def why_not_claim(claimed: Decimal) -> Refusal | None:
    """`decline.impossible` (fact `claimed`): −166 % says that more went away than there was.

    Source: docs/sources.md (Wonosobo, printed −166.3 %, is −53.2 %).
    """
    return Refusal("decline.impossible", "claimed", {"claimed": f"{claimed:f}"}) if claimed < ALL_GONE else None


def check_claim(*, value: Decimal, base: Decimal, claimed: Decimal) -> ClaimCheck:
    """Recompute a claim of so many percent from its value and its base (above 0), an impossible one too."""
    return check_change(change=Fraction(value) / Fraction(base) - 1, claimed=claimed)


def check_change(*, change: Fraction, claimed: Decimal) -> ClaimCheck:
    """Hold a claim against a change (a share of its base).

    A claim of −50 stands for anything from −49.5 to −50.5; one of −52.8 for anything that rounds to it.
    """
    step = Decimal(1).scaleb(min(0, int(claimed.as_tuple().exponent)))
    points = change * 100
    rounded = (Decimal(points.numerator) / Decimal(points.denominator)).quantize(step, ROUND_HALF_EVEN)
    return ClaimCheck(claimed, percent(change), rounded == claimed)
