"""Writing a notice in a real browser, from the draft to its withdrawal; no script anywhere."""

import pytest

from serambi.procedures.ensure_staff import ensure_staff
from serambi.rules.spans import read_span
from tests.counters.console.conftest import PASSWORD
from tests.counters.console.test_browser_orders import look, page, planned, sign_in, story_day  # noqa: F401 - fixtures
from tests.factories import NOW, QUARTER, order_text
from tests.figures import save_history
from tests.procedures.orders import enact


@pytest.fixture
def head(planned):  # noqa: F811 - the fixture
    ensure_staff(username="kepala", password=PASSWORD, office_code="serang", role="office_head", now=NOW, by="test")
    save_history(planned, [(read_span("2019-08"), 2200), (read_span("2020-08"), 210)])
    enact(order_text("SE-1", QUARTER, areas='["office:serang"]'))


def test_a_notice_is_drafted_edited_published_corrected_and_withdrawn(live_server, head, page):  # noqa: F811
    sign_in(page, live_server.url, "kepala")
    page.get_by_role("link", name="Pengumuman", exact=True).click()
    look(page, "notices-empty")
    page.get_by_role("link", name="Susun pengumuman").click()
    look(page, "notices-new")
    page.get_by_role("button", name="Susun dari hari ini ke depan").click()
    look(page, "notices-new-wrong")
    page.get_by_label("Aturan", exact=True).select_option("SE-1")
    page.get_by_role("button", name="Susun dari aturan ini").click()
    page.get_by_role("heading", name="Pengumuman Naskah").wait_for()
    look(page, "notices-desk")
    page.get_by_label("Judul, bahasa Inggris").fill("")
    page.get_by_role("button", name="Simpan dan lihat pratinjau").click()
    page.get_by_role("heading", name="Pratinjau").wait_for()
    look(page, "notices-preview")
    page.get_by_role("link", name="Kembali ke naskah").click()
    page.get_by_role("button", name="Terbitkan").click()
    page.get_by_text("Judul dan isi harus terisi dalam kedua bahasa").first.wait_for()
    look(page, "notices-desk-wrong")
    page.get_by_label("Judul, bahasa Inggris").fill("A quarter of the quota")
    page.get_by_role("button", name="Simpan naskah").click()
    page.get_by_role("button", name="Terbitkan").click()
    page.get_by_role("heading", name="Pengumuman Berlaku").wait_for()

    page.get_by_label("Isi, bahasa Inggris").fill("Put right.")
    page.get_by_role("button", name="Simpan naskah").click()
    page.get_by_label("Terbit pada (kosong: sekarang)").fill("2020-09-11T08:00")
    page.get_by_label("Apa yang diperbaiki, bahasa Indonesia").fill("Terjemahan")
    page.get_by_label("Apa yang diperbaiki, bahasa Inggris").fill("The translation")
    page.get_by_role("button", name="Terbitkan").click()
    page.get_by_text("Versi berikutnya terbit Jumat, 11 September 2020 pukul 08.00 WIB.").wait_for()
    look(page, "notices-scheduled")
    for reason in ("Belum perlu", "Keliru"):
        page.get_by_label("Alasan, bahasa Indonesia").fill(reason)
        page.get_by_label("Alasan, bahasa Inggris").fill("A mistake")
        page.get_by_role("button", name="Tarik", exact=True).click()
    page.get_by_role("heading", name="Pengumuman Ditarik").wait_for()
    look(page, "notices-withdrawn")
    page.get_by_role("link", name="Semua pengumuman").click()
    look(page, "notices-list")
    page.goto(f"{live_server.url}/en/serang/notices/kuota-pemohon-diatur-lagi-se-1/")
    assert page.get_by_role("heading", level=1).inner_text() == "Withdrawn: A quarter of the quota"
