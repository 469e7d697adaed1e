"""A kept rota of four teams at Serang, and people in the passport places it serves."""

from datetime import date, timedelta

from serambi.procedures.book_visits import book_visits
from serambi.procedures.keep_rota import keep_rota
from serambi.procedures.steps.carry_out import CarriedOut
from serambi.records.models import Slot
from serambi.rules.rota.staff import Person, Rota, RotaDay, Team
from tests.factories import NOW, applicant, request

MONDAY, TUESDAY, WEDNESDAY = (date(2020, 9, day) for day in (14, 15, 16))
TEAMS = (
    Team("paspor-1", (Person("P-1"),), "passport", 2),
    Team("paspor-2", (Person("P-2"),), "passport", 2),
    Team("izin-1", (Person("P-3"),), "permit", 2),
    Team("arsip", (Person("P-4"),)),
)


def keep(*teams: str, days: int = 1) -> CarriedOut:
    """Keep a rota of all or some of the teams from Monday on."""
    there = tuple(team.code for team in TEAMS if not teams or team.code in teams)
    planned = tuple(RotaDay(MONDAY + timedelta(days=n), there, len(there), 9, {}, ()) for n in range(days))
    return keep_rota(office="serang", rota=Rota(planned, {}, ()), teams=TEAMS, now=NOW, by="kepala")


def fill_passport(on: date, email: str | None = "ani@example.org") -> list[str]:
    """Book single people into every general passport place of a day; returns their codes."""
    slots = Slot.objects.for_office("serang").filter(office_day__on=on, contingent="general", group="passport")
    places = [slot.code for slot in slots.order_by("start_at") for _ in range(slot.free)]
    answers = book_visits(requests=[request(slot, applicant(email=email)) for slot in places], now=NOW, by="test")
    assert all(answer.refusal is None for answer in answers)
    return [visit.code for answer in answers for visit in answer.visits]
