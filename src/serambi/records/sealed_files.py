"""People's files on disk, sealed: AES-256-GCM in pieces, under random names, in a folder that no web server reads.

A file is first written as a draft beside its name, then settled; so a name never holds half a file, and what was
written before a commit that never came is found by its draft's name. Functions raise OSError when the disk fails.
"""

import hashlib
import os
import secrets
import shutil
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from serambi.records.sealing import SealBroken

FORMAT = b"SFS1"
PURPOSE = b"serambi sealed files"
KEY_BYTES, KEY_NAME_BYTES, NONCE_START_BYTES, PIECE_NUMBER_BYTES = 32, 8, 8, 4
HEADER_BYTES = len(FORMAT) + KEY_NAME_BYTES + NONCE_START_BYTES
PIECE_BYTES = 1024 * 1024
TAG_BYTES = 16
DRAFT = ".draft-"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file found on disk: the name it has or is a draft of, whether it is a draft, and when it was last written."""

    name: str
    draft: str | None
    written_at: datetime


def folder() -> Path:
    """Where the files lie; made at need, readable by the service alone."""
    place = Path(settings.VAR) / "files"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def used_percent() -> int:
    """How full the disk of the folder is, in whole percent."""
    usage = shutil.disk_usage(folder())
    return usage.used * 100 // max(usage.used + usage.free, 1)


def write_draft(name: str, content: bytes) -> str:
    """Seal content and write it beside `name`, on the disk for good; returns the draft's name, for `settle`."""
    draft = f"{name}{DRAFT}{secrets.token_hex(8)}"
    key = _keys(settings.IDENTITY_KEYS)[0]
    start = secrets.token_bytes(NONCE_START_BYTES)
    descriptor = os.open(folder() / draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(FORMAT + _key_name(key) + start)
        for number, piece, is_last in _pieces(content):
            opened.write(AESGCM(key).encrypt(_nonce(start, number), piece, _bound_to(name, is_last)))
        opened.flush()
        os.fsync(opened.fileno())
    return draft


def settle(name: str, draft: str) -> None:
    """Give a draft its name."""
    os.replace(folder() / draft, folder() / name)
    _sync_folder()


def read(name: str) -> bytes:
    """Open a file, or its draft where a crash kept it from being settled. Raises OSError, SealBroken."""
    place = folder() / name
    if not place.exists():
        place = next(iter(sorted(folder().glob(f"{name}{DRAFT}*"))), place)
    sealed = place.read_bytes()
    header, body = sealed[:HEADER_BYTES], memoryview(sealed)[HEADER_BYTES:]
    key_name = header[len(FORMAT) : len(FORMAT) + KEY_NAME_BYTES]
    start = header[len(FORMAT) + KEY_NAME_BYTES :]
    key = next((each for each in _keys(settings.IDENTITY_KEYS) if _key_name(each) == key_name), None)
    if not header.startswith(FORMAT) or key is None:
        raise SealBroken(name)
    step = PIECE_BYTES + TAG_BYTES
    pieces = [body[at : at + step] for at in range(0, len(body), step)]
    try:
        return b"".join(
            AESGCM(key).decrypt(_nonce(start, number), piece, _bound_to(name, number == len(pieces) - 1))
            for number, piece in enumerate(pieces)
        )
    except InvalidTag as error:
        raise SealBroken(name) from error


def drop(*names: str) -> None:
    """Remove files or drafts; those that are not there are gone already."""
    for name in names:
        (folder() / name).unlink(missing_ok=True)


def parts_of(name: str) -> list[str]:
    """The pieces received for a name (`name.0`, `name.524288` …), in no order."""
    return [each.name for each in folder().glob(f"{name}.[0-9]*")]


def drafts_of(name: str) -> list[str]:
    """The drafts of a name, in no order."""
    return [each.name for each in folder().glob(f"{name}{DRAFT}*")]


def is_there(name: str) -> bool:
    """Whether a settled file has this name."""
    return (folder() / name).exists()


def all_files() -> Iterator[StoredFile]:
    """Every file and draft in the folder."""
    for each in sorted(folder().glob("[!.]*")):
        name, marker, _ = each.name.partition(DRAFT)
        written_at = datetime.fromtimestamp(each.stat().st_mtime, UTC)
        yield StoredFile(name, each.name if marker else None, written_at)


def _pieces(content: bytes) -> Iterator[tuple[int, memoryview, bool]]:
    whole = memoryview(content)
    count = max(1, -(-len(whole) // PIECE_BYTES))
    for number in range(count):
        yield number, whole[number * PIECE_BYTES : (number + 1) * PIECE_BYTES], number == count - 1


def _nonce(start: bytes, number: int) -> bytes:
    return start + number.to_bytes(PIECE_NUMBER_BYTES, "big")


def _bound_to(name: str, is_last: bool) -> bytes:
    """What the seal is bound to: a piece cannot stand under another name, and no end can be cut off."""
    return f"{name}|{'last' if is_last else 'more'}".encode()


def _key_name(key: bytes) -> bytes:
    return hashlib.sha256(PURPOSE + key).digest()[:KEY_NAME_BYTES]


@lru_cache(maxsize=4)
def _keys(identity_keys: tuple[str, ...]) -> tuple[bytes, ...]:
    """A key for files from each identity key, newest first: whoever rotates those rotates these."""
    return tuple(
        HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(urlsafe_b64decode(key))
        for key in identity_keys
    )


def _sync_folder() -> None:
    descriptor = os.open(folder(), os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
