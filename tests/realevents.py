"""The real process of the event streams, on a database of the caller's choice, beside whatever serves the pages."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from serambi.counters.cli.service import HOST, events_command, is_taken
from tests.ports import free_port

READY_SECONDS = 30


@contextlib.contextmanager
def events(database_url: str, log: Path, **environment: str) -> Iterator[int]:
    """Serve the streams; gives the port."""
    port = free_port()
    inherited: Mapping[str, str] = os.environ | environment
    settings = {"DATABASE_URL": database_url, "DJANGO_SETTINGS_MODULE": "serambi.config.settings_test"}
    with log.open("ab") as opened:
        process = subprocess.Popen(
            events_command(port), env={**inherited, **settings}, stdout=opened, stderr=opened, start_new_session=True
        )
    try:
        until = time.monotonic() + READY_SECONDS
        while not is_taken(port):
            assert process.poll() is None and time.monotonic() < until, log.read_text()[-2000:]
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def address(port: int) -> str:
    return f"http://{HOST}:{port}"
