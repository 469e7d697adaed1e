"""The server is gone for four hours, sixty people come, and two clerks enter the sheet afterwards: no loss, no double.

The web server is a real one on a real PostgreSQL, stopped and started again; everything online goes through its pages.
"""

import io
import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pikepdf
from django.conf import global_settings
from django.db import connection
from psycopg.conninfo import make_conninfo

from serambi.counters.common.sheet_pdf import CONTENTS_NAME
from serambi.procedures.ensure_staff import ensure_staff
from serambi.records.models import Booking, Case, CaseStatus, GateEvent, HallDay, LedgerRow, PaperLineRow, Visit
from tests.crash.staff import Staff
from tests.factories import NOW
from tests.procedures.paper import book, save_hall
from tests.realserver import serving_pages

PASSWORD = "kata sandi panjang"
DAY = "2020-09-10"
BOOKED, WALK_INS, INSIDE, MISSING = 50, 8, 2, 3
BACK_AT = NOW + timedelta(hours=5)
"""12:30: the server was away from 08:00 to 12:00."""
PIECE = 10
"""Lines that a clerk sends at once."""
COLUMNS = ("ticket", "code", "arrived", "kind", "service", "companions", "documents", "interview", "payment")
MORE = ("received", "outcome", "left")


@dataclass
class Person:
    """What happened to somebody on paper, and so what must be on record afterwards."""

    code: str
    number: int
    minute: int
    kind: str = ""
    companions: int = 0
    is_incomplete: bool = False
    cells: dict[str, str] = field(default_factory=dict)

    def at(self, minutes: int) -> datetime:
        return datetime(2020, 9, 10, 1, 0, tzinfo=UTC) + timedelta(minutes=self.minute + minutes)

    def clock(self, minutes: int) -> str:
        return f"{self.at(minutes) + timedelta(hours=7):%H%M}"


def test_server_gone_for_four_hours_sixty_visits_on_paper_no_loss_no_double(
    transactional_db, database_url, tmp_path, settings
):
    settings.PASSWORD_HASHERS = global_settings.PASSWORD_HASHERS  # those of the real server
    save_hall(paper_block=20, places=BOOKED + INSIDE + MISSING)
    codes = book(BOOKED + INSIDE + MISSING)
    for name in ("penyelia", "ani", "budi"):
        ensure_staff(username=name, password=PASSWORD, office_code="serang", role="clerk", now=NOW, by="test")
    with serving_pages(make_conninfo(database_url, dbname=connection.settings_dict["NAME"]), tmp_path) as server:
        staff = Staff(server.port, "penyelia", PASSWORD)
        early = [enter_at_gate(staff, code) for code in codes[:INSIDE]]
        sheet = printed(staff)
        server.stop()
        refused = [is_refused(staff, path) for path in ("hall/gate/", "hall/", "hall/counter/1/", f"hall/paper/{DAY}/")]

        people, absent = on_paper(sheet, codes, early)
        server.lives_at = BACK_AT
        server.start()
        seconds = enter_by_two(server.port, [person.cells for person in people] + absent)
        late = enter_at_gate(Staff(server.port, "penyelia", PASSWORD), "", kind="elderly")

    assert refused == [True] * 4
    assert PaperLineRow.objects.exclude(state="merged").count() == 0
    assert visits() == {expected(person) for person in people} | {(late, None, "P", 0, "waiting", None)}
    numbers = [int(ticket[2:]) for ticket in Visit.objects.values_list("ticket", flat=True)]
    assert len(set(numbers)) == len(numbers) == BOOKED + WALK_INS + INSIDE + 1
    assert bookings() == {"visited": BOOKED + INSIDE, "missed": MISSING}
    assert case_clocks() == {person.code: clocks(person) for person in people if "received" in person.cells}
    assert inside() == HallDay.objects.get(on=DAY).inside == 1
    assert LedgerRow.objects.filter(action="paper.merged").count() == len(people) + MISSING
    print(f"\n{len(people)} visits and {MISSING} no-shows entered by two and merged in {seconds:.1f} s")


def enter_at_gate(staff: Staff, code: str, kind: str = "enter") -> str:
    """The ticket of somebody who is let in by the page of the gate."""
    answer = staff.post("hall/gate/", {"code": code, "passage": kind, "group": "passport", "gate": "utama"})
    return answer.text.split('<p class="big">')[1].split("<")[0]


def printed(staff: Staff) -> dict:
    """The first day of the sheet, from the PDF that the page gives."""
    answer = staff.post("hall/paper/sheets/", {"on": DAY}, form_at="hall/paper/")
    with pikepdf.open(io.BytesIO(answer.body)) as pdf:
        return json.loads(pdf.attachments[CONTENTS_NAME].get_file().read_bytes())["sheet"]["days"][0]


def is_refused(staff: Staff, path: str) -> bool:
    try:
        staff.get(path)
    except OSError:
        return True
    return False


def on_paper(sheet: dict, codes: list[str], early: list[str]) -> tuple[list[Person], list[dict[str, str]]]:
    """What clerks wrote from 08:00 to 12:00, four minutes apart; and the lines of those who did not come."""
    kept = {line["code"]: line["number"] for line in sheet["lines"] if line["number"]}
    free = [n for n in range(sheet["block"]["first"], sheet["block"]["until"]) if n not in kept.values()]
    people = []
    for place, code in enumerate(codes[INSIDE : INSIDE + BOOKED]):
        person = Person(code, kept[code], 4 * place, companions=place % 3, is_incomplete=place % 7 == 0)
        people.append(person)
        first = {"ticket": str(person.number), "arrived": person.clock(0), "companions": str(person.companions)}
        person.cells = first | served(person) | {"left": person.clock(38)}
    for place in range(WALK_INS):
        person = Person("", free[place], 25 * place, kind="elderly" if place % 2 else "lost")
        first = {"ticket": str(person.number), "kind": person.kind, "service": "passport", "arrived": person.clock(0)}
        person.cells = first | served(person, receives=False) | {"left": person.clock(38)}
        people.append(person)
    for code, ticket in zip(codes[:INSIDE], early, strict=True):
        person = Person(code, int(ticket[2:]), 0)
        person.cells = {"ticket": ticket} | served(person) | {"left": person.clock(38)}
        people.append(person)
    absent = [{"code": code, "outcome": "no_show"} for code in codes[INSIDE + BOOKED :]]
    return people, absent


def served(person: Person, *, receives: bool = True) -> dict[str, str]:
    at = person.clock
    if person.is_incomplete:
        return {"documents": f"1 {at(5)}-{at(9)}", "outcome": "incomplete"}
    counters = {
        "documents": f"1 {at(5)}-{at(9)}",
        "interview": f"2 {at(12)}-{at(24)}",
        "payment": f"3 {at(30)}-{at(34)}",
    }
    return counters | ({"received": at(8)} if receives else {})


def enter_by_two(port: int, lines: list[dict[str, str]]) -> float:
    """Two clerks enter two thirds each, the second in other spellings and from the end, and both merge; the seconds
    it took."""
    third = len(lines) // 3
    piles = {"ani": lines[: 2 * third], "budi": [spelt_otherwise(line) for line in reversed(lines[third:])]}

    def clerk(name: str) -> None:
        staff = Staff(port, name, PASSWORD)
        for first in range(0, len(piles[name]), PIECE):
            body = as_csv(piles[name][first : first + PIECE])
            answer = staff.post(f"hall/paper/{DAY}/pile/", {"lines": body}, form_at=f"hall/paper/{DAY}/")
            assert answer.status == 200, answer.text
        for _ in range(2):
            # As long as the other one still enters or merges, some may be left; merging again is safe.
            assert staff.post(f"hall/paper/{DAY}/merge/", {}, form_at="hall/paper/").status == 200

    began = time.monotonic()
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(clerk, name) for name in piles]:
            done.result()
    return time.monotonic() - began


def spelt_otherwise(line: dict[str, str]) -> dict[str, str]:
    """The same line as another clerk types it."""
    changed = dict(line)
    if "arrived" in line:
        changed["arrived"] = f"{line['arrived'][:2]}.{line['arrived'][2:]}"
    if "left" in line:
        changed["left"] = f"{line['left'][:2]}:{line['left'][2:]}"
    if not line.get("kind") and line.get("arrived"):
        changed["ticket"], changed["service"] = f"B-{line['ticket']}", "passport-new"
    return changed


def as_csv(lines: list[dict[str, str]]) -> str:
    names = (*COLUMNS, *MORE)
    return "\n".join([";".join(names), *(";".join(line.get(name, "") for name in names) for line in lines)])


def expected(person: Person) -> tuple:
    letter = "P" if person.kind == "elderly" else "W" if person.kind else "B"
    state = "incomplete" if person.is_incomplete else "done"
    ticket = f"{letter}-{person.number:03d}"
    return ticket, person.code or None, letter, person.companions, state, person.at(38)


def visits() -> set[tuple]:
    letters = {"priority": "P", "walk_in": "W", "booked": "B"}
    fields = ("ticket", "booking__code", "visit_class", "companions", "state", "left_at")
    rows = list(Visit.objects.values_list(*fields))
    assert len(rows) == len(set(rows))
    return {(ticket, code, letters[kind], *rest) for ticket, code, kind, *rest in rows}


def bookings() -> dict[str, int]:
    states = list(Booking.objects.values_list("state", flat=True))
    return {state: states.count(state) for state in set(states)}


def case_clocks() -> dict[str, tuple]:
    """By booking: the local days on which a case was received and interviewed, and the instants of its steps."""
    found = {}
    for case in Case.objects.select_related("booking"):
        steps = tuple(CaseStatus.objects.filter(case=case).order_by("id").values_list("event", "at"))
        found[case.booking.code] = (str(case.received_on), str(case.interviewed_on), str(case.legal_on), steps)
    return found


def clocks(person: Person) -> tuple:
    """Four working days after the interview on paper: Wednesday."""
    steps = (("received", person.at(8)), ("verify", person.at(8)), ("interview", person.at(24)))
    return DAY, DAY, "2020-09-16", steps


def inside() -> int:
    """People inside by the gates' records, those on paper too."""
    events = GateEvent.objects.values_list("kind", "people")
    return sum({"in": people, "out": -people}.get(kind, 0) for kind, people in events)
