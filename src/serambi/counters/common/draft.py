"""What a visitor has typed so far, kept sealed in the session: nothing personal lies there in the clear."""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from serambi.records.sealing import SealBroken, seal, unseal


def read_sealed(session: SessionBase, name: str) -> Any:
    """The JSON-ready value kept under a name; None when there is none, or when no key opens it any more."""
    kept = session.get(name)
    try:
        return None if kept is None else unseal(kept.encode())
    except SealBroken:
        return None


def keep_sealed(session: SessionBase, name: str, value: Any) -> None:
    session[name] = seal(value).decode()


def drop_sealed(session: SessionBase, name: str) -> None:
    session.pop(name, None)
