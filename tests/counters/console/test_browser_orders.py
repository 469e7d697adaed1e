"""Writing, previewing, signing and undoing an order in a real browser, and the rooms around it; no script anywhere."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.postpone_booking import postpone_booking
from tests.counters.console.conftest import PASSWORD
from tests.counters.console.test_browser import is_sound
from tests.factories import CLOSED, NOW, QUARTER, THE_DAY, order_text, save_regions
from tests.procedures.orders import ONE_DAY, UNTIL, enact, fill
from tests.procedures.rotas import MONDAY, fill_passport, keep

PICTURES = os.environ.get("SERAMBI_SCREENSHOTS")


@pytest.fixture
def story_day(monkeypatch):
    """The browser's server runs in a thread of its own and real time goes on there: move the clock instead."""
    offset = (NOW - datetime.now(UTC)).total_seconds()
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str(offset))


@pytest.fixture(params=["desktop", "phone"])
def page(request):
    return request.getfixturevalue(request.param)


@pytest.fixture
def planned(serang):
    save_regions()
    plan_slots(office="serang", from_on=THE_DAY, until_on=UNTIL, now=NOW, by="test")
    return serang


def look(page, name: str) -> None:
    is_sound(page)
    if PICTURES:
        width = page.viewport_size["width"]
        page.screenshot(path=Path(PICTURES) / f"console-{name}-{width}.png", full_page=True)


def sign_in(page, root: str, username: str) -> None:
    page.goto(f"{root}/console/sign-in/")
    page.get_by_label("Nama pengguna").fill(username)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()


def test_an_order_is_written_previewed_signed_by_two_and_undone(live_server, planned, page):
    for username in ("direktur", "sekretaris"):
        ensure_staff(username=username, password=PASSWORD, office_code=None, role="directorate", now=NOW, by="test")
    fill(date(2020, 9, 14), 20)
    fill(date(2020, 9, 15), 5, email=None)

    sign_in(page, live_server.url, "direktur")
    page.get_by_role("link", name="Aturan", exact=True).click()
    look(page, "book-empty")
    page.get_by_role("link", name="Tulis aturan baru").click()
    look(page, "new")
    page.get_by_role("button", name="Susun teksnya").click()
    look(page, "new-wrong")
    page.get_by_label("Tutup pelayanan tatap muka").check()
    page.get_by_label("Wilayah").select_option("office:serang")
    page.get_by_label("Hari pertama").fill("2020-09-14")
    page.get_by_label("Hari terakhir (kosong: sampai dicabut)").fill("2020-09-15")
    page.get_by_label("Nomor").fill("SE-IMI/UJI/2020")
    page.get_by_label("Judul").fill("Penutupan dua hari")
    page.get_by_role("button", name="Susun teksnya").click()
    look(page, "written")
    page.get_by_role("button", name="Lihat pratinjau").click()
    page.get_by_text("25 orang kehilangan tempat").last.wait_for()
    look(page, "preview")
    page.get_by_role("button", name="Tandatangani").click()
    page.get_by_text("Anda sudah menandatangani.").wait_for()
    look(page, "proposal-own")
    page.get_by_role("button", name="Keluar").click()

    sign_in(page, live_server.url, "sekretaris")
    page.get_by_role("link", name="Aturan", exact=True).click()
    look(page, "book-proposed")
    page.get_by_role("link", name="SE-IMI/UJI/2020").click()
    look(page, "proposal")
    page.get_by_role("button", name="Tandatangani dan berlakukan").click()
    page.get_by_role("heading", name="Orang yang kehilangan tempat 25").wait_for()
    look(page, "order")
    page.get_by_text("Tiap kantor").click()
    page.get_by_role("link", name="Kantor Imigrasi Serang").click()
    look(page, "dues")
    page.go_back()
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="People who lost their place 25").wait_for()
    look(page, "order-en")
    page.get_by_role("link", name="Undo this order").click()
    page.get_by_label("Reason").fill("keliru")
    look(page, "undo")
    page.get_by_role("button", name="Undo this order").click()
    page.get_by_text("Undone by sekretaris: keliru").wait_for()
    look(page, "undone")


def test_a_team_is_isolated_after_a_preview_and_the_capacity_says_so(live_server, planned, page):
    ensure_staff(username="kepala", password=PASSWORD, office_code="serang", role="office_head", now=NOW, by="test")
    keep(days=4)
    fill_passport(MONDAY)

    sign_in(page, live_server.url, "kepala")
    page.get_by_role("link", name="Kapasitas", exact=True).click()
    page.get_by_role("link", name="Isolasi tim").click()
    look(page, "isolations-empty")
    page.get_by_role("button", name="Lihat pratinjau").click()
    look(page, "isolations-wrong")
    page.get_by_label("Tim", exact=True).select_option("paspor-1")
    page.get_by_label("Hari pertama").fill("2020-09-14")
    page.get_by_label("Hari terakhir").fill("2020-09-15")
    page.get_by_role("button", name="Lihat pratinjau").click()
    page.get_by_text("40 orang kehilangan tempat").wait_for()
    look(page, "isolation-preview")
    page.get_by_role("button", name="Isolasi tim ini").click()
    page.get_by_role("button", name="Akhiri hari ini: paspor-1").wait_for()
    look(page, "isolations")
    page.goto(f"{live_server.url}/console/serang/capacity/?on=2020-09-14")
    page.get_by_text("Tim paspor-1 diisolasi sampai 15 September 2020.").first.wait_for()
    look(page, "isolation-capacity")


def test_an_order_that_closes_by_another_name_says_so_and_its_reopening_is_undone_by_two(live_server, planned, page):
    for username in ("direktur", "sekretaris"):
        ensure_staff(username=username, password=PASSWORD, office_code=None, role="directorate", now=NOW, by="test")
    closing = order_text("SE-9", 'topic = "quota_share"\nvalue = 0', areas='["office:serang"]')
    fill(date(2020, 9, 14), 3)

    sign_in(page, live_server.url, "direktur")
    page.goto(f"{live_server.url}/console/orders/new/")
    page.get_by_label("Teks aturan (TOML)").fill(closing)
    page.get_by_role("button", name="Lihat pratinjau").click()
    page.get_by_text("mulai 10 September 2020, tanpa batas akhir").wait_for()
    look(page, "preview-closing")
    for by in ("direktur", "sekretaris"):
        enact(closing, by=by)
    enact(order_text("SE-R", QUARTER, areas='["office:serang"]', revokes='["SE-9"]'))
    page.goto(f"{live_server.url}/console/orders/SE-R/undoing/")
    page.get_by_label("Alasan").fill("keliru")
    look(page, "undo-closing")
    page.get_by_role("button", name="Batalkan aturan ini").click()
    page.get_by_text("harus menyetujui pembatalan ini").wait_for()
    look(page, "undoing-own")
    page.get_by_role("button", name="Keluar").click()

    sign_in(page, live_server.url, "sekretaris")
    page.get_by_role("link", name="Aturan", exact=True).click()
    look(page, "book-undoing")
    page.get_by_role("link", name="SE-R").first.click()
    look(page, "undoing")
    page.get_by_role("button", name="Tandatangani dan batalkan aturan ini").click()
    page.get_by_text("Dibatalkan oleh sekretaris: keliru").wait_for()


def test_the_line_and_the_triage_desk(live_server, planned, page):
    ensure_staff(username="petugas", password=PASSWORD, office_code="serang", role="clerk", now=NOW, by="test")
    for code in fill(date(2020, 9, 14), 3):
        postpone_booking(code=code, key="k", now=NOW, by="test")
    fill(date(2020, 9, 15), 3, urgency="medical")

    sign_in(page, live_server.url, "petugas")
    page.get_by_role("link", name="Daftar tunggu").click()
    page.get_by_text("3 menunggu, 0 diundang").wait_for()
    look(page, "line")
    page.get_by_role("link", name="Keperluan mendesak").click()
    look(page, "triage")
    page.get_by_role("button", name="Terima").first.click()
    page.get_by_text("Isi alasannya.").wait_for()
    look(page, "triage-wrong")
    page.get_by_label("Alasan").first.fill("surat rujukan dokter")
    page.get_by_role("button", name="Terima").first.click()
    page.get_by_role("heading", name="Perlu dinilai 2").wait_for()
    look(page, "triage-after")


def test_the_call_list(live_server, planned, page):
    ensure_staff(username="petugas", password=PASSWORD, office_code="serang", role="clerk", now=NOW, by="test")
    fill(date(2020, 9, 14), 3, email=None)
    enact(order_text("SE-9", CLOSED, **ONE_DAY))

    sign_in(page, live_server.url, "petugas")
    page.get_by_role("link", name="Telepon").click()
    page.get_by_role("heading", name="Yang perlu ditelepon 3").wait_for()
    look(page, "calls")
    page.get_by_role("button", name="Tidak tersambung").first.click()
    page.get_by_text("1 kali dicoba").wait_for()
    page.get_by_role("button", name="Ia menerima").first.click()
    page.get_by_text("Terjadwal").wait_for()
    look(page, "booking-accepted")
    page.get_by_role("link", name="Telepon").click()
    page.get_by_role("button", name="Tersambung:").first.click()
    page.get_by_role("heading", name="Yang perlu ditelepon 1").wait_for()
    look(page, "calls-after")
