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
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command

from serambi.config import postgres
from serambi.counters.cli import main, service
from serambi.counters.cli.management.commands import up
from serambi.counters.cli.management.commands.down import STILL_UP
from serambi.records.models import LedgerRow
from tests.ports import free_port

READY_SECONDS, PORT_TRIES = 90, 3
PORT_GONE = " is in use. Stop what uses it"
AS_OF = "2020-09-10T07:30+07:00"
AT = datetime.fromisoformat(AS_OF)


@pytest.fixture
def var():
    """An installation's folder of its own, below one that the database's account can enter."""
    home = Path(tempfile.mkdtemp(prefix="serambi-up-"))
    home.chmod(0o755)
    yield home / "var"
    postgres.stop(home / "var" / "postgres")
    shutil.rmtree(home, ignore_errors=True)


def _environment(var: Path) -> dict[str, str]:
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE") and not name.startswith("SERAMBI_")
    }
    return environment | {"SERAMBI_VAR": str(var), "COLUMNS": "120", "PYTHONUNBUFFERED": "1", "LC_ALL": "C"}


def _serambi(var: Path, *words: str) -> str:
    """What another command of the same installation says."""
    command = [sys.executable, "-m", "serambi.counters.cli.main", *words]
    return subprocess.run(command, env=_environment(var), capture_output=True, text=True, timeout=60).stdout


def _start(var: Path, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "serambi.counters.cli.main", "up", *words],
        env=_environment(var),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def _come_up(var: Path) -> tuple["subprocess.Popen[str]", int, str]:
    """Start the service; gives its process, its port and what it said. Another port where somebody was faster."""
    for _ in range(PORT_TRIES):
        port = free_port(beside=1)
        running = _start(var, "--port", str(port), "--as-of", AS_OF)
        said = _read_until(running, "make down", PORT_GONE)
        if PORT_GONE not in said:
            return running, port, said
        running.communicate(timeout=30)
    raise AssertionError(said)


def _read_until(running: "subprocess.Popen[str]", *signs: str) -> str:
    said, until = "", time.monotonic() + READY_SECONDS
    while not any(sign in said for sign in signs) and time.monotonic() < until:
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


def test_up_serves_until_interrupted_and_again(var):
    running, port, first = _come_up(var)
    statuses = [_status(port, path) for path in ("/serang/", "/en/serang/", "/api/v1/offices")]
    regime = _serambi(var, "regime", "serang", "2020-09-25")
    last_words = _interrupt(running)

    running, _, second = _come_up(var)
    _interrupt(running)

    assert "Serambi · 10 September 2020 07:3" in first
    assert regime.splitlines()[0].rstrip().endswith("as of Thursday, 10 September 2020, 07:30 WIB")
    assert re.search(r"Quota of applicants +│ 50% of the normal quota", regime)
    assert "Time goes on" not in first
    assert "✓ Time goes on where it stopped: 10 September 2020 07:3" in second
    assert statuses == [200, 200, 200]
    assert last_words.endswith("Stopped. The database stays up; `make down` stops it.\n")
    assert running.returncode == main.DONE
    assert postgres.is_running(var / "postgres")
    login = re.compile(r"petugas / (\S+)")
    assert login.search(first)[1] == login.search(second)[1] == (var / "staff-login.txt").read_text().split()[1]
    assert [(var / name).stat().st_mode & 0o777 for name in ("staff-login.txt", "secrets.env")] == [0o600, 0o600]


def test_down_under_a_running_service_says_so(var):
    running, _, _ = _come_up(var)

    said = _serambi(var, "down")
    _interrupt(running)

    assert said.splitlines() == ["The database is stopped.", STILL_UP]


def test_down_says_that_the_service_still_runs(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(postgres, "stop", lambda folder: True)
    monkeypatch.setattr("django.conf.settings.VAR", tmp_path)

    with service.mark_up(tmp_path):
        call_command("down")
    call_command("down")

    assert capsys.readouterr().out.splitlines() == [
        "The database is stopped.",
        STILL_UP,
        "The database is stopped.",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("written", "goes_on_at"),
    [
        ((), AT),
        ((AT - timedelta(days=1),), AT),
        ((AT + timedelta(hours=2),), AT + timedelta(hours=2)),
        ((AT + timedelta(days=7),), AT + timedelta(days=7)),
        ((AT + timedelta(days=8),), AT),
        ((AT + timedelta(hours=2), AT + timedelta(days=8)), AT + timedelta(hours=2)),
    ],
)
def test_time_goes_on_from_what_was_written_last(written, goes_on_at):
    for at in written:
        LedgerRow.objects.create(at=at, by="test", action="test", subject="test")

    assert up._goes_on_at(AT) == goes_on_at


def test_up_on_a_port_in_use_says_so(var):
    with socket.socket() as taken:
        taken.bind((service.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]

        running = _start(var, "--port", str(port))
        said = running.communicate(timeout=30)[0]

    assert running.returncode == main.WRONG_USE
    assert said == f"CommandError: Port {port} is in use. Stop what uses it, or choose another: make up PORT=8010\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as-of", "2020-09-10T07:30"), "is no instant; expected one such as 2020-09-10T07:30+07:00"),
        (("--as-of", "yesterday"), "is no instant; expected one such as 2020-09-10T07:30+07:00"),
        (("--port", "0"), "is no port; expected a number from 1 to 65535, such as 8000"),
        (("--port", "abc"), "is no port; expected a number from 1 to 65535, such as 8000"),
    ],
)
def test_up_with_a_word_it_cannot_read_is_wrong_use(var, words, said):
    running = _start(var, *words)
    told = running.communicate(timeout=30)[0]

    assert running.returncode == main.WRONG_USE
    assert told.splitlines()[-1].endswith(f" up: error: argument {words[0]}: '{words[1]}' {said}")
