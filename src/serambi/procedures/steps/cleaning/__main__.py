"""The process that reads one hostile file: little memory, little time, no files, then it ends.

clean FOLDER             a file on standard input, drawn anew on standard output
preview PAGE LONGEST     the same for a PNG of a page that we keep
"""

import fcntl
import os
import resource
import signal
import sys
from pathlib import Path

from serambi.rules.upload import WORK_MEMORY_BYTES, WORK_SECONDS

WORKERS = 2
"""So many files are read at once on a machine; the others wait. Each may take 300 MB."""

OUT_OF_MEMORY = 3


def main(arguments: list[str]) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (WORK_MEMORY_BYTES, WORK_MEMORY_BYTES))
    if arguments[0] == "clean":
        _take_turn(Path(arguments[1]))
    resource.setrlimit(resource.RLIMIT_CPU, (WORK_SECONDS, WORK_SECONDS))
    signal.setitimer(signal.ITIMER_REAL, WORK_SECONDS)  # ends the process: nobody handles the signal
    try:
        _answer(arguments)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)


def _take_turn(folder: Path) -> None:
    """Wait for one of the places; it is given back when the process ends, however it ends."""
    turns = [os.open(folder / f".turn-{number}", os.O_RDONLY | os.O_CREAT, 0o600) for number in range(WORKERS)]
    for turn in turns:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            continue
    fcntl.flock(turns[os.getpid() % WORKERS], fcntl.LOCK_EX)


def _answer(arguments: list[str]) -> None:
    # Here, because the libraries come after the limits, and a process that waits for its turn should be small.
    from serambi.procedures.steps.cleaning.reading import clean, preview
    from serambi.procedures.steps.cleaning.redrawn import to_wire

    content = sys.stdin.buffer.read()
    if arguments[0] == "clean":
        outcome = clean(content)
    else:
        outcome = preview(content, page=int(arguments[1]), longest=int(arguments[2]))
    sys.stdout.buffer.write(to_wire(outcome))


if __name__ == "__main__":
    main(sys.argv[1:])
