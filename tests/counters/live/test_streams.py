"""The event streams: what they say, to whom, how often, and what they do when they are too many."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection

from serambi.counters.live import halls
from serambi.counters.live.streams import Streams
from serambi.procedures.admit_visitor import admit_walk_in
from serambi.procedures.call_next import call_next
from serambi.rules.queueing import Stage
from tests.factories import means, save_office

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 10


@pytest.fixture
def serang():
    return save_office(means=means(hall_seats={Decimal(0): 10}))


def admit() -> str:
    answer = admit_walk_in(
        office="serang",
        kind="elderly",
        group="passport",
        companions=1,
        temperature_c=None,
        gate="utama",
        now=datetime.now(UTC),
        by="gate",
    )
    return answer.ticket


def call() -> str | None:
    now = datetime.now(UTC)
    return call_next(office="serang", counter="3", stages=list(Stage), groups=["passport"], now=now, by="clerk")


class Listener:
    """One open stream; what it was sent, in order."""

    def __init__(self, streams: Streams, address: str = "/events/hall/serang/", method: str = "GET", seen: str = ""):
        headers = [(b"last-event-id", seen.encode())] if seen else []
        self.scope = {"type": "http", "method": method, "path": address, "headers": headers}
        self.messages: asyncio.Queue = asyncio.Queue()
        self.leaving = asyncio.Event()
        self.task = asyncio.create_task(streams(self.scope, self._receive, self.messages.put))

    async def _receive(self):
        await self.leaving.wait()
        return {"type": "http.disconnect"}

    async def next(self):
        return await asyncio.wait_for(self.messages.get(), SECONDS)

    async def status(self) -> int:
        return (await self.next())["status"]

    async def next_part(self) -> str:
        return (await self.next())["body"].decode()

    async def next_event(self) -> tuple[str, dict]:
        """The next event's id and data."""
        while True:
            part = await self.next_part()
            if "data: " in part:
                lines = dict(line.split(": ", 1) for line in part.strip().splitlines())
                return lines["id"], json.loads(lines["data"])

    async def leave(self) -> None:
        self.leaving.set()
        await asyncio.wait_for(self.task, SECONDS)


def run(story) -> None:
    async def whole() -> None:
        streams = Streams(most_listeners=3, heartbeat_seconds=0.2)
        try:
            await story(streams)
        finally:
            streams.halls.stop()

    with ThreadPoolExecutor(1) as thread:  # the browser's loop may run in this one
        thread.submit(asyncio.run, whole()).result()


def test_a_listener_hears_the_hall_as_it_is_and_every_change(serang):
    async def story(streams):
        listener = Listener(streams)
        assert await listener.status() == 200
        first_id, first = await listener.next_event()
        ticket = await asyncio.to_thread(admit)
        second_id, second = await listener.next_event()
        await asyncio.to_thread(call)
        _, third = await listener.next_event()
        await listener.leave()

        assert (first["inside"], first["limit"], first["called"]) == (0, 10, [])
        assert (second["inside"], second["waiting"]) == (2, {"documents": 1, "interview": 0, "payment": 0})
        assert third["called"] == [{"ticket": ticket, "counter": "3", "stage": "documents"}]
        assert first_id != second_id
        assert streams.listeners == 0

    run(story)


def test_who_comes_back_having_missed_nothing_is_told_nothing_until_something_changes(serang):
    async def story(streams):
        listener = Listener(streams)
        await listener.status()
        seen, _ = await listener.next_event()
        await listener.leave()

        again = Listener(streams, seen=seen)
        await again.status()
        assert [await again.next_part() for _ in range(3)] == ["retry: 2000\n\n", ": \n\n", ": \n\n"]
        await asyncio.to_thread(admit)
        _, told = await again.next_event()
        assert told["inside"] == 2
        await again.leave()

    run(story)


def test_other_addresses_methods_and_too_many_listeners_are_sent_away(serang):
    async def story(streams):
        nowhere = [Listener(streams, address) for address in ("/", "/events/hall/nowhere/", "/serang/")]
        assert [await each.status() for each in nowhere] == [404, 404, 404]
        assert await Listener(streams, method="POST").status() == 405
        three = [Listener(streams) for _ in range(3)]
        assert [await each.status() for each in three] == [200, 200, 200]
        fourth = await Listener(streams).next()
        assert fourth["status"] == 503
        assert (b"retry-after", b"30") in fourth["headers"]
        await three[0].leave()
        assert await Listener(streams).status() == 200

    run(story)


def test_a_lost_connection_is_made_again_and_nothing_is_missed(serang, monkeypatch):
    monkeypatch.setattr(halls, "LISTEN_AGAIN_SECONDS", 0.05)

    def cut() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN %%'", [])

    async def story(streams):
        listener = Listener(streams)
        await listener.status()
        await listener.next_event()
        await asyncio.to_thread(cut)
        await asyncio.to_thread(admit)
        _, told = await listener.next_event()
        assert told["inside"] == 2
        await listener.leave()

    run(story)


def test_it_lives_and_ends_with_the_server(serang):
    async def story(streams):
        told: asyncio.Queue = asyncio.Queue()
        asked: asyncio.Queue = asyncio.Queue()
        for message in ("lifespan.startup", "lifespan.shutdown"):
            asked.put_nowait({"type": message})
        await asyncio.wait_for(streams({"type": "lifespan"}, asked.get, told.put), SECONDS)
        assert [told.get_nowait()["type"] for _ in range(2)] == [
            "lifespan.startup.complete",
            "lifespan.shutdown.complete",
        ]

    run(story)


def test_an_event_names_nobody(serang):
    admit()

    _, event = halls.read_event("serang") or ("", b"")

    assert set(json.loads(event.decode().split("data: ")[1])) == {
        "on",
        "inside",
        "limit",
        "waiting",
        "called",
        "overrides",
        "closed",
    }
