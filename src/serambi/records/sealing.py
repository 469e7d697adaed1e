"""The seal on personal data: encrypted at rest with rotating keys, found by keyed hashes."""

import hashlib
import hmac
import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from serambi.rules.codes import read_secret

DERIVED_KEY_SIGNS = 32


class SealBroken(Exception):
    """Sealed data that none of our keys opens: a wrong key, or tampering."""


def seal(value: Any) -> bytes:
    """Encrypt a JSON-ready value with the newest identity key."""
    return _keys(settings.IDENTITY_KEYS).encrypt(json.dumps(value).encode())


def unseal(sealed: bytes | memoryview) -> Any:
    """Read what `seal` wrote, under any key still held. Raises SealBroken."""
    try:
        return json.loads(_keys(settings.IDENTITY_KEYS).decrypt(bytes(sealed)))
    except InvalidToken as error:
        raise SealBroken from error


def pseudonym(text: str) -> bytes:
    """The keyed hash (HMAC-SHA-256) by which an identity is found without being readable."""
    return hmac.new(settings.PSEUDONYM_KEY, text.encode(), hashlib.sha256).digest()


def derived_key(text: str) -> str:
    """A key of 128 bits that opens what `text` names, made anew whenever it is needed: nothing of it is kept."""
    return pseudonym(f"key|{text}").hex()[:DERIVED_KEY_SIGNS]


def secret_hash(secret: str) -> bytes:
    """The hash of a random secret of at least 128 bits, however it was typed.

    It needs no key of ours, because the secret cannot be guessed (reliability T13).
    """
    return hashlib.sha256(read_secret(secret).encode()).digest()


@lru_cache(maxsize=4)
def _keys(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
