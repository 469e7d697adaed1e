"""A log record as one line of key=value pairs, without anything that a visitor typed."""

import json
import logging
import traceback
from datetime import UTC, datetime

FIRST_THEIRS, FIRST_OURS = 400, 500
"""Statuses of a visitor's mistakes, and of our own."""


class LineFormatter(logging.Formatter):
    """Writes `at= level= source= event=`, and for an error its kind and place.

    The text of an exception is left out: PostgreSQL and parsers quote the offending value in it, and that may
    be a name or an identity number. The kind, the constraint and the lines of code are enough to find it.
    """

    def format(self, record: logging.LogRecord) -> str:
        pairs = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "source": record.name,
            "event": _event(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            pairs |= _error_pairs(record.exc_info[1])
        return " ".join(f"{name}={_quoted(value)}" for name, value in pairs.items())


class VisitorsMistakes(logging.Filter):
    """Makes information of a request that a visitor got wrong (4xx): nothing is wrong with the service."""

    def filter(self, record: logging.LogRecord) -> bool:
        if FIRST_THEIRS <= getattr(record, "status_code", FIRST_OURS) < FIRST_OURS:
            record.levelno, record.levelname = logging.INFO, logging.getLevelName(logging.INFO)
        return True


def _event(record: logging.LogRecord) -> str:
    """The message; of a request the route instead of the path, in which a visitor may have typed a number or a name."""
    request = getattr(record, "request", None)
    if request is None or not isinstance(record.args, tuple) or len(record.args) < 2:
        return record.getMessage()
    match = getattr(request, "resolver_match", None)
    *first, _ = record.args
    return record.msg % (*first, f"/{match.route}" if match else "(no such path)")


def _error_pairs(error: BaseException) -> dict[str, str]:
    root = error
    while root.__cause__ is not None:
        root = root.__cause__
    pairs = {"error": type(error).__name__}
    if constraint := getattr(getattr(root, "diag", None), "constraint_name", None):
        pairs["constraint"] = constraint
    frames = traceback.extract_tb(error.__traceback__)
    pairs["trace"] = " < ".join(f"{frame.filename}:{frame.lineno}:{frame.name}" for frame in reversed(frames))
    return pairs


def _quoted(value: str) -> str:
    is_plain = value and not any(sign in value for sign in ' "=\\') and value.isprintable()
    return value if is_plain else json.dumps(value, ensure_ascii=False)
