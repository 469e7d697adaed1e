"""A PostgreSQL for a while: for tests, measurements and rehearsals of a restore."""

import contextlib
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from serambi.config import postgres

# Enough for tests of what is written; never for tests of what survives.
FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")


@contextlib.contextmanager
def temporary(*, options: Sequence[str] = ()) -> Iterator[str]:
    """Start a cluster in a new folder and give its address; it ends with the block, data and all.

    It also ends when this process is killed without a word: a keeper waits for their pipe to close.
    """
    folder = Path(tempfile.mkdtemp(prefix="serambi-"))
    folder.chmod(0o755)  # the database's account must be able to enter; the data inside is its own alone
    keeper = subprocess.Popen(
        [sys.executable, "-m", __name__, str(folder)], stdin=subprocess.PIPE, start_new_session=True
    )
    try:
        yield postgres.start(folder / "postgres", options=options)
    finally:
        keeper.communicate()


def keep(folder: Path) -> None:
    """Wait for the end of the process that holds our standard input, then remove the cluster."""
    sys.stdin.read()
    postgres.stop(folder / "postgres")
    shutil.rmtree(postgres.location(folder / "postgres").parent, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
