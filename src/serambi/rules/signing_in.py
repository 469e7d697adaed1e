"""Signing in: when somebody has tried too often to be let try again."""

from serambi.rules.refusal import Refusal

MOST_TRIES = 5
TRIES_COUNT_MINUTES = 15
"""Per user name and address: five wrong passwords, then a quarter of an hour's rest (ASVS 6.3.1)."""


def why_not_try(tries: int) -> Refusal | None:
    """Say why a person may not try to sign in, after so many tries in the window that led to nothing.

    Refusal code: `sign_in.too_many` (fact `minutes`).
    """
    return Refusal("sign_in.too_many", None, {"minutes": TRIES_COUNT_MINUTES}) if tries >= MOST_TRIES else None
