"""Orders at their largest, on a database of their own: all offices closed while the portal is read, and the draw."""

import tempfile
import threading
import time
from pathlib import Path

from bench import draw, load
from bench.figures import Figure, Steps
from serambi.config.temporary_postgres import temporary
from tests import elsewhere
from tests.realserver import serving_pages

BOOKINGS, WORKERS, READERS = 200_000, 2, 4
PAUSE_SECONDS = 0.1
"""Between two pages of a reader: people read; readers that never pause only measure how two cores are shared out."""
PAGES = ("/serang/", "/en/serang/", "/", "/jakarta-selatan/")
READ_SECONDS = 600
SETTINGS = ("shared_buffers=512MB", "max_wal_size=4GB", "checkpoint_timeout=15min", "max_connections=100")


def measure(steps: Steps, bookings: int = BOOKINGS) -> list[Figure]:
    """Close every office; print how long, how the portal answered meanwhile, and whether everybody has one due."""
    with temporary(options=SETTINGS) as database_url, tempfile.TemporaryDirectory() as var:

        def inside(function: str, *arguments: object):
            return elsewhere.call(database_url, f"bench.closing:{function}", *arguments)

        booked = steps.do(f"{bookings:,} bookings at 125 offices", lambda: inside("make_ready", bookings))
        with serving_pages(database_url, Path(var)) as server:
            reading = _Reading(server.port)
            seconds, peak = steps.do("Closing all offices", lambda: _close(database_url, inside))
            read = reading.end()
        faults, left, wrong, kinds = steps.do("Counting obligations", lambda: inside("account", booked))
    drawn = steps.do("A draw", draw.measure)
    wrongs = sum(len(getattr(faults, name)) for name in ("overbooked", "overfull", "miscounted", "twice"))
    return [
        Figure(f"All offices closed, {booked:,} bookings, to the last obligation", f"{seconds:.0f} s", aim="≤ 60 s"),
        Figure("Obligations: offer / told / call", " / ".join(f"{kinds.get(k, 0):,}" for k in _KINDS)),
        Figure(
            "Left in closed slots / not exactly one due / rows wrong", f"{left} / {wrong} / {wrongs}", aim="0 / 0 / 0"
        ),
        Figure(
            "Portal pages read meanwhile",
            f"{read.per_second:,.0f}/s",
            f"{read.milliseconds(0.5):.0f} / {read.milliseconds(0.99):.0f} ms",
            aim="p99 < 1 s",
        ),
        Figure("Worker that carried it out, peak", f"{peak:.0f} MB", aim="≤ 400 MB"),
        Figure(
            f"Draw of {drawn['requests']:,} requests over {drawn['places']:,} places",
            f"{drawn['seconds']:.0f} s, {drawn['peak_mb']:.0f} MB",
            aim="≤ 30 s",
        ),
    ]


_KINDS = ("offer", "told_cancelled", "call")


def _close(database_url: str, inside) -> tuple[float, float]:
    started = time.monotonic()
    inside("enact")
    shares = [(share, WORKERS) for share in range(WORKERS)]
    done = elsewhere.call_each(database_url, "bench.closing:carry_out", shares)
    return time.monotonic() - started, max(peak for _, peak in done)


class _Reading:
    """Readers of portal pages in the background, until they are ended."""

    def __init__(self, port: int) -> None:
        self.port, self.until = port, threading.Event()
        self.answers: list[load.Answer] = []
        self.started = time.monotonic()
        self.threads = [threading.Thread(target=self._read, args=(number,)) for number in range(READERS)]
        for thread in self.threads:
            thread.start()

    def _read(self, number: int) -> None:
        request = load.get(PAGES[number % len(PAGES)])
        while not self.until.is_set() and time.monotonic() - self.started < READ_SECONDS:
            (answer,) = load.send_all(self.port, [request], float("inf"))
            self.answers.append(answer)
            self.until.wait(PAUSE_SECONDS)

    def end(self) -> load.Load:
        self.until.set()
        for thread in self.threads:
            thread.join()
        assert {answer.status for answer in self.answers} == {200}, self.answers[-1]
        return load.Load(tuple(self.answers), time.monotonic() - self.started)
