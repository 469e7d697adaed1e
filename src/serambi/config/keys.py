"""The secrets of an installation: made once into var/secrets.env, handed on in the environment."""

import fcntl
import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet

NAMES = ("SERAMBI_SECRET_KEY", "SERAMBI_IDENTITY_KEYS", "SERAMBI_PSEUDONYM_KEY", "SERAMBI_SIGNING_KEYS")
PSEUDONYM_KEY_BYTES = SIGNING_KEY_BYTES = 32


def bring_secrets(file: Path) -> None:
    """Put the secrets into the environment: what is there stays, else from the file, else made anew.

    A file that was made before one of the names was known gets that one added. Safe to call twice.

    Raises: PermissionError when others on this machine may read the file.
    """
    if all(os.environ.get(name) for name in NAMES):
        return
    if not file.exists():
        _keep_new_secrets(file)
    if file.stat().st_mode & 0o077:
        raise PermissionError(f"{file} can be read by others; run: chmod 600 {file}")
    for line in _completed(file).splitlines():
        name, _, value = line.partition("=")
        if name in NAMES:
            os.environ.setdefault(name, value)


def new_secrets() -> dict[str, str]:
    return {
        "SERAMBI_SECRET_KEY": secrets.token_urlsafe(50),
        "SERAMBI_IDENTITY_KEYS": Fernet.generate_key().decode(),
        "SERAMBI_PSEUDONYM_KEY": secrets.token_hex(PSEUDONYM_KEY_BYTES),
        "SERAMBI_SIGNING_KEYS": secrets.token_hex(SIGNING_KEY_BYTES),
    }


def _completed(file: Path) -> str:
    """The text of the file, after what it lacks was added to it."""
    with file.open("r+") as opened:
        # Of two starts at once the second waits, and finds what the first added.
        fcntl.flock(opened, fcntl.LOCK_EX)
        text = opened.read()
        kept = {line.partition("=")[0] for line in text.splitlines()}
        added = "".join(f"{name}={value}\n" for name, value in new_secrets().items() if name not in kept)
        if added:
            opened.write(added if text.endswith("\n") else f"\n{added}")
        return f"{text}\n{added}"


def _keep_new_secrets(file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [f"{name}={value}\n" for name, value in new_secrets().items()]
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_text("# Losing these keys loses the identity numbers. Keep a copy off this machine.\n" + "".join(lines))
    try:
        # Linking fails when another process was faster, so that two starts never use different keys.
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
