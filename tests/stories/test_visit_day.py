"""A whole visit day in a real browser: a gate, three counters, and a board that a second browser follows.

Short in `make test`; with SERAMBI_PROVE=1 as many people as the mission names.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from playwright.sync_api import Browser, Page
from psycopg.conninfo import make_conninfo

from serambi.procedures.admit_visitor import admit_booked
from serambi.procedures.book_visits import book_visits
from serambi.procedures.call_next import call_next
from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.note_missed import note_missed
from serambi.records.models import Booking, HallDay, QueueOverride, Visit, VisitStatus
from serambi.rules.queueing import Stage
from tests import realevents
from tests.accessibility import is_within_reach
from tests.conftest import DESKTOP
from tests.factories import THE_DAY, applicant, means, order_text, request, save_office, save_regions, save_slot
from tests.stories.visiting import live_at

PASSWORD = "kata sandi panjang"
OPENING = datetime(2020, 9, 10, 0, 45, tzinfo=UTC)
LATE, MISSED = OPENING + timedelta(minutes=35), OPENING + timedelta(minutes=80)
COUNTERS = {"1": ("documents",), "2": ("interview", "payment"), "3": ("documents", "interview", "payment")}
BOARD_MILLISECONDS, POLL_MILLISECONDS = 5000, 10_000


@dataclass(frozen=True)
class Crowd:
    """How many of the booked come late, not at all, or too warm; and how many come with priority."""

    booked: int
    priority: int
    late: int
    missing: int
    warm: int


CROWD = Crowd(50, 8, 5, 4, 2) if os.environ.get("SERAMBI_PROVE") == "1" else Crowd(12, 3, 2, 1, 1)


@pytest.fixture
def codes(transactional_db, monkeypatch) -> list[str]:
    """The codes of everybody booked at 08:00; another day has room for who is sent home."""
    live_at(OPENING, monkeypatch)
    save_regions()
    office = save_office(means=means(hall_seats={Decimal(0): 70}))
    fever = order_text("SE-0946", 'topic = "max_temperature_c"\nvalue = 37.5', signed_on="2020-09-09")
    enact_instrument(text=fever, file="order.toml", now=OPENING - timedelta(days=1), by="direktur")
    slot = save_slot(office, CROWD.booked, on=THE_DAY, at=time(8))
    save_slot(office, CROWD.booked)
    for username in ("gerbang", "penyelia", *(f"loket-{name}" for name in COUNTERS)):
        ensure_staff(username=username, password=PASSWORD, office_code="serang", role="clerk", now=OPENING, by="test")
    asked = [request(slot.code, applicant(email="ani@example.org")) for _ in range(CROWD.booked)]
    answers = book_visits(requests=asked, now=OPENING - timedelta(hours=3), by="test")
    return [answer.visits[0].code for answer in answers]


@pytest.fixture
def site(live_server, codes, database_url, tmp_path, settings) -> Iterator[str]:
    """The address of the pages, with the event streams served beside them."""
    url = make_conninfo(database_url, dbname=connection.settings_dict["NAME"])
    with realevents.events(url, tmp_path / "events.log") as port:
        settings.EVENTS_URL = realevents.address(port)
        policy = settings.CONTENT_SECURITY_POLICY
        directives = policy["DIRECTIVES"] | {"connect-src": ["'self'", settings.EVENTS_URL]}
        settings.CONTENT_SECURITY_POLICY = policy | {"DIRECTIVES": directives}
        yield live_server.url


@pytest.fixture
def browse(chromium: Browser, site) -> Iterator:
    """Opens a browser of its own, signed in as somebody or (None) nobody; at the end no script may have failed."""
    offences: list[str] = []
    with ExitStack() as contexts:

        def opened(username: str | None) -> Page:
            context = chromium.new_context(viewport=DESKTOP, locale="id-ID")
            contexts.callback(context.close)
            page = context.new_page()
            page.on("pageerror", lambda error: offences.append(str(error)))
            page.on("console", lambda said: offences.append(said.text) if "Policy" in said.text else None)
            if username:
                page.goto(f"{site}/console/sign-in/")
                page.fill("#id_username", username)
                page.fill("#id_password", PASSWORD)
                page.click("main button")
            return page

        yield opened
    assert offences == []


class Gate:
    def __init__(self, page: Page, site: str) -> None:
        self.page = page
        page.goto(f"{site}/console/hall/gate/")

    def scan(self, code: str, temperature: str = "36,5") -> str:
        """What a scanner does: it types the code and Enter; the officer then types the temperature and Enter, and above
        the limit once more."""
        self._type(code)
        for _ in range(2):
            if not self.page.locator(".result").count():
                self.page.wait_for_function("document.activeElement.id === 'id_temperature_c'")
                self._type(temperature)
        return self.result()

    def press(self, kind: str, temperature: str = "36,5") -> str:
        self.page.fill("#id_temperature_c", temperature)
        with self.page.expect_navigation():
            self.page.click(f"button[value={kind}]")
        return self.result()

    def result(self) -> str:
        return " ".join(self.page.locator(".result").inner_text().split())

    def _type(self, text: str) -> None:
        self.page.keyboard.type(text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


class Counter:
    def __init__(self, page: Page, site: str, name: str, stages: tuple[str, ...]) -> None:
        self.page, self.name = page, name
        page.goto(f"{site}/console/hall/counter/{name}/")
        page.click(".duty summary")
        for stage in ("documents", "interview", "payment"):
            page.set_checked(f"input[value={stage}]", stage in stages)
        self._press(page.locator(".duty button"))

    def call(self) -> str:
        """Call the next; gives the ticket, empty when nobody waits."""
        self._press(self.page.locator("button.call"))
        there = self.page.locator("#present")
        return there.inner_text() if there.count() else ""

    def serve(self) -> None:
        self._press(self.page.locator("button[value=start]"))
        self._press(self.page.locator("button[value=finish]"))

    def _press(self, button) -> None:
        with self.page.expect_navigation():
            button.click()


def test_a_whole_day_at_the_gate_and_three_counters(browse, site, codes, monkeypatch):
    board = browse(None)
    board.goto(f"{site}/serang/board/")
    board.wait_for_selector("html[data-stream=open]", timeout=BOARD_MILLISECONDS)
    board.evaluate("window.neverLeft = true")
    gate = Gate(browse("gerbang"), site)
    counters = [Counter(browse(f"loket-{name}"), site, name, stages) for name, stages in COUNTERS.items()]
    warm, late, missing, in_time = shares(codes)

    # Half of those in time come first; who comes with priority after them is called before them.
    for code in in_time[: len(in_time) // 2]:
        assert "1 orang masuk" in gate.scan(code)
    for code in warm:
        assert "di atas batas 37,5 °C" in gate.scan(code, "38,1")
    tickets = [gate.press("elderly").split()[-1] for _ in range(CROWD.priority)]
    inside = len(in_time) // 2 + CROWD.priority
    shows(board, f"{inside} / 70")
    first = counters[0].call()
    shows(board, first)
    assert first.startswith("P-")
    counters[0].serve()
    out_of_order(counters[0], site)
    for code in in_time[len(in_time) // 2 :]:
        gate.scan(code)
    live_at(LATE, monkeypatch)
    for code in late:
        assert "orang masuk" in gate.scan(code)

    serve_all(counters, board)

    live_at(MISSED, monkeypatch)
    assert note_missed(office="serang", now=MISSED, by="test") == len(missing)
    for ticket in Visit.objects.order_by("ticket").values_list("ticket", flat=True):
        assert "Sudah dicatat keluar" in gate.scan(ticket)
    shows(board, "0 / 70")
    assert board.evaluate("window.neverLeft") is True
    close(gate.page, site)

    assert tickets
    states = dict.fromkeys(Booking.objects.values_list("state", flat=True))
    assert set(states) == {"visited", "missed", "offered"}
    assert Booking.objects.filter(state="offered").count() == CROWD.warm
    assert Visit.objects.filter(kind="late").count() == CROWD.late
    assert set(Visit.objects.values_list("state", flat=True)) == {"done"}
    assert Visit.objects.count() == CROWD.booked - CROWD.warm - CROWD.missing + CROWD.priority
    assert VisitStatus.objects.filter(event="finished").count() == 3 * Visit.objects.count()
    assert (HallDay.objects.get().inside, QueueOverride.objects.count()) == (0, 1)


def shares(codes: list[str]) -> tuple[list[str], list[str], list[str], list[str]]:
    """Who is too warm, who is late, who does not come, and who comes in time."""
    at = (CROWD.warm, CROWD.warm + CROWD.late, CROWD.warm + CROWD.late + CROWD.missing)
    return codes[: at[0]], codes[at[0] : at[1]], codes[at[1] : at[2]], codes[at[2] :]


def shows(board: Page, text: str) -> None:
    """The board says it by itself, without being loaded again."""
    board.get_by_text(text, exact=True).first.wait_for(timeout=BOARD_MILLISECONDS)


def out_of_order(counter: Counter, site: str) -> None:
    """The last of those waiting goes first, with a second person's password; the board counts it."""
    page = counter.page
    ticket = Visit.objects.filter(state="waiting", stage="documents").order_by("-ticket").values_list("ticket").first()
    page.click("a[href$='/override/']")
    for field, text in (("ticket", ticket[0]), ("reason", "sakit mendadak"), ("second", "penyelia")):
        page.fill(f"#id_{field}", text)
    page.fill("#id_password", PASSWORD)
    counter._press(page.locator("main button.main"))
    assert page.locator("#present").inner_text() == ticket[0]
    counter.serve()


def serve_all(counters: list[Counter], board: Page) -> None:
    """Round and round the counters until nobody waits; the board follows each first call of a round."""
    while True:
        called = [(counter, counter.call()) for counter in counters]
        there = [ticket for _, ticket in called if ticket]
        if not there:
            return
        assert len(there) == len(set(there))
        shows(board, there[0])
        for counter, ticket in called:
            if ticket:
                counter.serve()


def close(page: Page, site: str) -> None:
    page.goto(f"{site}/console/hall/closing/")
    assert "Semua yang masuk sudah dicatat keluar." in page.inner_text("main")
    with page.expect_navigation():
        page.click("main button")
    assert "Ditutup pukul 09.05 WIB." in page.inner_text("main")


PAGES = ("/serang/", "/serang/board/", "/serang/board/B-001/", "/serang/board/out-of-order/")
PLAYED = "/console/serang/simulation/?on=2020-09-14"
ROOMS = ("", "gate/", "counter/", "counter/1/", "counter/1/override/", "closing/")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_of_the_day_is_accessible_and_narrow(chromium, site, codes, prefix):
    context = chromium.new_context(viewport={"width": 320, "height": 640}, is_mobile=True, locale="id-ID")
    page = context.new_page()
    page.goto(f"{site}/console/sign-in/")
    page.fill("#id_username", "gerbang")
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    gate = Gate(page, site)
    for code in codes[:3]:
        gate.scan(code)
    page.goto(f"{site}{prefix}/console/hall/gate/")
    gate._type(codes[3])
    gate._type("38,1")
    page.locator(".error").wait_for()
    is_within_reach(page)
    gate._type("38,1")
    page.goto(f"{site}{prefix}/console/bookings/{codes[3]}/")
    page.click("button[value=decline]")
    page.locator("input[name=is_sure]").wait_for(state="attached")
    is_within_reach(page)
    page.goto(f"{site}/console/hall/counter/1/")
    page.click("button.call")
    page.locator("#present").wait_for()

    for address in (*PAGES, PLAYED, *(f"/console/hall/{room}" for room in ROOMS)):
        page.goto(site + prefix + address)
        is_within_reach(page)
    page.goto(f"{site}{prefix}/console/hall/gate/?code=nonsense")
    page.click("button[value=elderly]")
    page.locator(".error").first.wait_for()
    is_within_reach(page)
    page.goto(f"{site}{prefix}/console/hall/counter/1/override/")
    page.click("main button")
    page.locator(".error").first.wait_for()
    is_within_reach(page)
    page.goto(f"{site}{prefix}/console/hall/closing/")
    page.check("input[name=looked]")
    page.click("main button")
    page.locator("#reopening").wait_for()
    is_within_reach(page)
    context.close()


def test_all_of_it_works_without_scripts(chromium, site, codes):
    context = chromium.new_context(viewport=DESKTOP, java_script_enabled=False, locale="id-ID")
    page = context.new_page()
    page.goto(f"{site}/console/sign-in/")
    page.fill("#id_username", "gerbang")
    page.fill("#id_password", PASSWORD)
    page.click("main button")
    page.goto(f"{site}/console/hall/gate/")
    page.fill("#id_temperature_c", "36,5")
    page.fill("#id_code", codes[0])
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{site}/console/hall/counter/1/")
    page.click("button.call")
    page.goto(f"{site}/serang/board/")

    assert "B-001" in page.inner_text("main")
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == "10"
    context.close()


def test_a_board_without_a_stream_asks_by_itself_and_chimes_only_when_asked_to(desktop, live_server, codes):
    """No event streams are served here, so that the browser is refused them."""
    sounds: list[str] = []
    desktop.on("request", lambda sent: sounds.append(sent.url) if sent.url.endswith("chime.wav") else None)
    desktop.clock.install(time=OPENING)
    desktop.goto(f"{live_server.url}/serang/board/")
    desktop.wait_for_selector("html[data-stream=polling]", timeout=BOARD_MILLISECONDS)
    common = {"companions": 0, "temperature_c": Decimal("36.5"), "gate": "1", "now": OPENING, "by": "gate"}
    for code in codes[:2]:
        admit_booked(office="serang", code=code, **common)

    def next_poll_shows(ticket: str) -> None:
        named = {"stages": [Stage.DOCUMENTS], "groups": ["passport"], "now": OPENING, "by": "clerk"}
        call_next(office="serang", counter=ticket[-1], **named)
        desktop.clock.fast_forward(POLL_MILLISECONDS)
        shows(desktop, ticket)

    next_poll_shows("B-001")
    silent = list(sounds)
    desktop.get_by_role("button", name="Bunyi").click()
    desktop.wait_for_selector("[data-sound][aria-pressed=true]")
    next_poll_shows("B-002")

    assert silent == []
    assert len(sounds) >= 1
