"""The cases a browser session has opened with their birth date: sealed, the newest few."""

from django.contrib.sessions.backends.base import SessionBase

from serambi.counters.common.draft import keep_sealed, read_sealed

HELD, MOST_CASES = "cases", 10


def hold_case(session: SessionBase, number: str) -> None:
    """Keep that this session opened a case, so that its page can be read again, printed and turned into English."""
    others = [held for held in read_sealed(session, HELD) or [] if held != number]
    keep_sealed(session, HELD, [*others, number][-MOST_CASES:])


def is_held(session: SessionBase, number: str) -> bool:
    return number in (read_sealed(session, HELD) or [])
