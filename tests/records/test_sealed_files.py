"""Files under seal: unreadable without the key, bound to their name, whole or not at all."""

import pytest
from cryptography.fernet import Fernet
from django.conf import settings as live_settings

from serambi.records import sealed_files
from serambi.records.sealing import SealBroken

NAME, OTHER = "ab" * 16, "cd" * 16
LONG = bytes(range(256)) * 10_000


def put(name: str, content: bytes) -> None:
    sealed_files.settle(name, sealed_files.write_draft(name, content))


@pytest.mark.parametrize("content", [b"", b"x", bytes(2**20), bytes(2**20 + 1), LONG])
def test_what_was_sealed_is_read(file_folder, content):
    put(NAME, content)

    assert sealed_files.read(NAME) == content
    assert content[:40] == b"" or len(content) < 20 or content[:40] not in (file_folder / NAME).read_bytes()


def test_key_may_be_changed_and_a_lost_one_opens_nothing(file_folder, settings):
    put(NAME, LONG)
    newer = Fernet.generate_key().decode()

    settings.IDENTITY_KEYS = (newer, *live_settings.IDENTITY_KEYS)
    assert sealed_files.read(NAME) == LONG
    settings.IDENTITY_KEYS = (newer,)
    with pytest.raises(SealBroken):
        sealed_files.read(NAME)


@pytest.mark.parametrize("at", [0, 5, 15, 40, -1])
def test_no_byte_can_be_changed(file_folder, at):
    put(NAME, LONG)
    sealed = bytearray((file_folder / NAME).read_bytes())
    sealed[at] ^= 1
    (file_folder / NAME).write_bytes(sealed)

    with pytest.raises(SealBroken):
        sealed_files.read(NAME)


def test_no_piece_can_be_cut_off_and_no_file_stand_for_another(file_folder):
    put(NAME, LONG)
    sealed = (file_folder / NAME).read_bytes()
    (file_folder / OTHER).write_bytes(sealed)
    (file_folder / NAME).write_bytes(sealed[: sealed_files.HEADER_BYTES + 2 * (2**20 + 16)])

    for name in (NAME, OTHER):
        with pytest.raises(SealBroken):
            sealed_files.read(name)


def test_what_is_not_there_is_an_error_of_the_disk(file_folder):
    with pytest.raises(FileNotFoundError):
        sealed_files.read(NAME)
