"""Random histories of a hall, three counters and a gate at once; the order of every call is recomputed from the facts.

The order is worked out here a second time, from tickets, slots and arrivals, without the rules of the service.
"""

import random
import threading
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import count

import pytest

from serambi.procedures import serve_visitor as serve
from serambi.procedures.admit_visitor import admit_booked, admit_walk_in
from serambi.procedures.book_visits import book_visits
from serambi.procedures.call_next import call_next, call_out_of_order
from serambi.procedures.leave_hall import leave_hall
from serambi.procedures.steps.durable import Busy
from serambi.records.models import QueueOverride, Visit, VisitStatus
from serambi.rules.queueing import Stage, in_order
from serambi.rules.refusal import Refused
from tests.factories import THE_DAY, applicant, means, request, save_office, save_slot
from tests.races.clients import at_once

OPENING = datetime(2020, 9, 10, 0, 40, tzinfo=UTC)
EARLY, GRACE = timedelta(minutes=30), timedelta(minutes=15)
STAGES_OF_COUNTER = {"1": {"documents"}, "2": {"documents", "interview", "payment"}, "3": {"interview", "payment"}}
AFTER = {"documents": "interview", "interview": "payment", "payment": None}
RANK = {"P": 0, "B": 1, "W": 2}
STEPS_PER_COUNTER, BOOKED, WALK_INS = 14, 6, 5


class History:
    """One office's morning: every act has an instant of its own, so that it can be found again in the records."""

    def __init__(self, number: int) -> None:
        self.office = f"h{number}"
        self.seed = number
        self.instants, self.lock = count(1), threading.Lock()
        office = save_office(self.office, means=means(hall_seats={Decimal(0): 100}))
        slots = [save_slot(office, 10, on=THE_DAY, at=at) for at in (time(8), time(8, 30))]
        asked = [request(slots[at % 2].code, applicant(), office=self.office) for at in range(BOOKED)]
        answers = book_visits(requests=asked, now=OPENING - timedelta(hours=3), by="test")
        self.codes = [answer.visits[0].code for answer in answers]

    def now(self) -> datetime:
        """Later with each call, and now and then by much, so that some come late."""
        with self.lock:
            return OPENING + timedelta(seconds=15 * next(self.instants))

    def play(self) -> None:
        names = list(STAGES_OF_COUNTER)

        def work(number: int) -> None:
            rng = random.Random(f"{self.seed}-{number}")
            if number == len(names):
                self._gate(rng)
            else:
                for _ in range(STEPS_PER_COUNTER):
                    self._try(lambda: self._counter(names[number], rng))

        at_once(work, len(names) + 1)
        rng = random.Random(self.seed)
        for _ in range(STEPS_PER_COUNTER):  # and one after the other, with everybody there
            self._try(lambda: self._counter(rng.choice(names), rng))

    def _gate(self, rng: random.Random) -> None:
        entries = [*self.codes, *(rng.choice(("elderly", "lost")) for _ in range(WALK_INS))]
        rng.shuffle(entries)
        for entry in entries:
            self._try(lambda entry=entry: self._enter(entry))

    def _enter(self, entry: str) -> None:
        common = {"office": self.office, "companions": 0, "temperature_c": None, "gate": "1", "by": "gate"}
        if entry in self.codes:
            admit_booked(code=entry, now=self.now(), **common)
        else:
            admit_walk_in(kind=entry, group="passport", now=self.now(), **common)

    def _counter(self, name: str, rng: random.Random) -> None:
        own = {"office": self.office, "now": self.now(), "by": f"clerk {name}"}
        here = Visit.objects.filter(office__code=self.office, counter=name, state__in=("called", "at_counter")).first()
        if here is None:
            return self._call(name, rng, own)
        does = {
            "called": (serve.start_serving, serve.start_serving, serve.recall, serve.park, serve.give_up, leave),
            "at_counter": (
                *(serve.finish_stage, serve.finish_stage, serve.park, send_back, send_to_second),
                serve.send_home_incomplete,
            ),
        }
        rng.choice(does[here.state])(ticket=here.ticket, **own)

    def _call(self, name: str, rng: random.Random, own: dict) -> None:
        parked = Visit.objects.filter(office__code=self.office, state="parked").order_by("?").first()
        waiting = list(Visit.objects.filter(office__code=self.office, state="waiting").values_list("ticket", flat=True))
        chance = rng.random()
        if parked is not None and chance < 0.3:
            serve.resume(ticket=parked.ticket, **own)
        elif waiting and chance > 0.85:
            ticket = rng.choice(sorted(waiting))
            call_out_of_order(ticket=ticket, counter=name, reason="sakit", second_by="penyelia", **own)
        else:
            stages = [Stage(stage) for stage in sorted(STAGES_OF_COUNTER[name])]
            call_next(counter=name, stages=stages, groups=["passport"], **own)

    def _try(self, act) -> None:
        """Another counter may have been faster; that is an answer too."""
        try:
            act()
        except (Busy, Refused):
            return


def send_back(**own) -> None:
    serve.send_to(stage=Stage.DOCUMENTS, **own)


def send_to_second(**own) -> None:
    serve.send_to(stage=Stage.INTERVIEW, counter="2", **own)


def leave(*, ticket: str, **own) -> None:
    leave_hall(ticket=ticket, gate="1", **own)


class Replay:
    """The hall again, from its records alone; complains at the first call that is not as it must be."""

    def __init__(self, office: str) -> None:
        self.overrides = {
            (override.visit_id, override.at): override
            for override in QueueOverride.objects.filter(visit__office__code=office)
        }
        visits = Visit.objects.filter(office__code=office).select_related("booking__slot")
        self.places = {visit.ticket: place_of(visit) for visit in visits}
        self.waiting: dict[str, tuple[str, str]] = {}  # the stage, and the one counter it is for (empty: any)
        self.at_counter: dict[str, tuple[str, str]] = {}
        self.calls = self.overridden = 0

    def play(self, office: str) -> None:
        events = VisitStatus.objects.filter(visit__office__code=office).select_related("visit")
        for event in events.order_by("pk"):
            self._take(event, event.visit)

    def _take(self, event: VisitStatus, visit: Visit) -> None:
        ticket = visit.ticket
        match event.event:
            case "admitted":
                self.waiting[ticket] = "documents", ""
            case "called":
                self._called(event, visit)
            case "resumed" | "sent":
                self._go(ticket)
                self.waiting[ticket] = event.stage, event.counter
            case "finished":
                following = AFTER[self._go(ticket)]
                if following:
                    self.waiting[ticket] = following, ""
            case "parked" | "incomplete" | "absent":
                self._go(ticket)
            case "left":
                self._go(ticket)
                self.waiting.pop(ticket, None)

    def _called(self, event: VisitStatus, visit: Visit) -> None:
        assert event.counter not in self.at_counter, f"{event.counter} has somebody already"
        assert visit.ticket not in {ticket for ticket, _ in self.at_counter.values()}, f"{visit.ticket} called twice"
        assert visit.ticket in self.waiting, f"{visit.ticket} does not wait"
        override = self.overrides.pop((visit.pk, event.at), None)
        if override is None:
            served = STAGES_OF_COUNTER[event.counter]
            line = [
                ticket
                for ticket, (stage, wanted) in self.waiting.items()
                if stage in served and wanted in ("", event.counter)
            ]
            assert visit.ticket == min(line, key=lambda ticket: self.places[ticket])
        else:
            self.overridden += 1
            assert override.by and override.second_by and override.by != override.second_by and override.reason
        self.calls += 1
        self.at_counter[event.counter] = visit.ticket, self.waiting.pop(visit.ticket)[0]

    def _go(self, ticket: str) -> str:
        """Whoever is at a counter leaves it; gives the stage they were called for."""
        for counter, (there, stage) in list(self.at_counter.items()):
            if there == ticket:
                del self.at_counter[counter]
                return stage
        return ""


def place_of(visit: Visit) -> tuple[int, datetime, datetime, str]:
    """Class by the ticket's letter; who came in time stands by the slot, everybody else by arrival."""
    start = visit.booking.slot.start_at if visit.booking else None
    is_in_time = start is not None and start - EARLY <= visit.arrived_at <= start + GRACE
    return RANK[visit.ticket[0]], start if is_in_time else visit.arrived_at, visit.arrived_at, visit.ticket


def test_random_histories_call_nobody_twice_and_keep_the_order(transactional_db, is_proving):
    calls = overridden = 0
    histories = 500 if is_proving else 20
    for number in range(histories):
        history = History(number)
        history.play()
        replay = Replay(history.office)
        replay.play(history.office)
        assert replay.overrides == {}
        calls, overridden = calls + replay.calls, overridden + replay.overridden

    print(f"\n{histories} histories: {calls} calls, {overridden} of them out of order with two names")
    assert calls > 100
    assert overridden > 5


def test_the_replay_finds_a_wrong_order(transactional_db, monkeypatch):
    monkeypatch.setattr("serambi.procedures.call_next.in_order", lambda waiting: in_order(waiting)[::-1])
    history = History(0)
    history.play()

    with pytest.raises(AssertionError):
        Replay(history.office).play(history.office)
