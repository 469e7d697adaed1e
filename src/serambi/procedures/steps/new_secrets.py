"""Random things a booking needs: its code, the secret its holder keeps, and when a place comes back."""

import secrets
from datetime import datetime, timedelta

from serambi.rules.codes import ALPHABET, RANDOM_SIGNS, code_from
from serambi.rules.policy import PLACE_RETURNS_AFTER_MINUTES

SECRET_BYTES = 16


def new_code() -> str:
    return code_from([secrets.randbelow(len(ALPHABET)) for _ in range(RANDOM_SIGNS)])


def new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def place_returns_at(now: datetime) -> datetime:
    """A random instant 5 to 60 minutes from now, to the second."""
    shortest, longest = (minutes * 60 for minutes in PLACE_RETURNS_AFTER_MINUTES)
    return now + timedelta(seconds=shortest + secrets.randbelow(longest - shortest + 1))
