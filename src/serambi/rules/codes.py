"""Booking codes and the keys that open them, in an alphabet that reads well aloud and on paper."""

from collections.abc import Sequence

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 signs, a prime, without 0 O 1 I L: the weighted sum then catches every wrong sign and every swap of two."""

RANDOM_SIGNS = 11
"""31^11 is more than 2^54 (reliability T13 asks for 50 random bits)."""

SECRET_SIGNS = 28
"""31^28 is more than 2^138 (reliability T13 asks for 128 random bits)."""

GROUP = 4


def code_from(numbers: Sequence[int]) -> str:
    """The code of eleven numbers 0..30: "2345-6789-ABCD". Raises ValueError for another count."""
    if len(numbers) != RANDOM_SIGNS:
        raise ValueError(f"a code needs {RANDOM_SIGNS} numbers, not {len(numbers)}")
    body = "".join(ALPHABET[number] for number in numbers)
    return _grouped(body + check_sign(body))


def secret_from(numbers: Sequence[int]) -> str:
    """The key of 28 numbers 0..30: "2345-6789-…-WXYZ". Raises ValueError for another count."""
    if len(numbers) != SECRET_SIGNS:
        raise ValueError(f"a key needs {SECRET_SIGNS} numbers, not {len(numbers)}")
    return _grouped("".join(ALPHABET[number] for number in numbers))


def check_sign(body: str) -> str:
    """The check sign of a code's random signs."""
    total = sum((place + 1) * ALPHABET.index(sign) for place, sign in enumerate(body))
    return ALPHABET[total % len(ALPHABET)]


def read_code(typed: str) -> str | None:
    """The code as it is kept, from what a person typed (any case, spaces or dashes); None when it cannot be one."""
    signs = _signs(typed)
    if len(signs) != RANDOM_SIGNS + 1 or any(sign not in ALPHABET for sign in signs):
        return None
    if check_sign(signs[:-1]) != signs[-1]:
        return None
    return _grouped(signs)


def read_secret(typed: str) -> str:
    """The key as it is kept, from what a person typed (any case, spaces or dashes).

    What has not the shape of a key comes back without the spaces around it: older keys, of 22 signs in which case and
    dashes count, and the keys of programs.
    """
    signs = _signs(typed)
    if len(signs) == SECRET_SIGNS and all(sign in ALPHABET for sign in signs):
        return _grouped(signs)
    return typed.strip()


def _signs(typed: str) -> str:
    return "".join(sign for sign in typed.upper() if sign != "-" and not sign.isspace())


def _grouped(signs: str) -> str:
    return "-".join(signs[at : at + GROUP] for at in range(0, len(signs), GROUP))
