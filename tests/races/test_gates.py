"""Five gates at once: the hall's limit is never passed, and every missing exit is found at closing time."""

import random
import threading
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from serambi.procedures.admit_visitor import admit_walk_in
from serambi.procedures.call_next import call_next
from serambi.procedures.leave_hall import close_hall, leave_hall
from serambi.procedures.steps.durable import Busy
from serambi.records.models import GateEvent, HallDay, Visit, VisitStatus
from serambi.rules.queueing import Stage
from serambi.rules.refusal import Refused
from tests.factories import means, save_office
from tests.races.clients import at_once

GATES, LIMIT = 5, 40
OPENING = datetime(2020, 9, 10, 0, 30, tzinfo=UTC)


class Inside:
    """Who the gates know to be inside."""

    def __init__(self) -> None:
        self.tickets: list[str] = []
        self.lock = threading.Lock()

    def add(self, ticket: str) -> None:
        with self.lock:
            self.tickets.append(ticket)

    def take(self, rng: random.Random) -> str | None:
        with self.lock:
            return self.tickets.pop(rng.randrange(len(self.tickets))) if self.tickets else None


def test_gates_never_pass_the_limit_and_closing_finds_every_missing_exit(transactional_db, is_proving):
    save_office(means=means(hall_seats={Decimal(0): LIMIT}))
    events = 10_000 if is_proving else 600
    inside, most = Inside(), [0]

    def gate(number: int) -> None:
        rng = random.Random(number)
        for event in range(events // GATES):
            now = OPENING + timedelta(seconds=event)
            try:
                if rng.random() < 0.55:
                    enter(f"gerbang-{number}", rng.randrange(0, 3), now)
                elif (ticket := inside.take(rng)) is not None:
                    leave_hall(office="serang", ticket=ticket, gate=f"gerbang-{number}", now=now, by="gate")
            except Busy:
                continue
            most[0] = max(most[0], *HallDay.objects.values_list("inside", flat=True), 0)

    def enter(name: str, companions: int, now: datetime) -> None:
        answer = admit_walk_in(
            office="serang",
            kind="elderly",
            group="passport",
            companions=companions,
            temperature_c=Decimal("36.5"),
            gate=name,
            now=now,
            by="gate",
        )
        if answer.ticket:
            inside.add(answer.ticket)

    at_once(gate, GATES)

    assert most[0] <= LIMIT
    assert highest_count() <= LIMIT
    still_inside = {visit.ticket: 1 + visit.companions for visit in Visit.objects.filter(left_at=None)}
    assert HallDay.objects.get().inside == sum(still_inside.values())
    missing = close_hall(office="serang", now=OPENING + timedelta(hours=9), by="gate")
    assert {each.ticket: each.people for each in missing} == still_inside
    noted = GateEvent.objects.count()
    print(f"\n{events} events at {GATES} gates, {noted} noted, at most {highest_count()} of {LIMIT} inside; ", end="")
    print(f"{len(still_inside)} exits missing, {len(missing)} found")
    assert set(inside.tickets) <= set(still_inside)


def highest_count() -> int:
    """The most people inside after any event, by the gates' own records in the order in which they were committed."""
    count = most = 0
    for kind, people in GateEvent.objects.order_by("pk").values_list("kind", "people"):
        count += {"in": people, "out": -people}.get(kind, 0)
        most = max(most, count)
    return most


def test_two_counters_never_call_the_same_person(transactional_db, is_proving):
    save_office(means=means(hall_seats={Decimal(0): 500}))
    people = 300 if is_proving else 60
    for number in range(people):
        admit_walk_in(
            office="serang",
            kind="elderly",
            group="passport",
            companions=0,
            temperature_c=None,
            gate="utama",
            now=OPENING + timedelta(seconds=number),
            by="gate",
        )
    called: list[str] = []

    def counter(number: int) -> None:
        served = 0
        while True:
            try:
                ticket = call_next(
                    office="serang",
                    counter=f"{number}-{served}",
                    stages=list(Stage),
                    groups=["passport"],
                    now=OPENING,
                    by=f"clerk-{number}",
                )
            except (Busy, Refused):
                continue
            if ticket is None:
                return
            served += 1
            called.append(ticket)

    at_once(counter, 6)

    assert sorted(called) == sorted(Visit.objects.values_list("ticket", flat=True))
    assert len(called) == len(set(called)) == people
    in_order = list(VisitStatus.objects.filter(event="called").order_by("pk").values_list("visit__ticket", flat=True))
    assert in_order == sorted(in_order)
