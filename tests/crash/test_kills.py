"""Kill -9 while people book over HTTP: nobody who was told "confirmed" is lost, and the same key never books twice.

Five kills in `make test`, twenty in `make prove`: of one worker, of the whole web server, of PostgreSQL itself.
"""

import contextlib
import http.client
import os
import random
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

from serambi.config import postgres
from tests import audit, elsewhere
from tests.factories import nik
from tests.realserver import Server, booking_body, post, serving

CLIENTS = 8
SLOTS, PLACES = 60, 40
VICTIMS = ("a worker", "PostgreSQL", "the server", "a worker", "a worker")
FINAL = (200, 201, 409)


@dataclass
class Log:
    """What clients were told: by key the body they sent and the answer; and how often no answer came."""

    told: dict[str, tuple[dict[str, Any], Any]] = field(default_factory=dict)
    others: Counter = field(default_factory=Counter)
    wrong: list[Any] = field(default_factory=list)

    def codes(self) -> list[str]:
        return [booking["code"] for _, answer in self.told.values() for booking in answer.get("bookings", [])]


def test_nobody_is_lost_when_a_part_is_killed(durable_database, tmp_path, is_proving):
    slots = elsewhere.call(durable_database, "tests.crash.office:open_office", SLOTS, PLACES)
    rng, log, stop = random.Random(20), Log(), threading.Event()
    kills = 20 if is_proving else 5

    with serving(durable_database, tmp_path) as server:
        clients = [
            threading.Thread(target=book_until, args=(stop, server, slots, number, log)) for number in range(CLIENTS)
        ]
        try:
            for client in clients:
                client.start()
            for number in range(kills):
                time.sleep(rng.uniform(0.5, 2.0))
                kill(VICTIMS[number % len(VICTIMS)], server, durable_database, rng)
            time.sleep(1)
            revive(server)
        finally:
            stop.set()
            for client in clients:
                client.join()
        again = {key: send(server, key, body) for key, (body, _) in log.told.items()}

    print(f"\n{len(log.told)} requests answered, {kills} kills, without an answer at first: {dict(log.others)}")
    assert len(log.codes()) > 20 * kills
    assert log.others.total() >= kills // 2, "the kills hit nobody, so this run proves nothing"
    assert log.wrong == []
    assert {key: answer for key, (_, answer) in again.items()} == {key: answer for key, (_, answer) in log.told.items()}
    assert {status for status, _ in again.values()} <= {200, 409}
    assert elsewhere.call(durable_database, "tests.crash.office:faults", log.codes()) == audit.NONE
    assert elsewhere.call(durable_database, "tests.crash.office:live_codes") == sorted(log.codes())


def book_until(stop: threading.Event, server: Server, slots: list[str], client: int, log: Log) -> None:
    """Book new people one by one; where no answer came, send the same key until one does."""
    rng = random.Random(client)
    serial = 0
    while not stop.is_set():
        key = f"crash-{client}-{serial}"
        people = [person(client, serial + place) for place in range(rng.choice((1, 1, 1, 3)))]
        serial += len(people)
        body = booking_body(rng.choice(slots), *people)
        while True:
            if stop.is_set() and server.is_over():
                return
            try:
                status, answer = post(server.port, "/api/v1/bookings", body, Idempotency_Key=key)
            except (OSError, http.client.HTTPException) as error:
                log.others[type(error).__name__] += 1
                time.sleep(0.05)
                continue
            if status in FINAL:
                log.told[key] = (body, answer)
                break
            log.others[answer["code"]] += 1
            if status != 503:
                log.wrong.append((status, answer))
                break
            time.sleep(0.05)


def person(client: int, serial: int) -> dict[str, Any]:
    identity = {"kind": "nik", "number": nik(client * 20_000 + serial)}
    return {"name": "Budi", "identity": identity, "born_on": "1990-05-17"}


def send(server: Server, key: str, body: dict[str, Any]) -> tuple[int, Any]:
    return post(server.port, "/api/v1/bookings", body, Idempotency_Key=key)


def revive(server: Server) -> None:
    """What a supervisor does: granian ends by itself when a worker dies right after it was replaced."""
    if server.is_over():
        server.kill()
        server.start()


def kill(victim: str, server: Server, database_url: str, rng: random.Random) -> None:
    """Kill it without a word; what does not come back by itself is started again."""
    revive(server)
    match victim:
        case "a worker":
            with contextlib.suppress(ProcessLookupError):
                os.kill(rng.choice(server.workers()), signal.SIGKILL)
        case "the server":
            server.kill()
            server.start()
        case "PostgreSQL":
            data = Path(str(conninfo_to_dict(database_url)["host"]))
            os.kill(int((data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
            postgres.start(data.parent)
