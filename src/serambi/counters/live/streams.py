"""`/events/hall/{office}/` as an ASGI application: server-sent events, a heartbeat, and a bound on listeners.

Everything else is not here (404): pages and API run under WSGI (docs/adr/0003-live-boards.md).
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from serambi.counters.live.halls import Halls, WatchedHall

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

ADDRESS = re.compile(r"/events/hall/([-a-z0-9]{1,50})/")
MOST_LISTENERS = 2000
"""Per process; more are sent away and ask the page itself now and then."""
HEARTBEAT_SECONDS = 15.0
"""Shorter than the silence after which proxies cut a connection (60 s is usual)."""
COME_BACK_MILLISECONDS = 2000
HEARTBEAT = b": \n\n"
# Anybody may read it, from any page: the same numbers hang on the wall of the hall.
PLAIN = [(b"content-type", b"text/plain; charset=utf-8"), (b"access-control-allow-origin", b"*")]
STREAM = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"access-control-allow-origin", b"*"),
]


class Streams:
    """The application. `listeners` counts those who listen now."""

    def __init__(self, most_listeners: int = MOST_LISTENERS, heartbeat_seconds: float = HEARTBEAT_SECONDS) -> None:
        self.halls = Halls()
        self.listeners = 0
        self.most_listeners, self.heartbeat_seconds = most_listeners, heartbeat_seconds

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        match scope["type"]:
            case "lifespan":
                await self._live(receive, send)
            case "http":
                await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                self.halls.stop()
                return

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        address = ADDRESS.fullmatch(scope["path"])
        if address is None:
            return await _say(send, 404)
        if scope["method"] != "GET":
            return await _say(send, 405)
        if self.listeners >= self.most_listeners:
            return await _say(send, 503)
        self.listeners += 1
        try:
            hall = await self.halls.watch(address[1])
            if hall is None:
                return await _say(send, 404)
            with suppress(ConnectionError):
                await self._stream(hall, _last_event_id(scope), receive, send)
        finally:
            self.listeners -= 1

    async def _stream(self, hall: WatchedHall, seen: str, receive: Receive, send: Send) -> None:
        """Send the hall as it is, unless the listener has seen just that, then every change until they go."""
        await send({"type": "http.response.start", "status": 200, "headers": STREAM})
        await _send_part(send, f"retry: {COME_BACK_MILLISECONDS}\n\n".encode())
        gone = asyncio.ensure_future(_wait_until_gone(receive))
        try:
            while not gone.done():
                changed = asyncio.ensure_future(hall.changed.wait())
                if hall.event_id != seen:
                    seen = hall.event_id
                    await _send_part(send, hall.event)
                done, _ = await asyncio.wait(
                    {gone, changed}, timeout=self.heartbeat_seconds, return_when=asyncio.FIRST_COMPLETED
                )
                changed.cancel()
                if not done:
                    await _send_part(send, HEARTBEAT)
        finally:
            gone.cancel()


def _last_event_id(scope: Message) -> str:
    headers = dict(scope["headers"])
    return headers.get(b"last-event-id", b"").decode("latin-1")


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send_part(send: Send, part: bytes) -> None:
    await send({"type": "http.response.body", "body": part, "more_body": True})


async def _say(send: Send, status: int) -> None:
    headers = [*PLAIN, (b"retry-after", b"30")] if status == 503 else PLAIN
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})
