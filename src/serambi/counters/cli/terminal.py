"""What the office's commands share: reading days and instants, speaking the terminal's language, printing."""

import argparse
import json
import os
import sys
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from rich.console import Console

from serambi.counters.common.dates import moment_text
from serambi.counters.common.years import is_askable

Moment = TypeVar("Moment", bound=date)

NARROWEST_TABLE = 160  # columns; a pipe has no width of its own, and a value on one line can be searched for


def day(text: str) -> date:
    """A day of a command line."""
    found = _read(date, text)
    if found is None or not is_askable(found):
        raise argparse.ArgumentTypeError(f"'{text}' is no day; expected one such as 2020-09-10")
    return found


def instant(text: str) -> datetime:
    """An instant of a command line, with its offset from UTC."""
    found = _read(datetime, text)
    if found is None or found.tzinfo is None or not is_askable(found):
        raise argparse.ArgumentTypeError(f"'{text}' is no instant; expected one such as 2020-09-10T07:30+07:00")
    return found


def day_or_instant(text: str) -> date | datetime:
    """A day, or an instant with its offset from UTC."""
    found = _read(date, text)
    if found is not None and is_askable(found):
        return found
    try:
        return instant(text)
    except argparse.ArgumentTypeError:
        expected = "expected a day such as 2020-09-10, or an instant such as 2020-09-10T07:30+07:00"
        raise argparse.ArgumentTypeError(f"'{text}' is neither; {expected}") from None


def end_of(day: date, zone: str) -> datetime:
    """The last instant of a day in a zone."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=ZoneInfo(zone)) - timedelta(microseconds=1)


def as_known_text(known_at: datetime, zone: str) -> str:
    """What a table's title says of the time it speaks from: the service's own, unless another was asked for."""
    return _("menurut keadaan %(moment)s") % {"moment": moment_text(known_at, zone)}


def language() -> str:
    """ "id" where the terminal is set to Indonesian, else "en"."""
    setting = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "id" if setting.lower().startswith("id") else "en"


def paper(out: Any) -> Console:
    """Where results are printed: as wide as the terminal, or wide enough for a table in a file."""
    is_terminal = hasattr(out, "isatty") and out.isatty()
    return Console(file=out, highlight=False, width=None if is_terminal else NARROWEST_TABLE)


def progress_console() -> Console:
    """Where progress is shown: on standard error, so that results can be piped."""
    return Console(file=sys.stderr)


def as_json(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2)


def _read(kind: type[Moment], text: str) -> Moment | None:
    try:
        return kind.fromisoformat(text)
    except ValueError:
        return None
