"""The gate on a telephone: its camera sees the code on the visitor's paper, and the officer types only the rest."""

from collections.abc import Iterator
from datetime import time, timedelta
from pathlib import Path

import numpy as np
import pytest
import segno
from playwright.sync_api import Browser, Page

from serambi.procedures.book_visits import book_visits
from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.ensure_staff import ensure_staff
from serambi.records.models import Visit
from tests.accessibility import is_within_reach
from tests.conftest import CHROMIUM_FLAGS, PHONE
from tests.factories import NOW, THE_DAY, applicant, order_text, request, save_office, save_regions, save_slot
from tests.stories.visiting import live_at
from tools.ensure_chromium import installed

PASSWORD = "kata sandi panjang"
WIDTH, HEIGHT, MODULE = 640, 480, 10
BLACK, WHITE, GREY = 16, 235, 128


@pytest.fixture
def code(transactional_db, monkeypatch) -> str:
    """A booking at 08:00; it is 07:30, and the temperature is measured."""
    live_at(NOW, monkeypatch)
    save_regions()
    slot = save_slot(save_office(), on=THE_DAY, at=time(8))
    fever = order_text("SE-0946", 'topic = "max_temperature_c"\nvalue = 37.5', signed_on="2020-09-09")
    enact_instrument(text=fever, file="order.toml", now=NOW - timedelta(days=1), by="direktur")
    ensure_staff(username="gerbang", password=PASSWORD, office_code="serang", role="clerk", now=NOW, by="test")
    (answer,) = book_visits(requests=[request(slot.code, applicant())], now=NOW - timedelta(hours=3), by="test")
    return answer.visits[0].code


def picture_of(code: str) -> np.ndarray:
    """A grey picture of a sheet with the code, as the portal prints it."""
    matrix = np.array([list(row) for row in segno.make(code, error="m", micro=False).matrix])
    paper = np.kron(np.where(matrix, BLACK, WHITE), np.ones((MODULE, MODULE)))
    sheet = np.full((HEIGHT, WIDTH), WHITE, dtype=np.uint8)
    top, left = (HEIGHT - len(paper)) // 2, (WIDTH - len(paper)) // 2
    sheet[top : top + len(paper), left : left + len(paper)] = paper
    return sheet


@pytest.fixture
def telephone(chromium: Browser, code: str, tmp_path: Path) -> Iterator[Page]:
    """A telephone whose camera is held over the sheet."""
    film, grey = tmp_path / "sheet.y4m", np.full(WIDTH * HEIGHT // 2, GREY, dtype=np.uint8)
    frame = b"FRAME\n" + picture_of(code).tobytes() + grey.tobytes()
    film.write_bytes(f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode() + frame * 2)
    flags = (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    with chromium.browser_type.launch(executable_path=installed(), args=[*CHROMIUM_FLAGS, *flags]) as browser:
        page = browser.new_context(viewport=PHONE, is_mobile=True, has_touch=True, locale="id-ID").new_page()
        page.offences = []
        page.on("pageerror", lambda error: page.offences.append(str(error)))
        page.on("console", lambda said: page.offences.append(said.text) if "Policy" in said.text else None)
        yield page


def test_the_camera_reads_the_code_as_a_scanner_would(telephone, live_server, code):
    page = telephone
    page.goto(f"{live_server.url}/console/sign-in/?next=/console/hall/gate/")
    page.fill("#id_username", "gerbang")
    page.fill("#id_password", PASSWORD)
    page.click("main button")

    page.get_by_role("button", name="Kamera telepon").click()
    page.locator("#id_temperature_c:focus").wait_for()
    scanned = page.input_value("#id_code")
    page.keyboard.type("36,5")
    with page.expect_navigation():
        page.keyboard.press("Enter")

    assert scanned == code
    assert "1 orang masuk." in page.inner_text(".result")
    assert Visit.objects.get().booking.code == code
    # The next person is read without pressing again; here it is the same sheet.
    page.locator("#id_temperature_c:focus").wait_for()
    assert page.input_value("#id_code") == code
    is_within_reach(page)
    assert page.offences == []
