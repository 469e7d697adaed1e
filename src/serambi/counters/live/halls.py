"""The halls that somebody listens to: one connection hears of changes, each hall is read once, everybody is told."""

import asyncio
import hashlib
import json
import logging
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections
from psycopg import OperationalError

from serambi.counters.common.clock import now
from serambi.records.live import EVERY_HALL, hall_changes
from serambi.records.queries.hall import HallRow, hall_state
from serambi.records.queries.notices import current_notices
from serambi.records.queries.queue import queue_in_order

LISTEN_AGAIN_SECONDS = 1.0
EVENT_ID_SIGNS = 16

log = logging.getLogger(__name__)


class WatchedHall:
    """One hall as last read: the event that tells of it, and a sign that is set when the next one is there."""

    def __init__(self, office: str) -> None:
        self.office = office
        self.event_id = ""
        self.event = b""
        self.changed = asyncio.Event()
        self.is_stale = True

    def tell(self, event_id: str, event: bytes) -> None:
        """Keep a new event and wake everybody who waits for one; those who are slow simply miss what lay between."""
        self.event_id, self.event = event_id, event
        woken, self.changed = self.changed, asyncio.Event()
        woken.set()


class Halls:
    """All halls of one process. A change that comes while a hall is being read has it read once more, not twice."""

    def __init__(self) -> None:
        self._halls: dict[str, WatchedHall] = {}
        self._readings: dict[str, asyncio.Task[None]] = {}
        self._listening: asyncio.Task[None] | None = None
        # One thread, so that the process keeps to one connection for reading.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="hall")

    async def watch(self, office: str) -> WatchedHall | None:
        """The hall of an office, read at least once; None where there is no such office."""
        if self._listening is None:
            self._listening = asyncio.create_task(self._listen())
        if office not in self._halls:
            if await self._read(office) is None:
                return None
            self._halls.setdefault(office, WatchedHall(office))
        hall = self._halls[office]
        if not hall.event:
            await self._refresh(hall)
        return hall

    def stop(self) -> None:
        tasks = [*self._readings.values(), *([self._listening] if self._listening else [])]
        for task in tasks:
            task.cancel()
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _listen(self) -> None:
        while True:
            try:
                async for office in hall_changes():
                    self._note_change(office)
            except OperationalError as lost:
                log.warning("live.lost error=%s", type(lost).__name__)
            await asyncio.sleep(LISTEN_AGAIN_SECONDS)

    def _note_change(self, office: str) -> None:
        changed = list(self._halls.values()) if office == EVERY_HALL else [self._halls.get(office)]
        for hall in changed:
            if hall is not None:
                hall.is_stale = True
                if hall.office not in self._readings:
                    self._readings[hall.office] = asyncio.create_task(self._refresh_all(hall))

    async def _refresh_all(self, hall: WatchedHall) -> None:
        try:
            while hall.is_stale:
                await self._refresh(hall)
        except Exception:
            # The board keeps what it has; the next change reads again.
            log.exception("live.read_failed office=%s", hall.office)
        finally:
            del self._readings[hall.office]

    async def _refresh(self, hall: WatchedHall) -> None:
        hall.is_stale = False
        read = await self._read(hall.office)
        if read is not None and read[0] != hall.event_id:
            hall.tell(*read)

    async def _read(self, office: str) -> tuple[str, bytes] | None:
        return await asyncio.get_running_loop().run_in_executor(self._thread, read_event, office)


def read_event(office: str) -> tuple[str, bytes] | None:
    """The hall's event now, with its id; None for an unknown office.

    The id is a hash of the state, of the order of the queue and of the notices on the board, so it means the same in
    every process and after every restart: a listener that comes back with it has missed nothing.
    """
    try:
        at = now()
        hall = hall_state(office=office, now=at)
        if hall is None:
            return None
        data = json.dumps(hall_numbers(hall), separators=(",", ":"))
        order = "".join(row.ticket for row in queue_in_order(office=office, on=hall.on))
        calls = "".join(f"{row.ticket}{row.called_at}" for row in hall.called)
        notices = "".join(f"{row.slug}{row.state}{row.updated_at}" for row in current_notices(office=office, now=at))
        event_id = hashlib.sha256(f"{data}{order}{calls}{notices}".encode()).hexdigest()[:EVENT_ID_SIGNS]
        return event_id, f"id: {event_id}\nevent: hall\ndata: {data}\n\n".encode()
    finally:
        close_old_connections()


def hall_numbers(hall: HallRow) -> dict[str, object]:
    """What an event says: counts, tickets and counters; nothing that names a person."""
    return {
        "on": str(hall.on),
        "inside": hall.inside,
        "limit": hall.limit,
        "waiting": {stage.value: number for stage, number in hall.waiting.items()},
        "called": [{"ticket": row.ticket, "counter": row.counter, "stage": row.stage.value} for row in hall.called],
        "overrides": hall.overrides,
        "closed": hall.closed_at is not None,
    }
