"""Places: booking and reading over HTTP and in lists, beside PostgreSQL alone; and every row counted at the end."""

import json
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bench import bare, load, notices
from bench.figures import Figure, Steps
from bench.load import Load
from serambi.config.temporary_postgres import temporary
from tests import elsewhere
from tests.factories import nik
from tests.realserver import Server, booking_body, serving_pages

SLOTS, CLIENTS, LIST_SIZE = 500, 16, 32
BODIES_PER_CLIENT = 4000
OFFICE = "jakarta-selatan"
SETTINGS = ("shared_buffers=512MB", "max_wal_size=4GB", "checkpoint_timeout=15min", "max_connections=100")
READ_PATH = "/api/v1/offices/serang/slots?service=passport-new"


def measure(steps: Steps, seconds: int) -> list[Figure]:
    """Book for `seconds` in each way, on a database and a server of its own."""
    with temporary(options=SETTINGS) as database_url, tempfile.TemporaryDirectory() as var:
        return Places(steps, database_url, Path(var), seconds).run()


class Places:
    """One run: keeps what was acknowledged, so that the rows can be counted against it at the end."""

    def __init__(self, steps: Steps, database_url: str, var: Path, seconds: int) -> None:
        self.steps, self.database_url, self.var, self.seconds = steps, database_url, var, seconds
        self.serial = 0
        self.acknowledged: list[str] = []
        self.listed = 0
        self.figures: list[Figure] = []

    def run(self) -> list[Figure]:
        slots = self.steps.do("Office and places", lambda: self._inside("make_ready", SLOTS))
        bare.make_tables(self.database_url, SLOTS)
        spread, hot = self._bare(SLOTS, "500 slots"), self._bare(1, "one hot slot")
        with serving_pages(self.database_url, self.var) as server:
            self._over_http(server, slots, "500 slots", spread)
            self._over_http(server, slots[:1], "one hot slot", hot)
            self._reads(server)
            self.figures += notices.measure(self.steps, server, self.seconds)
            self._memory(server)
        # Once more, so that a ratio compares what ran side by side, also on a machine with other work.
        spread = self._bare(SLOTS, "500 slots, again")
        for processes in (1, 2):
            self._in_lists(slots, processes, spread)
        self._regimes()
        self._count()
        return self.figures

    def _bare(self, slots: int, name: str) -> float:
        rate = self.steps.do(
            f"pgbench, {name}",
            lambda: bare.transactions_per_second(self.database_url, slots=slots, clients=CLIENTS, seconds=self.seconds),
        )
        self.figures.append(Figure(f"PostgreSQL alone (pgbench), {name}", f"{rate:,.0f}/s", ratio="1"))
        return rate

    def _over_http(self, server: Server, slots: Sequence[str], name: str, reference: float) -> None:
        requests = [self._bodies(slots) for _ in range(CLIENTS)]
        self._keep_codes(load.drive(server.port, [own[:20] for own in requests], 5))  # both workers wake up
        warm = [own[20:] for own in requests]
        run = self.steps.do(f"Booking over HTTP, {name}", lambda: load.drive(server.port, warm, self.seconds))
        self._keep_codes(run)
        aim = "≥ 0.05" if len(slots) > 1 else ""
        self.figures.append(_of_load(f"Booking over HTTP, {name}", run, f"{run.per_second / reference:.3f}", aim))

    def _reads(self, server: Server) -> None:
        requests = [[load.get(READ_PATH)] * 100_000 for _ in range(CLIENTS)]
        run = self.steps.do("Reading free slots", lambda: load.drive(server.port, requests, self.seconds))
        assert all(answer.status == 200 for answer in run.answers)
        self.figures.append(replace(_of_load("Free slots of an office read", run), aim="≥ 1,000/s"))

    def _memory(self, server: Server) -> None:
        worst = max(_resident_megabytes(pid) for pid in server.workers())
        self.figures.append(Figure("Web worker after that, resident", f"{worst:.0f} MB", aim="< 150 MB"))

    def _in_lists(self, slots: list[str], processes: int, reference: float) -> None:
        shares = [
            (
                slots[at * SLOTS // 2 :] + slots[: at * SLOTS // 2],
                1_000_000 + 70_000 * (processes + at),
                LIST_SIZE,
                self.seconds,
            )
            for at in range(processes)
        ]
        name = f"{LIST_SIZE} at a time, {processes} {'process' if processes == 1 else 'processes'}"
        done = self.steps.do(name, lambda: elsewhere.call_each(self.database_url, "bench.office:book_in_lists", shares))
        rate = sum(confirmed / seconds for confirmed, seconds in done)
        self.listed += sum(confirmed for confirmed, _ in done)
        self.figures.append(Figure(f"Booking {name}", f"{rate:,.0f}/s", "", f"{rate / reference:.2f}", "≥ 0.5"))

    def _regimes(self) -> None:
        number, seconds = self.steps.do("Regimes", lambda: self._inside("regimes_of_a_year"))
        self.figures.append(Figure(f"Regime of {number:,} days of offices", f"{seconds:.1f} s", aim="< 5 s"))

    def _count(self) -> None:
        faults, bookings = self.steps.do("Counting rows", lambda: self._inside("faults", self.acknowledged))
        told = len(self.acknowledged) + self.listed
        self.figures.append(Figure("Bookings told / in the rows", f"{told:,} / {bookings:,}", aim="equal"))
        self.figures.append(Figure("Overbooked / lost / double", _worst(faults), aim="0 / 0 / 0"))

    def _bodies(self, slots: Sequence[str]) -> list[bytes]:
        requests = []
        for _ in range(BODIES_PER_CLIENT):
            self.serial += 1
            person = {
                "name": "Ani Lestari",
                "identity": {"kind": "nik", "number": nik(self.serial)},
                "born_on": "1990-05-17",
                "phone": "+6281234567890",
                "email": "ani@example.org",
            }
            body = booking_body(slots[self.serial % len(slots)], person, office=OFFICE)
            requests.append(load.post("/api/v1/bookings", json.dumps(body).encode(), f"bench-{self.serial}"))
        return requests

    def _keep_codes(self, run: Load) -> None:
        for answer in run.answers:
            assert answer.status == 201, answer
            self.acknowledged.extend(booking["code"] for booking in json.loads(answer.body)["bookings"])

    def _inside(self, function: str, *arguments: object):
        return elsewhere.call(self.database_url, f"bench.office:{function}", *arguments)


def _of_load(name: str, run: Load, ratio: str = "", aim: str = "") -> Figure:
    times = f"{run.milliseconds(0.5):.1f} / {run.milliseconds(0.99):.1f} ms"
    return Figure(name, f"{run.per_second:,.0f}/s", times, ratio, aim)


def _worst(faults) -> str:
    return f"{len(faults.overbooked) + len(faults.overfull)} / {len(faults.lost)} / {len(faults.twice)}"


def _resident_megabytes(pid: int) -> float:
    shown = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True).stdout
    return int(shown) / 1024
