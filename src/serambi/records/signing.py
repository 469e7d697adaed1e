"""The office's own signature on what it prints: Ed25519, its keys rotating as those of the seal do."""

from base64 import b32decode
from binascii import Error
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from serambi.rules.paper.sheet import base32

KEY_NAME_BYTES = 5


def key_name() -> str:
    """The name of the key that signs now: the first signs of the digest of its public half."""
    return next(iter(_keys(settings.SIGNING_KEYS)))


def sign(text: str) -> str:
    """The signature of the newest key over a text, in base32."""
    return base32(next(iter(_keys(settings.SIGNING_KEYS).values())).sign(text.encode()))


def is_signed(text: str, *, key: str, signature: str) -> bool:
    """Whether a key that we hold signed this text; a signature written in any other way than ours is none.

    The last sign of a signature has three bits to spare: without the second look eight different lines would be one.
    """
    held = _keys(settings.SIGNING_KEYS).get(key)
    if held is None:
        return False
    try:
        raw = b32decode(signature + "=" * (-len(signature) % 8))
        held.public_key().verify(raw, text.encode())
    except (InvalidSignature, Error):
        return False
    return base32(raw) == signature


def public_key() -> str:
    """The public half of the key that signs now, as hexadecimal: with it anybody can check a sheet."""
    return next(iter(_keys(settings.SIGNING_KEYS).values())).public_key().public_bytes_raw().hex()


@lru_cache(maxsize=4)
def _keys(seeds: tuple[bytes, ...]) -> dict[str, Ed25519PrivateKey]:
    """By name, newest first."""
    keys = [Ed25519PrivateKey.from_private_bytes(seed) for seed in seeds]
    return {base32(sha256(key.public_key().public_bytes_raw()).digest()[:KEY_NAME_BYTES]): key for key in keys}
