"""Random things: a booking's code and secret, a program's key, when a place comes back, and the seed of a draw."""

import secrets
from datetime import datetime, timedelta

from serambi.rules.codes import ALPHABET, RANDOM_SIGNS, SECRET_SIGNS, code_from, secret_from
from serambi.rules.policy import PLACE_RETURNS_AFTER_MINUTES

SEED_BYTES = TOKEN_BYTES = 32


def new_code() -> str:
    return code_from(_signs(RANDOM_SIGNS))


def new_secret() -> str:
    return secret_from(_signs(SECRET_SIGNS))


def new_seed() -> str:
    """A secret of 256 bits: nobody can guess it from its hash."""
    return secrets.token_hex(SEED_BYTES)


def new_token() -> str:
    """A key of 256 bits for a program that acts for a member of staff."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def place_returns_at(now: datetime) -> datetime:
    """A random instant 5 to 60 minutes from now, to the second."""
    shortest, longest = (minutes * 60 for minutes in PLACE_RETURNS_AFTER_MINUTES)
    return now + timedelta(seconds=shortest + secrets.randbelow(longest - shortest + 1))


def _signs(number: int) -> list[int]:
    """So many random signs, as the digits of one random number: each as likely as any, and the system asked once."""
    left, signs = secrets.randbelow(len(ALPHABET) ** number), []
    for _ in range(number):
        left, sign = divmod(left, len(ALPHABET))
        signs.append(sign)
    return signs
