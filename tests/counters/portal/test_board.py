"""The board and the page of a ticket: numbers and tickets, in the office's own day, with no name on them."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from serambi.procedures.admit_visitor import admit_booked
from serambi.procedures.book_visits import book_visits
from serambi.procedures.call_next import call_next, call_out_of_order
from serambi.procedures.leave_hall import close_hall
from serambi.rules.queueing import Stage
from tests.accessibility import is_within_reach
from tests.conftest import DESKTOP, PHONE
from tests.factories import (
    CLOSED,
    NOW,
    THE_DAY,
    applicant,
    means,
    order_text,
    request,
    save_office,
    save_regions,
    save_slot,
)
from tests.procedures.orders import enact


@pytest.fixture
def hall(transactional_db):
    """Ani and Budi are inside, Budi with one companion."""
    save_regions()
    office = save_office("serang", means=means(hall_seats={Decimal(0): 3}))
    slot = save_slot(office, on=THE_DAY, at=time(8))
    for name, companions in (("Ani", 0), ("Budi", 1)):
        asked = request(slot.code, applicant(name=name))
        (answer,) = book_visits(requests=[asked], now=NOW, by="test")
        common = {"temperature_c": None, "gate": "utama", "now": NOW, "by": "gate"}
        admit_booked(office="serang", code=answer.visits[0].code, companions=companions, **common)
    return office


def call(counter: str) -> str | None:
    return call_next(office="serang", counter=counter, stages=list(Stage), groups=["passport"], now=NOW, by="clerk")


def test_the_board_shows_calls_counts_and_how_full_it_is_in_both_languages(client, hall):
    before = client.get("/serang/board/")
    call("4")
    after = client.get("/serang/board/")

    assert (before.context["page"].latest, before.context["page"].called) == ("", ())
    page = after.context["page"]
    assert [(row.ticket, row.counter) for row in page.called] == [("B-001", "4")]
    assert [line.people for line in page.waiting] == [1, 0, 0]
    text = after.content.decode()
    assert all(word in text for word in ("Dipanggil", "Called", "3 / 3", "Photo and interview"))
    assert "Ani" not in text


def test_the_board_counts_calls_out_of_order(client, hall):
    call_out_of_order(
        office="serang", ticket="B-002", counter="4", reason="sakit", second_by="penyelia", now=NOW, by="clerk"
    )

    assert "Called out of order today" in client.get("/serang/board/").content.decode()


def test_a_ticket_knows_its_place_and_says_honestly_that_it_knows_no_time(client, hall):
    own = client.get("/serang/board/b-002/").context["page"]
    call("4")
    called = client.get("/en/serang/board/B-001/").context["page"]

    assert (own.place.position, own.standing, own.likely) == (2, "1 orang di depan Anda.", "")
    assert called.standing == "Please go to counter 4 now."


@pytest.mark.parametrize("address", ["/serang/board/B-099/", "/serang/board/nonsense/", "/nowhere/board/"])
def test_what_is_not_there_is_not_found(client, hall, address):
    assert client.get(address).status_code == 404


def test_a_ticket_of_yesterday_is_not_found(client, hall, monkeypatch):
    tomorrow = (NOW + timedelta(days=1) - datetime.now(UTC)).total_seconds()
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str(tomorrow))

    assert client.get("/serang/board/B-001/").status_code == 404


def test_the_offices_page_says_how_full_it_is(client, hall):
    answer = client.get("/serang/")

    assert "Ruang tunggu penuh." in answer.content.decode()
    assert (answer.context["page"].hall.inside, answer.context["page"].hall.limit) == (3, 3)


def test_calls_out_of_order_are_counted_in_public_day_by_day(client, hall):
    call_out_of_order(
        office="serang", ticket="B-002", counter="4", reason="sakit", second_by="penyelia", now=NOW, by="clerk"
    )

    answer = client.get("/en/serang/board/out-of-order/")

    assert [(day.on, day.overrides) for day in answer.context["days"]] == [(THE_DAY, 1)]
    text = answer.content.decode()
    assert "Thursday, 10 September 2020" in text
    assert not [word for word in ("sakit", "penyelia", "clerk", "B-002") if word in text]


def test_the_board_and_the_offices_page_say_that_the_hall_is_closed(client, hall):
    close_hall(office="serang", now=NOW, by="gate")

    for address in ("/serang/board/", "/serang/"):
        assert "Ruang tunggu sudah ditutup hari ini." in client.get(address).content.decode()


def test_the_board_says_in_both_languages_that_an_order_has_closed_the_office(client, hall):
    before = client.get("/serang/board/")
    enact(order_text("SE-TUTUP", CLOSED, until="2020-09-11", areas='["office:serang"]'))
    after = client.get("/serang/board/")

    assert before.context["page"].limits is None
    office = client.get("/serang/").context["page"].limits
    limits = after.context["page"].limits
    assert (limits.headline["id"], limits.order["id"]) == (office.headline, office.order)
    assert limits.headline == {"id": "Kantor ditutup sementara", "en": "The office is closed for the time being"}
    text = after.content.decode()
    assert f"Menurut {office.order}." in text
    assert f"By {limits.order['en']}." in text


def test_a_day_without_a_place_by_another_name_is_not_called_open(client, hall):
    quota = 'topic = "quota_share"\nvalue = 0'
    enact(order_text("SE-KUOTA", quota, until="2020-09-11", areas='["office:serang"]'))

    page = client.get("/en/serang/").context["page"]
    board = client.get("/serang/board/").context["page"].limits
    tomorrow = client.get("/en/serang/orders/?on=2020-09-11")

    assert (page.state.kind, page.state.headline) == ("stop", "No places today")
    assert "SE-KUOTA" in page.state.reasons[0]
    assert (page.limits.is_closed, page.limits.headline) == (True, "No places for the time being")
    assert board.headline == {"id": "Sementara tidak ada tempat", "en": "No places for the time being"}
    assert "SE-KUOTA" in page.limits.order and "SE-KUOTA" in board.order["id"]
    assert tomorrow.status_code == 200


@pytest.mark.parametrize("mode", ["closed", "urgent only"])
def test_the_board_with_limits_is_within_reach_on_a_telephone_and_a_screen(chromium, live_server, hall, mode):
    clause = CLOSED if mode == "closed" else 'topic = "mode"\nvalue = "urgent_only"'
    enact(order_text("SE-BATAS", clause, until="2020-09-11", areas='["office:serang"]'))

    for viewport in (PHONE, DESKTOP):
        page = chromium.new_page(viewport=viewport)
        page.goto(f"{live_server.url}/serang/board/")
        assert page.locator("#limits").is_visible()
        is_within_reach(page)
        page.close()
