"""A public holiday of the base calendar, on which decrees come on top."""

from dataclasses import dataclass
from datetime import date

from serambi.rules.catalogue import Text


@dataclass(frozen=True, slots=True)
class PublicHoliday:
    """A day off for the whole country that no later decree moved."""

    on: date
    name: Text
    source: str
