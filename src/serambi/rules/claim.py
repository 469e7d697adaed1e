"""Checking a printed percentage against the two numbers it speaks of."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from serambi.rules.decline import Change, percent
from serambi.rules.refusal import Refusal

ALL_GONE = Decimal(-100)
"""Nothing can fall by more than all of it."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A claim read one way (`per`, see Change): all in percent, to a tenth. `agrees` when the claim is right as far as
    it is rounded; `points_off` is by how many points it misses."""

    per: str | None
    recomputed: Decimal
    points_off: Decimal
    agrees: bool


@dataclass(frozen=True, slots=True)
class ClaimCheck:
    """What a claim comes to, read each way; at least one reading, that of the asked way first."""

    claimed: Decimal
    readings: tuple[Reading, ...]

    @property
    def agrees(self) -> bool:
        """A claim seldom says per what it is meant, so it is wrong only when it is wrong each way."""
        return any(reading.agrees for reading in self.readings)


def why_not_claim(claimed: Decimal) -> Refusal | None:
    """`decline.impossible` (fact `claimed`): −166 % says that more went away than there was.

    Source: docs/sources.md (Wonosobo, printed −166.3 %, is −53.2 %).
    """
    return Refusal("decline.impossible", "claimed", {"claimed": f"{claimed:f}"}) if claimed < ALL_GONE else None


def why_not_base(value: Decimal, base: Decimal) -> Refusal | None:
    """`claim.no_base`: of two printed numbers the base is not above 0, or the later one below 0."""
    return Refusal("claim.no_base", "base") if value < 0 or base <= 0 else None


def check_claim(*, value: Decimal, base: Decimal, claimed: Decimal) -> ClaimCheck:
    """Recompute a claim of so many percent from its value and its base (above 0), an impossible one too."""
    return check_changes(changes=[Change(None, Fraction(value) / Fraction(base) - 1)], claimed=claimed)


def check_changes(*, changes: Iterable[Change], claimed: Decimal) -> ClaimCheck:
    """Hold a claim against the same change worked out each way, the asked one first.

    A claim of −50 stands for anything from −49.5 to −50.5; one of −52.8 for anything that rounds to it.
    """
    return ClaimCheck(claimed, tuple(_read(change, claimed) for change in changes))


def _read(change: Change, claimed: Decimal) -> Reading:
    step = Decimal(1).scaleb(min(0, int(claimed.as_tuple().exponent)))
    points = change.share * 100
    rounded = (Decimal(points.numerator) / Decimal(points.denominator)).quantize(step, ROUND_HALF_EVEN)
    recomputed = percent(change.share)
    return Reading(change.per, recomputed, claimed - recomputed, rounded == claimed)
