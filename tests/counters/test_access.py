"""Who may do what: every address of the service, both methods, every role, against the written table.

A new address fails here until it has its rows in access_table.csv (docs/access.md says how to read them).
"""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from serambi.counters.common import clock
from serambi.procedures.admit_visitor import admit_walk_in
from serambi.procedures.book_visits import book_visits
from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.enter_paper_lines import enter_paper_lines
from serambi.procedures.issue_staff_token import issue_staff_token
from serambi.procedures.open_case import open_case
from serambi.records.models import TeamIsolation, Visit
from serambi.rules.verdict import Verdict
from tests.factories import NOW, THE_DAY, order_text, request, save_office, save_slot
from tests.notices import WORDS, about_order, published
from tests.replies import send_reply
from tests.uploads import keep_file

TABLE = Path(__file__).with_name("access_table.csv")
METHODS = ("GET", "POST")
STAFF = {
    "clerk": ("clerk", "serang"),
    "other_clerk": ("clerk", "bandung"),
    "supervisor": ("supervisor", "serang"),
    "office_head": ("office_head", "serang"),
    "directorate": ("directorate", None),
    "auditor": ("auditor", None),
}
ROLES = ("anonymous", *STAFF)
QUERY = {"api/v1/offices/<office>/slots": "?service=passport-new"}
ADVICE = 'topic = "advice"\nvalue = { id = "Jaga jarak.", en = "Keep apart." }'
FOR_PROGRAMS = "api/"
WITH_A_WRONG_SECRET = {"Booking-Secret": "wrong", "Idempotency-Key": "key"}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def routes(resolver: URLResolver | None = None, before: str = "") -> Iterator[str]:
    """Every address pattern, in the default language."""
    for each in (resolver or get_resolver()).url_patterns:
        here = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield here
        else:
            yield from routes(each, here)


def written() -> dict[tuple[str, str], dict[str, int]]:
    with TABLE.open(newline="") as opened:
        return {
            (row["route"], row["method"]): {role: int(row[role]) for role in ROLES} for row in csv.DictReader(opened)
        }


def test_every_address_and_method_is_in_the_table_and_nothing_else():
    assert set(written()) == {(route, method) for route in routes() for method in METHODS}


@pytest.fixture
def samples(transactional_db, monkeypatch, file_folder) -> dict[str, str]:
    """A value for every part of an address: what they name is there, at the office serang."""
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", "0")
    for code in ("serang", "bandung"):
        office = save_office(code)
        slot = save_slot(office)
        (answer,) = book_visits(requests=[request(slot.code, office=code)], now=NOW, by="test")
        found = {
            "office": code,
            "code": answer.visits[0].code,
            "service": "passport-new",
            "number": "1",
            "order": "SE-1",
            "window": "no-window",
        }
        if code == "serang":
            (other,) = book_visits(requests=[request(slot.code, office=code)], now=NOW, by="test")
            case = open_case(code=other.visits[0].code, verdict=Verdict((), (), ()), now=NOW, by="test").number
            upload = keep_file(found["code"]).code
            samples = found | {"path": "nothing", "name": "1", "ticket": arrived(code)}
            samples |= {"case": case, "upload": upload, "page": "1", "on": "2020-09-10"}
            typed = [{"ticket": "501", "arrived": "0755"}]
            kept = enter_paper_lines(office=code, on=THE_DAY, lines=typed, now=NOW, by="test")
            samples["line"] = kept.codes[0]
            days = {"from_on": THE_DAY, "until_on": THE_DAY + timedelta(days=1), "known_at": NOW}
            samples["isolation"] = TeamIsolation.objects.create(
                code="2222", office=office, team="paspor-1", **days
            ).code
    enact_instrument(text=order_text("SE-1", ADVICE), file="order.toml", now=NOW, by="test")
    notice = published(about_order("SE-1"), WORDS)
    return samples | {"notice": notice, "reply": send_reply(notice)}


def arrived(office: str) -> str:
    """The ticket of somebody who is in the hall today, at the present, since that is when the pages live."""
    at = datetime.now(UTC)
    answer = admit_walk_in(
        office=office, kind="elderly", group="passport", companions=0, temperature_c=None, gate="1", now=at, by="test"
    )
    Visit.objects.update(state="parked")  # nobody for a counter to call
    return answer.ticket


@pytest.fixture
def clients(samples) -> dict[str, Client]:
    """A client of each role."""
    found = {"anonymous": Client()}
    for role, (staff_role, office) in STAFF.items():
        ensure_staff(username=role, password="x", office_code=office, role=staff_role, now=NOW, by="test")
        found[role] = Client()
    return found


def keys_of(usernames: Iterable[str]) -> dict[str, str]:
    """A key for each member of staff, as long as the clock may run here."""
    at = clock.now()
    return {name: issue_staff_token(username=name, label="test", days=1, now=at, by="test") for name in usernames}


def test_every_cell_of_the_table_holds(samples, clients):
    users = {user.get_username(): user for user in get_user_model().objects.all()}
    keys = {role: {"Authorization": f"Bearer {key}"} for role, key in keys_of(users).items()}
    found = {}
    for route, method in written():
        address = "/" + PARAMETER.sub(lambda match: samples[match[1]], route) + QUERY.get(route, "")
        found[route, method] = {}
        for role, client in clients.items():
            if role in users:
                # Anew each time: one of the addresses signs out.
                client.force_login(users[role])
            headers = WITH_A_WRONG_SECRET | (keys.get(role, {}) if route.startswith(FOR_PROGRAMS) else {})
            found[route, method][role] = client.generic(method, address, headers=headers).status_code

    assert found == written()
