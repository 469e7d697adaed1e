"""Clients that book, move, cancel, read and release at once, and the log of what each was told."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db import connections

from serambi.procedures.book_visits import BookingAnswer, book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.move_booking import move_booking
from serambi.procedures.release_places import release_places
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.slots import free_slots
from serambi.rules.booking import BookingRequest
from serambi.rules.capacity import Contingent
from serambi.rules.refusal import Refused
from tests.factories import NOW, applicant, request

EVERYTHING_DUE = NOW + timedelta(hours=2)
SLOTS_SEEN_PER_READ = 8
HOT_SHARE, HOT_SLOTS = 0.3, 10
PARTY_SHARE = 0.2
WEIGHTS = {"book": 45, "cancel": 18, "move": 15, "read": 12, "repeat": 8, "release": 2}


@dataclass(frozen=True, slots=True)
class Event:
    """One call and its answer. `returned_at` None: the outcome is unknown. Times in nanoseconds of one clock.

    `people` are serial numbers; `free` is what the answer said of free places, by slot. `by` names the call in the
    ledger too.
    """

    by: str
    kind: str
    called_at: int
    returned_at: int | None
    answer: str
    slot: str = ""
    people: tuple[int, ...] = ()
    codes: tuple[str, ...] = ()
    field: str = ""
    free: tuple[tuple[str, int], ...] = ()


@dataclass
class Board:
    """What the clients of one process know together: who holds which code, so that two may change the same one."""

    holders: dict[str, int] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def hold(self, codes: Sequence[str], people: Sequence[int]) -> None:
        with self.lock:
            self.holders.update(zip(codes, people, strict=True))

    def any_code(self, rng: random.Random) -> str | None:
        with self.lock:
            return rng.choice(list(self.holders)) if self.holders else None

    def drop(self, code: str) -> None:
        with self.lock:
            self.holders.pop(code, None)


def at_once(work: Callable[[int], Any], clients: int) -> list[Any]:
    """Let so many threads, each with a connection of its own, start `work(number)` at the same moment."""
    start = threading.Barrier(clients)

    def one(number: int) -> Any:
        try:
            connections["default"].ensure_connection()
            start.wait()
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(clients) as threads:
        return list(threads.map(one, range(clients)))


def book(*requests: BookingRequest, by: str = "race") -> BookingAnswer | tuple[BookingAnswer, ...]:
    """Book until it is not Busy; one answer for one request."""
    while True:
        try:
            answers = book_visits(requests=requests, now=NOW, by=by)
        except Busy:
            continue
        return answers[0] if len(answers) == 1 else answers


def mixed(slots: Sequence[str], people: int, clients: int, operations: int, seed: str) -> list[Event]:
    """Run so many random operations on the slots and give all events; `people` is how many serials there are."""
    board = Board()

    def client(number: int) -> list[Event]:
        own = Client(f"{seed}-{number}", slots, people, board)
        return [own.act() for _ in range(operations // clients)]

    return [event for events in at_once(client, clients) for event in events]


class Client:
    def __init__(self, name: str, slots: Sequence[str], people: int, board: Board) -> None:
        self.name, self.slots, self.people, self.board = name, slots, people, board
        self.rng = random.Random(name)
        self.calls = 0
        self.answered: list[tuple[BookingRequest, BookingAnswer]] = []

    def act(self) -> Event:
        self.calls += 1
        by = f"{self.name}-{self.calls}"
        kind = self.rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        match kind:
            case "cancel" | "move" if (code := self.board.any_code(self.rng)) is not None:
                return self._change(kind, code, by)
            case "read":
                return self._read(by)
            case "release":
                return _timed(Event(by, "release", 0, 0, "done"), self._release)
            case "repeat" if self.answered:
                return self._repeat(by)
        return self.book(by)

    def _slot(self) -> str:
        return self.rng.choice(self.slots[:HOT_SLOTS] if self.rng.random() < HOT_SHARE else self.slots)

    def book(self, by: str) -> Event:
        size = self.rng.randrange(2, 6) if self.rng.random() < PARTY_SHARE else 1
        people = tuple(self.rng.sample(range(self.people), size))
        slot = self._slot()
        asked = request(slot, *map(applicant, people), key=f"{by}-key")
        event = Event(by, "book", 0, 0, "confirmed", slot, people)

        def call(event: Event) -> Event:
            (answer,) = book_visits(requests=[asked], now=NOW, by=by)
            self.answered.append((asked, answer))
            return _answered(event, answer)

        event = _timed(event, call)
        self.board.hold(event.codes, event.people[: len(event.codes)])
        return event

    def _repeat(self, by: str) -> Event:
        asked, first = self.rng.choice(self.answered)

        def call(event: Event) -> Event:
            (again,) = book_visits(requests=[asked], now=NOW, by=by)
            same = again == replace(first, is_repeat=True)
            return replace(event, answer="same" if same else f"{first} became {again}")

        return _timed(Event(by, "repeat", 0, 0, ""), call)

    def _change(self, kind: str, code: str, by: str) -> Event:
        holder = self.board.holders.get(code)
        people = () if holder is None else (holder,)
        slot = self._slot() if kind == "move" else ""

        def call(event: Event) -> Event:
            if kind == "move":
                move_booking(code=code, slot=slot, key=by, now=NOW, by=by)
            else:
                cancel_booking(code=code, key=by, now=NOW, by=by)
                self.board.drop(code)
            return event

        return _timed(Event(by, kind, 0, 0, "confirmed", slot, people, (code,)), call)

    def _read(self, by: str) -> Event:
        seen = self.rng.sample(self.slots, min(SLOTS_SEEN_PER_READ, len(self.slots)))

        def call(event: Event) -> Event:
            rows = free_slots(
                office="serang",
                group="passport",
                contingents=[Contingent.GENERAL],
                from_on=date(2020, 9, 10),
                until_on=date(2021, 1, 1),
                now=NOW,
            )
            free = {row.code: row.free for row in rows}
            return replace(event, free=tuple((slot, free.get(slot, 0)) for slot in seen))

        return _timed(Event(by, "read", 0, 0, "done"), call)

    def _release(self, event: Event) -> Event:
        release_places(now=EVERYTHING_DUE, by=event.by)
        return event


def _timed(event: Event, call: Callable[[Event], Event]) -> Event:
    """Make the call and note when; what it raises other than the designed answers ends the test."""
    called_at = time.monotonic_ns()
    returned_at: int | None = None
    try:
        event = call(event)
        returned_at = time.monotonic_ns()
    except Refused as refused:
        returned_at = time.monotonic_ns()
        event = _refused(event, refused.refusal.code, refused.refusal.field or "", refused.refusal.facts)
    except Busy:
        returned_at = time.monotonic_ns()
        event = replace(event, answer="busy")
    except OutcomeUnknown:
        event = replace(event, answer="unknown")
    return replace(event, called_at=called_at, returned_at=returned_at)


def _answered(event: Event, answer: BookingAnswer) -> Event:
    if answer.refusal is not None:
        return _refused(event, answer.refusal.code, answer.refusal.field or "", answer.refusal.facts)
    return replace(event, codes=tuple(visit.code for visit in answer.visits))


def _refused(event: Event, code: str, at: str, facts: Any) -> Event:
    free = ((event.slot, int(facts["free"])),) if code == "slot.full" else ()
    return replace(event, answer=code, field=at, free=free)
