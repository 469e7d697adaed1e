import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from serambi.config import postgres
from serambi.counters.cli import main, service

READY_SECONDS = 90
AS_OF = "2020-09-10T07:30+07:00"


@pytest.fixture
def var():
    """An installation's folder of its own, below one that the database's account can enter."""
    home = Path(tempfile.mkdtemp(prefix="serambi-up-"))
    home.chmod(0o755)
    yield home / "var"
    postgres.stop(home / "var" / "postgres")
    shutil.rmtree(home, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((service.HOST, 0))
        return probe.getsockname()[1]


def _start(var: Path, *words: str) -> "subprocess.Popen[str]":
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE") and not name.startswith("SERAMBI_")
    }
    return subprocess.Popen(
        [sys.executable, "-m", "serambi.counters.cli.main", "up", *words],
        env=environment | {"SERAMBI_VAR": str(var), "COLUMNS": "120", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _read_until(running: "subprocess.Popen[str]", sign: str) -> str:
    said, until = "", time.monotonic() + READY_SECONDS
    while sign not in said and time.monotonic() < until:
        line = running.stdout.readline()
        assert line, said
        said += line
    return said


def _interrupt(running: "subprocess.Popen[str]") -> str:
    """What a ^C at the terminal does: every process in front gets it."""
    os.killpg(running.pid, signal.SIGINT)
    return running.communicate(timeout=30)[0]


def _status(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://{service.HOST}:{port}{path}", timeout=10) as answer:
        return answer.status


def test_up_serves_until_interrupted_and_again_within_ten_seconds(var):
    port = _free_port()
    running = _start(var, "--port", str(port), "--as-of", AS_OF)
    first = _read_until(running, "make down")
    statuses = [_status(port, path) for path in ("/serang/", "/en/serang/", "/api/v1/offices")]
    last_words = _interrupt(running)

    started = time.monotonic()
    running = _start(var, "--port", str(port), "--as-of", AS_OF)
    second = _read_until(running, "make down")
    seconds = time.monotonic() - started
    _interrupt(running)

    assert "Serambi · 10 September 2020 07:3" in first
    assert statuses == [200, 200, 200]
    assert last_words.endswith("Stopped. The database stays up; `make down` stops it.\n")
    assert running.returncode == main.DONE
    assert postgres.is_running(var / "postgres")
    assert seconds < 10
    login = re.compile(r"petugas / (\S+)")
    assert login.search(first)[1] == login.search(second)[1] == (var / "staff-login.txt").read_text().split()[1]
    assert [(var / name).stat().st_mode & 0o777 for name in ("staff-login.txt", "secrets.env")] == [0o600, 0o600]


def test_up_on_a_port_in_use_says_so(var):
    with socket.socket() as taken:
        taken.bind((service.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]

        running = _start(var, "--port", str(port))
        said = running.communicate(timeout=30)[0]

    assert running.returncode == main.WRONG_USE
    assert said == f"CommandError: Port {port} is in use. Stop what uses it, or choose another: make up PORT=8010\n"


@pytest.mark.parametrize("words", [("--as-of", "2020-09-10T07:30"), ("--as-of", "tomorrow"), ("--port", "0")])
def test_up_with_a_word_it_cannot_read_is_wrong_use(var, words):
    running = _start(var, *words)
    running.communicate(timeout=30)

    assert running.returncode == main.WRONG_USE
