"""The time this installation lives in: an offset kept in var/clock by `serambi up`, handed on in the environment."""

import os
from pathlib import Path

NAME = "SERAMBI_CLOCK_OFFSET_SECONDS"


def clock_file(var: Path) -> Path:
    return var / "clock"


def bring_offset(file: Path) -> None:
    """Put the kept offset into the environment; one that is there already stays. Raises: ValueError for no number."""
    if NAME in os.environ or not file.exists():
        return
    seconds = file.read_text().strip()
    try:
        float(seconds)
    except ValueError:
        raise ValueError(f"{file} holds no number of seconds; remove it, or start again with `make up`") from None
    os.environ[NAME] = seconds


def keep_offset(file: Path, seconds: float) -> None:
    """Let this process and every later command of this installation live so many seconds from the present."""
    os.environ[NAME] = str(seconds)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.write_text(f"{seconds}\n")
    draft.replace(file)


def forget_offset(file: Path) -> None:
    file.unlink(missing_ok=True)
