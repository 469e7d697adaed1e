"""The years that can be asked about: nearer the ends of the calendar its arithmetic overflows."""

from datetime import date

FIRST_YEAR, LAST_YEAR = 1900, 2199


def is_askable(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR
