"""A reader of notices in a real browser: every page within reach, and sharing without any script."""

import json
import os
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from serambi.procedures.undo_instrument import undo_instrument
from serambi.rules.notice import About, NoticeKind
from serambi.rules.spans import read_span
from tests.factories import NOW, QUARTER, order_text
from tests.figures import save_history
from tests.notices import AUGUST, about_order, published
from tests.procedures.conftest import serang  # noqa: F401 - a fixture
from tests.procedures.orders import enact
from tests.stories.visiting import Visit, live_at

PICTURES = os.environ.get("SERAMBI_SCREENSHOTS")
SHARED = "https://wa.me/**", "https://www.facebook.com/**", "https://x.com/**", "https://t.me/**"


@pytest.fixture
def told(serang, monkeypatch) -> dict[str, str]:  # noqa: F811 - the fixture
    """A notice about figures, one about an order, and one about an order that was undone."""
    live_at(NOW, monkeypatch)
    save_history(serang, [(read_span("2019-08"), 2200), (read_span("2020-08"), 210)])
    for number in ("SE-1", "SE-2"):
        enact(order_text(number, QUARTER, areas='["office:serang"]'))
    slugs = {number: published(about_order(number)) for number in ("SE-1", "SE-2")}
    undo_instrument(number="SE-2", reason="keliru", now=NOW, by="direktur")
    return slugs | {"figures": published(About(NoticeKind.FIGURES, figures=AUGUST))}


def look(visit: Visit, name: str) -> None:
    if PICTURES:
        width = visit.page.viewport_size["width"]
        visit.page.screenshot(path=Path(PICTURES) / f"notices-{name}-{width}.png", full_page=True)


@pytest.mark.parametrize(("width", "prefix"), [("phone", ""), ("desktop", "/en")])
def test_every_page_with_notices_is_within_everybodys_reach(told, live_server, request, width, prefix):
    visit = Visit(request.getfixturevalue(width), live_server.url, prefix)

    pages = {name: f"/serang/notices/{slug}/" for name, slug in told.items()}
    for name, path in (pages | {"list": "/serang/notices/", "office": "/serang/", "home": "/"}).items():
        visit.open(path)
        look(visit, name)
        scripts = visit.page.locator("script:not([type='application/ld+json'])").count()
        assert scripts == (1 if name == "office" else 0)
    # The offences that the page's fixture collects would name the data block here, if the content policy stopped it.
    visit.open(pages["figures"])
    data = json.loads(visit.page.locator("script[type='application/ld+json']").inner_text())
    assert [each["@type"] for each in data["@graph"]] == ["GovernmentOffice", "NewsArticle", "SpecialAnnouncement"]
    if PICTURES:
        visit.page.goto(f"{live_server.url}/serang/board/")
        visit.page.screenshot(path=Path(PICTURES) / f"notices-board-{visit.page.viewport_size['width']}.png")


def test_a_notice_is_shared_and_copied_without_any_script(told, live_server, phone_without_scripts: Page):
    page, asked = phone_without_scripts, []
    for address in SHARED:
        page.route(address, lambda route: (asked.append(route.request.url), route.fulfill(body="shared")))
    at = f"{live_server.url}/serang/notices/{told['figures']}/"
    url = f"http://127.0.0.1:8000/serang/notices/{told['figures']}/"
    title = "Pemohon (paspor) turun 90\N{NO-BREAK SPACE}%, kantor tetap melayani"

    for name in ("WhatsApp", "Facebook", "X", "Telegram"):
        page.goto(at)
        page.get_by_role("link", name=name, exact=True).click()
        page.get_by_text("shared").wait_for()
    page.goto(at)
    page.get_by_label("Salin alamatnya").click()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+C")
    page.goto(f"{live_server.url}/")
    page.get_by_label("Nama kota atau provinsi").click()
    page.keyboard.press("Control+V")

    assert [parse_qs(urlsplit(each).query) for each in asked] == [
        {"text": [f"{title} {url}"]},
        {"u": [url]},
        {"text": [title], "url": [url]},
        {"url": [url], "text": [title]},
    ]
    assert page.get_by_label("Nama kota atau provinsi").input_value() == url
