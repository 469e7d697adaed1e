"""The processes of a running service: web server, event streams and worker, which live and end together."""

import ctypes
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HOST = "127.0.0.1"
WEB_WORKERS = 2
THREADS_PER_WORKER = 16  # bookings that wait together share a commit, so more of them wait than can run
READY_SECONDS = 30
END_SECONDS = 10
TICK_SECONDS = 0.1
LOCK_FILE = "up.lock"
PR_SET_PDEATHSIG = 1  # <linux/prctl.h>


@contextmanager
def mark_up(var: Path) -> Iterator[None]:
    """While this lasts, others can see that a service of this installation runs; it ends with its process."""
    var.mkdir(parents=True, exist_ok=True)
    with open(var / LOCK_FILE, "a") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield


def is_up(var: Path) -> bool:
    """Does a service of this installation run?"""
    try:
        with open(var / LOCK_FILE) as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def is_taken(port: int) -> bool:
    """Does something listen there already? Asked first, since the web server would share the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return True
    return False


def web_command(port: int) -> list[str]:
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)),
        *("--workers", str(WEB_WORKERS), "--blocking-threads", str(THREADS_PER_WORKER)),
        *("--respawn-failed-workers", "--workers-kill-timeout", str(END_SECONDS // 2)),
        *("--no-ws", "--log-level", "warning", "serambi.config.wsgi:application"),
    ]


def events_command(port: int) -> list[str]:
    """The event streams: one process, since one connection to the database serves all who listen."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "asgi", "--host", HOST, "--port", str(port)),
        *("--workers", "1", "--respawn-failed-workers", "--workers-kill-timeout", str(END_SECONDS // 2)),
        *("--no-ws", "--log-level", "warning", "serambi.config.asgi:application"),
    ]


def worker_command() -> list[str]:
    return [sys.executable, "-m", "serambi.counters.cli.main", "procrastinate", "worker"]


def warm_up_command() -> list[str]:
    """Compiles the simulation of a day while nobody has asked for it yet; ends by itself."""
    return [sys.executable, "-c", "from serambi.rules.simulation.simulate import warm_up; warm_up()"]


@contextmanager
def running(commands: Sequence[Sequence[str]]) -> Iterator[list["subprocess.Popen[bytes]"]]:
    """Start every command; at the end, however it comes, end them all."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _as_interrupt)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        for command in commands:
            # In sessions of their own, so that ^C reaches only us: the web server hangs when its workers get it too.
            processes.append(subprocess.Popen(command, preexec_fn=_end_with_parent, start_new_session=True))
        yield processes
    finally:
        _end(processes)


def wait_until_answering(port: int, processes: Sequence["subprocess.Popen[bytes]"]) -> bool:
    """Wait for the first answer on the port. False: it did not come, or a process ended before."""
    until = time.monotonic() + READY_SECONDS
    while time.monotonic() < until:
        if any(process.poll() is not None for process in processes):
            return False
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(TICK_SECONDS)  # a port that opens tells nobody; it can only be asked again
    return False


def wait_for_first_end(processes: Sequence["subprocess.Popen[bytes]"]) -> int:
    """Wait until one of them ends by itself and give its exit code."""
    while True:
        for process in processes:
            if (code := process.poll()) is not None:
                return code
        time.sleep(TICK_SECONDS)  # of several processes the system waits for one at a time; here the first counts


def _end_with_parent() -> None:
    """On Linux a child also ends when its parent was killed without a chance to end it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _as_interrupt(number: int, frame: object) -> None:
    raise KeyboardInterrupt


def _end(processes: Sequence["subprocess.Popen[bytes]"]) -> None:
    for process in processes:
        if process.poll() is None:
            os.kill(process.pid, signal.SIGTERM)
    until = time.monotonic() + END_SECONDS
    for process in processes:
        try:
            process.wait(timeout=max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
