"""The public page of an office's draws, in both languages, and the file of a result."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from serambi.records.models import DrawWindow
from serambi.records.sealing import unseal
from tests.accessibility import is_within_reach
from tests.draws import AFTER, CLOSES_AT, CODE, NINE, enter, make_draw, open_window, save_slots
from tests.factories import NOW, applicant

pytestmark = pytest.mark.django_db(transaction=True)

PAGE, FILE = "/serang/draw/", f"/serang/draw/{CODE}/result.json"


@pytest.fixture
def at(monkeypatch):
    """Set the clock of the pages."""

    def set_clock(instant: datetime) -> None:
        offset = (instant - datetime.now(UTC)).total_seconds()
        monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str(offset))

    set_clock(NOW)
    return set_clock


def said(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    main = re.search(r"<main.*?</main>", answer.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", main.group()).split())


def test_without_a_draw_the_page_says_how_one_works(client, at):
    save_slots()

    assert "Kantor ini belum pernah mengadakan undian. Cara kerjanya" in said(client, PAGE)
    assert "This office has not held a draw yet. How it works" in said(client, f"/en{PAGE}")


@pytest.mark.parametrize(
    ("instant", "indonesian", "english"),
    [
        (NOW - timedelta(minutes=1), "Pendaftaran belum dibuka", "Entries not open yet"),
        (NOW, "Pendaftaran dibuka", "Entries are open"),
        (CLOSES_AT, "Pendaftaran ditutup, undian segera diadakan", "Entries closed, the draw is about to be made"),
    ],
)
def test_before_the_draw_the_page_shows_the_hash_and_never_the_seed(client, at, instant, indonesian, english):
    save_slots()
    open_window()
    enter(applicant(), applicant())
    at(instant + timedelta(seconds=1))

    texts = said(client, PAGE), said(client, f"/en{PAGE}")

    hashed = DrawWindow.objects.get().seed_hash
    days = ("Paspor: Senin, 14 September 2020 – Jumat, 18 September 2020", "Monday, 14 September 2020 – Friday, 18")
    assert indonesian in texts[0] and english in texts[1]
    assert days[0] in texts[0] and days[1] in texts[1]
    assert "1 (jumlah orang: 2)" in texts[0] and "1 (people: 2)" in texts[1]
    assert f"Hash angka rahasia {hashed}" in texts[0] and f"Hash of the secret number {hashed}" in texts[1]
    assert unseal(DrawWindow.objects.get().sealed_seed) not in client.get(PAGE).content.decode()
    assert client.get(FILE).status_code == 404


def test_after_the_draw_the_page_shows_the_seed_and_the_file_of_the_result(client, at):
    save_slots()
    open_window()
    for _ in range(5):
        enter()
    make_draw()
    at(AFTER)

    text, page = said(client, f"/en{PAGE}"), client.get(PAGE).content.decode()
    answer = client.get(FILE)

    seed = DrawWindow.objects.get().seed
    assert "The draw has been made Opens Thursday, 10 September 2020, 07:30 WIB Closes Saturday, 12 Sep" in text
    assert f"Secret number {seed} Made Saturday, 12 September 2020, 17:01 WIB Places 4" in text
    assert "Got a place 3 requests (people: 3)" in text
    assert f'href="{FILE}"' in page
    result = json.loads(b"".join(answer.streaming_content))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert (result["seed"], len(result["requests"])) == (seed, 5)
    assert sorted(each["slot"] for each in result["requests"]).count(NINE) == 2


@pytest.mark.parametrize(
    "path", ["/atlantis/draw/", f"/atlantis/draw/{CODE}/result.json", "/serang/draw/x/result.json"]
)
def test_what_is_not_there_is_404(client, at, path):
    save_slots()
    open_window()
    make_draw()

    assert client.get(path).status_code == 404


def test_the_page_changes_nothing_and_leaves_no_cookie(client, at):
    save_slots()
    open_window()

    client.get(PAGE)

    assert dict(client.cookies) == {}


def test_the_page_is_accessible_on_the_smallest_telephone(at, phone, live_server):
    save_slots()
    open_window()
    enter()
    make_draw()

    phone.goto(live_server.url + f"/en{PAGE}")

    is_within_reach(phone)
