"""A citizen sends a photo from a telephone, with and without a script, and an officer looks at it and judges."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route

from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.steps.cleaning.redrawn import Redrawn
from serambi.records import sealed_files
from serambi.records.models import Upload
from tests.accessibility import is_within_reach
from tests.conftest import PHONE
from tests.factories import NOW
from tests.innocent_files import phone_photo
from tests.kept_files import faults_in
from tests.uploads import Booked, book_with_documents

PASSWORD = "a long password"


@pytest.fixture
def booked(live_server, file_folder, monkeypatch) -> Booked:
    offset = (NOW - datetime.now(UTC)).total_seconds()
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str(offset))
    return book_with_documents()


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """What a telephone gives: more than two pieces long, with the place where it was taken."""
    file = tmp_path / "IMG_20200910.jpg"
    file.write_bytes(phone_photo(4000, 3000) + bytes(2**20))
    return file


@pytest.fixture
def phone_without_scripts(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport=PHONE, is_mobile=True, has_touch=True, java_script_enabled=False)
    yield context.new_page()
    context.close()


def open_files(page: Page, root: str, booked: Booked) -> None:
    page.goto(f"{root}/bookings/{booked.code}/?key={booked.secret}")
    page.get_by_role("link", name="Kirim atau lihat berkas").click()


def kept_faults() -> list[str]:
    row = Upload.objects.get(state="kept")
    return faults_in(Redrawn(row.media_type, row.pages, sealed_files.read(row.stored_as)))


def test_photo_is_sent_without_scripts(phone_without_scripts, live_server, booked, photo):
    page = phone_without_scripts
    open_files(page, live_server.url, booked)

    page.set_input_files("#file-ktp", photo)
    page.locator("#document-ktp button.button").click()

    assert "Foto: diterima" in page.locator("#document-ktp").inner_text()
    assert kept_faults() == []


def test_photo_is_sent_in_pieces_and_goes_on_after_the_line_broke(phone, live_server, booked, photo):
    open_files(phone, live_server.url, booked)
    is_within_reach(phone)
    pieces: list[str] = []

    def on_a_bad_line(route: Route) -> None:
        pieces.append(route.request.url.partition("offset=")[2])
        if len(pieces) == 2:
            route.abort()
        else:
            route.continue_()

    phone.route("**/chunks/**", on_a_bad_line)
    phone.set_input_files("#file-ktp", photo)
    phone.locator("#document-ktp button.button").click()
    phone.wait_for_url("**?sent=*")

    assert "Foto: diterima" in phone.locator("#document-ktp").inner_text()
    is_within_reach(phone)
    assert pieces[:3] == ["0", "524288", "524288"]
    assert kept_faults() == []


def test_refused_file_is_said_in_words_and_taken_back(phone, live_server, booked, tmp_path):
    page = tmp_path / "foto.jpg"
    page.write_text("<html>")
    open_files(phone, live_server.url, booked)
    is_within_reach(phone)

    phone.set_input_files("#file-ktp", page)
    phone.locator("#document-ktp button.button").click()

    said = phone.locator("#document-ktp [role=status] .error")
    said.wait_for()
    assert said.inner_text() == "Hanya foto (JPEG atau PNG) dan PDF yang diterima."
    is_within_reach(phone)
    phone.reload()
    assert "Berkas: tidak diterima" in phone.locator("#document-ktp").inner_text()
    is_within_reach(phone)
    phone.get_by_role("button", name="Hapus").click()
    assert "tidak diterima" not in phone.locator("#document-ktp").inner_text()


def test_officer_compares_and_judges(phone, desktop, live_server, booked, photo):
    open_files(phone, live_server.url, booked)
    for document in ("ktp", "kk"):
        phone.set_input_files(f"#file-{document}", photo)
        phone.locator(f"#document-{document} button.button").click()
        phone.locator(f"#document-{document}", has_text="Foto: diterima").wait_for()
    ensure_staff(username="dewi", password=PASSWORD, office_code="serang", role="clerk", now=NOW, by="test")
    desktop.goto(f"{live_server.url}/console/sign-in/")
    desktop.fill("input[name=username]", "dewi")
    desktop.fill("input[name=password]", PASSWORD)
    desktop.click("main button")

    desktop.goto(f"{live_server.url}/console/bookings/{booked.code}/")
    desktop.get_by_role("link", name="Berkas yang dikirim").click()
    is_within_reach(desktop)
    desktop.select_option("#left", index=0)
    desktop.select_option("#right", index=1)
    desktop.get_by_role("button", name="Bandingkan").click()
    desktop.wait_for_load_state("networkidle")
    widths = desktop.locator(".sheets img").evaluate_all("all => all.map(one => [one.naturalWidth, one.naturalHeight])")
    assert widths == [[1050, 1400], [1050, 1400]]
    is_within_reach(desktop)
    desktop.locator(".beside input[name=reason]").first.fill("Tepinya terpotong")
    desktop.locator(".beside").get_by_role("button", name="tidak sesuai").first.click()
    is_within_reach(desktop)

    phone.reload()
    assert "Foto: tidak sesuai" in phone.locator("#document-ktp").inner_text()
    assert "Tepinya terpotong" in phone.locator("#document-ktp").inner_text()
    is_within_reach(phone)
