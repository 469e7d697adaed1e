"""How sure a change between two counts is: the exact interval of the ratio of two Poisson rates."""

from dataclasses import dataclass
from decimal import Decimal

CONFIDENCE = Decimal("0.95")
STEP = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class ChangeInterval:
    """Between which two changes (shares, −1 = all gone) the truth lies with 95 % confidence; `high` None: no bound."""

    low: Decimal
    high: Decimal | None


def change_interval(value: Decimal, value_units: int, base: Decimal, base_units: int) -> ChangeInterval:
    """The interval of value/value_units against base/base_units, less 1.

    Given both counts together, the value is binomial; Clopper and Pearson's exact interval of its share, turned into
    the ratio of the rates (Przyborowski and Wilenski 1940; conservative). It supposes that people apply independently
    of each other: where they come in groups the truth is wider. Counts are at least 0, units at least 1.
    """
    # Imported late: its 44 MB would stand in every process that never works out a decline.
    from scipy.special import betaincinv

    tail = float(1 - CONFIDENCE) / 2
    units = base_units / value_units
    low = betaincinv(float(value), float(base) + 1, tail) if value else 0.0
    high = betaincinv(float(value) + 1, float(base), 1 - tail) if base else 1.0
    return ChangeInterval(_change(low, units) or Decimal(-1), _change(high, units))


def _change(share: float, units: float) -> Decimal | None:
    """From the value's share of both counts to the change of the rate."""
    if share >= 1:
        return None
    change = Decimal(share / (1 - share) * units - 1)
    return max(Decimal(-1), change.quantize(STEP))
