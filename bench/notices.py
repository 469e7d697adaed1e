"""A notice read over HTTP from the real server: its page, the feed, and the picture that is shared with it."""

from dataclasses import replace

from bench import load
from bench.figures import Figure, Steps
from bench.load import Load
from tests import elsewhere
from tests.realserver import Server

CLIENTS, REQUESTS, SECONDS = 16, 100_000, 6
NUMBER = "SE-IMI-GR.01.01-0946-2020"


def measure(steps: Steps, server: Server, seconds: int = SECONDS) -> list[Figure]:
    """Publish a notice about a real order at the bench's office and read it as fast as the server answers."""
    slug = steps.do("Notice", lambda: elsewhere.call(server.database_url, "bench.notices:publish_one"))
    page = f"/serang/notices/{slug}/"
    found = [
        _read(steps, server, "Notice page read", page, seconds, "≥ 1,000/s"),
        _read(steps, server, "Notice page read in English", f"/en{page}", seconds, "≥ 1,000/s"),
        _read(steps, server, "Feed of notices read", "/serang/notices/feed.xml", seconds, ""),
    ]
    return [*found, _read(steps, server, "Share picture read", f"{page}picture.png", seconds, "")]


def publish_one() -> str:
    """A notice about SE 0946, drafted and published; gives its name. Runs inside Django, on a loaded policy."""
    from tests.factories import NOW
    from tests.notices import about_order, published

    return published(about_order(NUMBER), now=NOW)


def _read(steps: Steps, server: Server, name: str, path: str, seconds: int, aim: str) -> Figure:
    requests = [[load.get(path)] * REQUESTS for _ in range(CLIENTS)]
    load.drive(server.port, [own[:20] for own in requests], 5)  # both workers make it once
    run = steps.do(name, lambda: load.drive(server.port, requests, seconds))
    assert {answer.status for answer in run.answers} == {200}, name
    return replace(_of(name, run), aim=aim)


def _of(name: str, run: Load) -> Figure:
    times = f"{run.milliseconds(0.5):.1f} / {run.milliseconds(0.99):.1f} ms"
    return Figure(name, f"{run.per_second:,.0f}/s", times)
