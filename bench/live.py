"""The board and the gate under load (issue 4): 200 listeners told in under 1 s at p95; at least 100 scans a second."""

import http.client
import statistics
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from serambi.config.temporary_postgres import temporary
from serambi.counters.cli.service import HOST
from tests import elsewhere, realevents

LISTENERS, CHANGES = 200, 20
GATES, LIMIT, SCAN_SECONDS = 5, 40, 6.0
SETTINGS = ("shared_buffers=256MB", "max_connections=60")
OFFICE = "serang"
LISTEN_SECONDS = 30
OPENING = datetime(2020, 9, 10, 0, 30, tzinfo=UTC)


def measure() -> dict[str, float]:
    """Seconds until a listener hears of a change, counted from before its transaction, over all listeners and changes;
    and scans a second at five gates, with the most people ever inside."""
    with temporary(options=SETTINGS) as database_url, tempfile.TemporaryDirectory() as var:
        elsewhere.call(database_url, "bench.live:make_ready")
        with realevents.events(database_url, Path(var) / "events.log") as port:
            waits = _listen_while_changing(database_url, port)
        scans, seconds, most = elsewhere.call(database_url, "bench.live:scan_at_gates", SCAN_SECONDS)
    waits.sort()
    return {
        "listeners": LISTENERS,
        "heard": len(waits) / (LISTENERS * CHANGES),
        "p50_seconds": statistics.median(waits),
        "p95_seconds": waits[int(len(waits) * 0.95)],
        "scans_per_second": scans / seconds,
        "most_inside": most,
        "limit": LIMIT,
    }


def make_ready() -> None:
    """Tables and an office whose hall holds LIMIT people."""
    from django.core.management import call_command

    from tests.factories import means, save_office

    call_command("migrate", verbosity=0)
    save_office(OFFICE, means=means(hall_seats={Decimal(0): LIMIT}))


def change_hall(changes: int) -> list[float]:
    """Let somebody in, and out again, now and then; gives when each change began (monotonic clock of the machine)."""
    began, ticket = [], ""
    for _ in range(changes):
        time.sleep(0.5)  # so that each change is an event of its own
        began.append(time.monotonic())
        ticket = _leave(ticket) if ticket else _enter("gerbang", datetime.now(UTC))
    return began


def scan_at_gates(seconds: float) -> tuple[int, float, int]:
    """Scan in and out at five gates; gives how many scans (refused ones too), how long, and the most inside."""
    from django.db import connection

    from serambi.procedures.steps.durable import Busy
    from serambi.records.models import GateEvent

    tickets: list[str] = []
    lock = threading.Lock()
    started = time.monotonic()

    def gate(number: int) -> int:
        scans = 0
        try:
            while time.monotonic() - started < seconds:
                with lock:
                    leaving = tickets.pop(0) if len(tickets) > LIMIT - GATES and number % 2 else ""
                try:
                    ticket = _leave(leaving, OPENING) if leaving else _enter(f"gerbang-{number}", OPENING)
                except Busy:
                    continue
                scans += 1
                if ticket:
                    with lock:
                        tickets.append(ticket)
        finally:
            connection.close()
        return scans

    with ThreadPoolExecutor(GATES) as threads:
        scans = sum(threads.map(gate, range(GATES)))
    took = time.monotonic() - started
    inside = most = 0
    for kind, people in GateEvent.objects.filter(at=OPENING).order_by("pk").values_list("kind", "people"):
        inside += {"in": people, "out": -people}.get(kind, 0)
        most = max(most, inside)
    return scans, took, most


def _enter(gate: str, now: datetime) -> str:
    from serambi.procedures.admit_visitor import admit_walk_in

    answer = admit_walk_in(
        office=OFFICE,
        kind="elderly",
        group="passport",
        companions=0,
        temperature_c=None,
        gate=gate,
        now=now,
        by="bench",
    )
    return answer.ticket


def _leave(ticket: str, now: datetime | None = None) -> str:
    from serambi.procedures.leave_hall import leave_hall

    leave_hall(office=OFFICE, ticket=ticket, gate="gerbang", now=now or datetime.now(UTC), by="bench")
    return ""


def _listen_while_changing(database_url: str, port: int) -> list[float]:
    """Seconds from the beginning of each change to each listener's hearing of it."""
    ready = threading.Barrier(LISTENERS + 1)
    heard: list[list[float]] = [[] for _ in range(LISTENERS)]
    threads = [threading.Thread(target=_listen, args=(port, ready, own), daemon=True) for own in heard]
    for thread in threads:
        thread.start()
    ready.wait()
    began = elsewhere.call(database_url, "bench.live:change_hall", CHANGES)
    until = time.monotonic() + LISTEN_SECONDS
    while any(len(own) < CHANGES for own in heard) and time.monotonic() < until:
        time.sleep(0.05)
    return [at - start for own in heard for start, at in zip(began, own, strict=False)]


def _listen(port: int, ready: threading.Barrier, heard: list[float]) -> None:
    """Read the stream; note the instant of each event after the first, which only tells how the hall is now."""
    connection = http.client.HTTPConnection(HOST, port, timeout=LISTEN_SECONDS)
    connection.request("GET", f"/events/hall/{OFFICE}/", headers={"Accept": "text/event-stream"})
    answer = connection.getresponse()
    is_first = True
    while line := answer.readline():
        if line.startswith(b"data: "):
            if is_first:
                ready.wait()
            else:
                heard.append(time.monotonic())
            is_first = False
