"""A sheet entered by keyboard in a real browser, in both languages: sound at 320 px, and without scripts."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page

from serambi.procedures.ensure_staff import ensure_staff
from serambi.records.models import PaperLineRow, Visit
from tests.accessibility import is_within_reach
from tests.conftest import PHONE
from tests.procedures.paper import EVENING, book, numbers, print_sheet, save_hall
from tests.stories.visiting import live_at

PASSWORD = "kata sandi panjang"
DAY = "2020-09-10"


@pytest.fixture
def kept(transactional_db, monkeypatch) -> list[str]:
    """The numbers of three people on the sheet; the network is back."""
    live_at(EVENING + timedelta(minutes=5), monkeypatch)
    save_hall()
    book(3)
    ensure_staff(username="ani", password=PASSWORD, office_code="serang", role="clerk", now=EVENING, by="test")
    return list(numbers(print_sheet()).values())


def sign_in(page: Page, url: str) -> None:
    page.goto(f"{url}/console/sign-in/")
    page.fill("#id_username", "ani")
    page.fill("#id_password", PASSWORD)
    page.click("main button")


def type_line(page: Page, *cells: str) -> None:
    """From the first field on: what stands in a cell, then Tab; Enter at the end keeps the line.

    Whoever types faster than a page comes waits for its focus, as an officer does.
    """
    page.wait_for_function("document.activeElement.id === 'id_ticket'")
    for cell in cells[:-1]:
        page.keyboard.type(cell)
        page.keyboard.press("Tab")
    page.keyboard.type(cells[-1])
    with page.expect_navigation():
        page.keyboard.press("Enter")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_sheet_is_entered_by_keyboard_and_merged(chromium, live_server, kept, prefix):
    context = chromium.new_context(viewport=PHONE, locale="id-ID")
    page = context.new_page()
    root = f"{live_server.url}{prefix}/console/hall/paper/"
    sign_in(page, live_server.url)
    page.goto(f"{root}{DAY}/")

    type_line(page, kept[0], "", "0755", "", "", "1", "", "1 0805-0815", "2 0820-0835", "3 0840-0845", "0812")
    type_line(page, kept[1], "", "0756", "", "", "", "", "1 0816-0819")
    type_line(page, kept[2], "", "25")
    is_within_reach(page)
    page.keyboard.press("Control+A")
    page.keyboard.type("0757")
    page.fill("#id_left", "0750")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    is_within_reach(page)
    page.goto(root)
    with page.expect_navigation():
        page.click("form[action$='/merge/'] button")
    is_within_reach(page)
    page.click("a[href$='/open/']")
    is_within_reach(page)
    page.click(".paper-lines a")
    is_within_reach(page)
    page.fill("#id_why", "salah baca")
    with page.expect_navigation():
        page.click("form[action$='/setting-aside/'] button")
    page.goto(f"{root}check/")
    is_within_reach(page)
    context.close()

    rows = Visit.objects.order_by("arrived_at").values_list("ticket", "state", "companions")
    assert list(rows) == [(f"B-{kept[0]}", "done", 1), (f"B-{kept[1]}", "waiting", 0)]
    assert sorted(PaperLineRow.objects.values_list("state", flat=True)) == ["merged", "merged", "set_aside"]


def test_entering_works_without_scripts_and_the_sheet_comes_as_a_file(chromium, live_server, kept):
    context = chromium.new_context(java_script_enabled=False, accept_downloads=True, locale="id-ID")
    page = context.new_page()
    sign_in(page, live_server.url)
    page.goto(f"{live_server.url}/console/hall/paper/{DAY}/")
    page.fill("#id_ticket", kept[0])
    page.fill("#id_arrived", "0755")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.click("summary")
    page.fill("#id_lines", f"ticket,arrived\n{kept[1]},0756\n{kept[2]},0757")
    with page.expect_navigation():
        page.click("form[action$='/pile/'] button")

    assert "2 baris dicatat" in page.inner_text("main")
    assert PaperLineRow.objects.count() == 3
    context.close()
