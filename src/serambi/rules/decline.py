"""A decline that says what it is made of: two counts, an interval, and the part that a cut quota explains."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from fractions import Fraction

from serambi.rules.rate_ratio import ChangeInterval, change_interval
from serambi.rules.refusal import Refusal

TENTH = Decimal("0.1")


class Weighting(StrEnum):
    """By what two stretches are made comparable: their working days, or their months (else days) as they are."""

    WORKING_DAYS = "working-days"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many in a stretch (or the sum of several) of so many units: working days, months or days.

    `quota` is how many could have been served in it; None where that is not known.
    """

    count: Decimal
    units: int = 1
    quota: Decimal | None = None

    @property
    def rate(self) -> Fraction:
        """The count per unit."""
        return Fraction(self.count) / self.units

    @property
    def quota_rate(self) -> Fraction | None:
        """The quota per unit."""
        return None if self.quota is None else Fraction(self.quota) / self.units


@dataclass(frozen=True, slots=True)
class Split:
    """Two shares of the base that add up to the change: what the smaller quota took, and what was left unused of it.

    The quota's part is the base at the new quota with the use of before; the other part is the rest.
    """

    quota_cut: Fraction
    unused_quota: Fraction


@dataclass(frozen=True, slots=True)
class Change:
    """A share of the base, worked out per unit: "working-days", "months" or "days"; None: of the counts as they are."""

    per: str | None
    share: Fraction


@dataclass(frozen=True, slots=True)
class Decline:
    """`change` is a share of the base: −0.91 is 91 % less. `split` is None where a quota is not known."""

    value: Counted
    base: Counted
    change: Fraction
    interval: ChangeInterval
    split: Split | None


def why_no_decline(value: Counted, base: Counted) -> Refusal | None:
    """Why two counts cannot be compared: `decline.no_units` (a stretch without a single unit, such as a working day),
    `decline.no_base` (nobody in the base, so no share of it)."""
    if value.units < 1 or base.units < 1:
        return Refusal("decline.no_units")
    if not base.count:
        return Refusal("decline.no_base")
    return None


def decline_of(value: Counted, base: Counted) -> Decline:
    """Compare two counts that may be compared (why_no_decline): 9 a day against 100 is −0.91.

    A growth is a decline above 0. Source: docs/rules.md, decline.
    """
    change = change_of(value, base)
    interval = change_interval(value.count, value.units, base.count, base.units)
    return Decline(value, base, change, interval, _split(value, base, change))


def change_of(value: Counted, base: Counted) -> Fraction:
    """The change per unit of two counts that may be compared, as a share of the base."""
    return value.rate / base.rate - 1


def percent(share: Fraction) -> Decimal:
    """A share in percent, to a tenth, halves to the even digit: −91.0."""
    exact = share * 100
    number = (Decimal(exact.numerator) / Decimal(exact.denominator)).quantize(TENTH, ROUND_HALF_EVEN)
    return abs(number) if number == 0 else number


def _split(value: Counted, base: Counted, change: Fraction) -> Split | None:
    now, before = value.quota_rate, base.quota_rate
    if now is None or not before:
        return None
    quota_cut = now / before - 1
    return Split(quota_cut, change - quota_cut)
