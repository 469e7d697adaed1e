"""The real web server on a database of the caller's choice, living when it is told, and calls to it."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from serambi.counters.cli.service import HOST, web_command
from tests.factories import NOW
from tests.ports import free_port

READY_SECONDS = 60
CALL_SECONDS = 30


@dataclass
class Server:
    """A granian with its workers. `log` holds everything it printed."""

    database_url: str
    var: Path
    lives_at: datetime = NOW
    port: int = field(default_factory=free_port)
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def log(self) -> Path:
        return self.var / "server.log"

    @property
    def environment(self) -> dict[str, str]:
        offset = (self.lives_at - datetime.now(UTC)).total_seconds()
        return os.environ | {
            "DATABASE_URL": self.database_url,
            "SERAMBI_VAR": str(self.var),
            "DJANGO_SETTINGS_MODULE": "serambi.config.settings",
            "SERAMBI_CLOCK_OFFSET_SECONDS": str(offset),
        }

    def start(self) -> None:
        """Start it and wait for its first answer."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                web_command(self.port), env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            with contextlib.suppress(OSError, http.client.HTTPException):
                if get(self.port, "/api/v1/offices")[0] == 200:
                    return
            time.sleep(0.1)
        raise AssertionError(f"the server did not answer:\n{self.log.read_text()[-2000:]}")

    def workers(self) -> list[int]:
        """The process ids of its workers."""
        assert self.process is not None
        found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(self.process.pid)], capture_output=True, text=True)
        return [int(pid) for pid in found.stdout.split()]

    def is_over(self) -> bool:
        """Has it ended by itself?"""
        return self.process is None or self.process.poll() is not None

    def kill(self) -> None:
        """Kill it and all its workers without a word (-9)."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """End it the orderly way, so that all its log is written."""
        assert self.process is not None
        self.process.terminate()
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.kill()


@contextlib.contextmanager
def serving(database_url: str, var: Path) -> Iterator[Server]:
    """A server that answers calls; its pages need their style sheets too: see `serving_pages`."""
    with _started(Server(database_url, var)) as server:
        yield server


@contextlib.contextmanager
def serving_pages(database_url: str, var: Path) -> Iterator[Server]:
    """A server that answers calls and pages."""
    server = Server(database_url, var)
    collect = [sys.executable, "-m", "serambi.counters.cli.main", "collectstatic", "--no-input", "--verbosity", "0"]
    subprocess.run(collect, env=server.environment, check=True)
    with _started(server):
        yield server


@contextlib.contextmanager
def _started(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.kill()


def get(port: int, path: str, **headers: str) -> tuple[int, Any]:
    return call(port, "GET", path, None, headers)


def post(port: int, path: str, body: Mapping[str, Any], **headers: str) -> tuple[int, Any]:
    return call(port, "POST", path, body, headers)


def call(port: int, method: str, path: str, body: Mapping[str, Any] | None, headers: Mapping[str, str]):
    """One call; header names are written with underscores. Raises OSError, HTTPException: no whole answer came."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection(HOST, port, timeout=CALL_SECONDS)
    try:
        text = None if body is None else json.dumps(body)
        connection.request(method, path, text, {"Content-Type": "application/json"} | named)
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def booking_body(slot: str, *people: Mapping[str, Any], **changes: Any) -> dict[str, Any]:
    """The body of POST /api/v1/bookings."""
    body = {"office": "serang", "service": "passport-new", "slot": slot, "purpose": "tourism", "people": list(people)}
    return body | changes
