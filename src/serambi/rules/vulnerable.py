"""Who is cared for first: older people and small children."""

from datetime import date

from serambi.rules.policy import CHILD_UNDER_YEARS, ELDERLY_FROM_YEARS


def age_on(born_on: date, on: date) -> int:
    """Whole years of age on a day; somebody born on 29 February has a birthday on 1 March in common years."""
    return on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))


def is_vulnerable(born_on: date, on: date) -> bool:
    """Older than 60 or under five on the day of the visit. Source: docs/sources.md, booking (priority)."""
    age = age_on(born_on, on)
    return age >= ELDERLY_FROM_YEARS or age < CHILD_UNDER_YEARS
