"""Days played through the real procedures, and counted: every figure of every day is what the player noted down."""

import random
from collections import Counter
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from serambi.procedures.admit_visitor import admit_booked, admit_walk_in
from serambi.procedures.advance_case import advance_case
from serambi.procedures.book_visits import book_visits
from serambi.procedures.call_next import call_next
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.collect_document import collect_document
from serambi.procedures.leave_hall import leave_hall
from serambi.procedures.note_missed import note_missed
from serambi.procedures.open_case import open_case
from serambi.procedures.roll_up_figures import rebuild_figures, roll_up_figures
from serambi.procedures.serve_visitor import finish_stage, send_home_incomplete, start_serving
from serambi.records.models import Case, DailyFigure, HistoryFigure
from serambi.rules.collection import Collector, CollectorKind
from serambi.rules.queueing import STAGES_BY_GROUP, Stage
from serambi.rules.states import CaseEvent
from serambi.rules.verdict import Verdict
from tests.factories import request, save_office, save_regions, save_slot

JAKARTA = ZoneInfo("Asia/Jakarta")
DAYS = (date(2020, 9, 14), date(2020, 9, 15), date(2020, 9, 16))


class Player:
    """Plays an office day by day by chance and notes what it did, by measure and day."""

    def __init__(self, seed: int) -> None:
        self.chance, self.noted = random.Random(seed), Counter()
        self.now = datetime.combine(DAYS[0] - timedelta(days=3), time(8), JAKARTA)
        self.booked: dict[date, list[str]] = {}
        self.cases: list[str] = []

    def note(self, measure: str) -> None:
        self.noted[measure, self.now.date()] += 1

    def book(self, on: date, slot: str, people: int) -> None:
        answers = book_visits(requests=[request(slot) for _ in range(people)], now=self.now, by="test")
        self.booked[on] = [answer.visits[0].code for answer in answers]
        for _ in range(people):
            self.note("applied")
            self.note("booked")
        cancel_booking(code=self.booked[on].pop(), key=f"cancel-{on}", now=self.now, by="visitor")
        self.note("cancelled")

    def play(self, on: date) -> None:
        self.now = datetime.combine(on, time(9, 30), JAKARTA)
        absent = {code for code in self.booked[on] if self.chance.random() < 0.3}
        arrived = {self._admit(code): code for code in self.booked[on] if code not in absent}
        arrived |= {self._walk_in(kind): "" for kind in ("elderly", "lost")}
        for _ in range(len(arrived)):
            self._serve_next(arrived)
        self.now += timedelta(hours=5)
        assert note_missed(office="serang", now=self.now, by="clerk") == len(absent)
        for _ in absent:
            self.note("no-show")
        for number in list(self.cases):
            self._work(number)

    def _admit(self, code: str) -> str:
        self.note("admitted")
        return admit_booked(office="serang", code=code, **self._at_the_gate()).ticket

    def _walk_in(self, kind: str) -> str:
        self.note("admitted")
        return admit_walk_in(office="serang", kind=kind, group="passport", **self._at_the_gate()).ticket

    def _at_the_gate(self) -> dict[str, object]:
        cool = {"companions": 0, "temperature_c": Decimal("36.5"), "gate": "utama"}
        return cool | {"now": self.now, "by": "gate"}

    def _serve_next(self, arrived: dict[str, str]) -> None:
        at = {"office": "serang", "now": self.now, "by": "clerk"}
        ticket = call_next(counter="1", stages=list(Stage), groups=["passport"], **at)
        match self.chance.choice(("done", "done", "done", "left", "incomplete")):
            case "left":
                leave_hall(ticket=ticket, gate="utama", **at)
            case "incomplete":
                start_serving(ticket=ticket, **at)
                send_home_incomplete(ticket=ticket, **at)
                self.note("served")
            case "done":
                self._finish(ticket, arrived[ticket], at)

    def _finish(self, ticket: str, code: str, at: dict[str, object]) -> None:
        for stage in STAGES_BY_GROUP["passport"]:
            if stage is not Stage.DOCUMENTS:
                assert call_next(counter="1", stages=[stage], groups=["passport"], **at) == ticket
            start_serving(ticket=ticket, **at)
            finish_stage(ticket=ticket, **at)
        self.note("served")
        if code:
            number = open_case(code=code, verdict=Verdict((), (), ()), now=self.now, by="desk").number
            self.cases.append(number)
            self.note("accepted")
            for event in ("verify", "interview"):
                advance_case(number=number, event=CaseEvent(event), now=self.now, by="officer")

    def _work(self, number: str) -> None:
        """On some day the document is made, on another collected; a few come late for their promise."""
        case = Case.objects.get(number=number)
        if case.stage == "ready":
            collect_document(number=number, collector=Collector(CollectorKind.APPLICANT), now=self.now, by="desk")
            self.cases.remove(number)
            self.note("collected")
        elif self.chance.random() < 0.6:
            advance_case(number=number, event=CaseEvent.PAY, now=self.now, by="bank")
            if self.chance.random() < 0.3:
                Case.objects.filter(pk=case.pk).update(promised_on=self.now.date() - timedelta(days=1))
            else:
                self.note("promise-kept")
            for event in ("adjudicate", "print", "check", "make_ready"):
                advance_case(number=number, event=CaseEvent(event), now=self.now, by="officer")
            self.note("issued")


def counted() -> dict[tuple[str, date], int]:
    found: Counter[tuple[str, date]] = Counter()
    for measure, on, count in DailyFigure.objects.values_list("measure", "on", "count"):
        found[measure, on] += count
    return dict(found)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_figure_of_every_day_is_what_was_played(seed):
    save_regions()
    office, player = save_office(), Player(seed)
    for on in DAYS:
        player.book(on, save_slot(office, 20, on=on).code, 12)
    roll_up_figures(now=player.now, by="test")

    for on in DAYS:
        player.play(on)
        roll_up_figures(now=player.now, by="test")
        assert counted() == dict(player.noted)

    assert {measure for measure, _ in player.noted} >= {"no-show", "served", "issued", "promise-kept", "collected"}
    assert rebuild_figures(now=player.now, by="test").changed == 0
    assert not HistoryFigure.objects.exists()
    by_service = set(DailyFigure.objects.filter(measure="served").values_list("service", flat=True))
    assert by_service <= {"passport-new", "passport"}
