"""Random things: a booking's code, the secret its holder keeps, when a place comes back, and the seed of a draw."""

import secrets
from datetime import datetime, timedelta

from serambi.rules.codes import ALPHABET, RANDOM_SIGNS, code_from
from serambi.rules.policy import PLACE_RETURNS_AFTER_MINUTES

SECRET_BYTES = 16
SEED_BYTES = 32


def new_code() -> str:
    return code_from([secrets.randbelow(len(ALPHABET)) for _ in range(RANDOM_SIGNS)])


def new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def new_seed() -> str:
    """A secret of 256 bits: nobody can guess it from its hash."""
    return secrets.token_hex(SEED_BYTES)


def place_returns_at(now: datetime) -> datetime:
    """A random instant 5 to 60 minutes from now, to the second."""
    shortest, longest = (minutes * 60 for minutes in PLACE_RETURNS_AFTER_MINUTES)
    return now + timedelta(seconds=shortest + secrets.randbelow(longest - shortest + 1))
