"""The console in a real browser: nothing in the way of anybody, from the smallest telephone up, and no script."""

from datetime import UTC, datetime

import pytest

from serambi.procedures.ensure_staff import ensure_staff
from tests.accessibility import is_within_reach
from tests.counters.console.conftest import PASSWORD
from tests.factories import NOW, applicant, nik, save_slot


@pytest.fixture
def story_day(monkeypatch):
    """The browser's server runs in a thread of its own and real time goes on there: move the clock instead."""
    offset = (NOW - datetime.now(UTC)).total_seconds()
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str(offset))


@pytest.fixture(params=["desktop", "phone"])
def page(request):
    return request.getfixturevalue(request.param)


def is_sound(page) -> None:
    is_within_reach(page)
    assert page.locator("script").count() == 0


def test_a_clerk_signs_in_reads_the_list_and_finds_a_booking(live_server, serang, booked, page):
    ensure_staff(username="petugas", password=PASSWORD, office_code="serang", role="clerk", now=NOW, by="test")
    slot = save_slot(serang, on=NOW.date())
    (code,) = booked(slot, applicant(7, "Ani"), urgency="medical")

    page.goto(f"{live_server.url}/console/")
    is_sound(page)
    page.get_by_label("Nama pengguna").fill("petugas")
    page.get_by_label("Kata sandi").fill("wrong")
    page.get_by_role("button", name="Masuk").click()
    assert page.get_by_role("alert").inner_text().splitlines()[-1] == "Nama pengguna atau kata sandi tidak cocok."
    is_sound(page)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()

    page.get_by_role("heading", name="Kamis, 10 September 2020").wait_for()
    assert page.get_by_role("link", name=code).count() == 1
    is_sound(page)
    page.get_by_label("Kode booking").fill(code.replace("-", "").lower())
    page.get_by_role("button", name="Cari").click()
    page.get_by_role("heading", name="Ani").wait_for()
    is_sound(page)
    page.get_by_role("link", name="Beri kunci baru").click()
    is_sound(page)
    page.get_by_label("Saya sudah mencocokkan").check()
    page.get_by_role("button", name="Beri kunci baru").click()
    page.get_by_role("heading", name="Kunci baru").wait_for()
    is_sound(page)
    page.get_by_role("link", name="Cari dengan NIK").click()
    page.get_by_label("NIK atau nomor paspor").last.fill(nik(7))
    page.get_by_role("button", name="Cari dengan nomor").click()
    page.get_by_role("heading", name="Ani").wait_for()
    page.get_by_label("Kode booking").fill("nonsense")
    page.get_by_role("button", name="Cari").click()
    page.get_by_text("Tidak ada jadwal dengan kode itu.").wait_for()
    is_sound(page)
    page.get_by_role("link", name="Kapasitas").click()
    page.get_by_role("heading", name="Kapasitas Kamis, 10 September 2020").wait_for()
    page.locator("summary").first.click()
    is_sound(page)
    page.get_by_role("link", name="English").click()
    page.get_by_role("heading", name="Capacity Thursday, 10 September 2020").wait_for()
    is_sound(page)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("heading", name="Sign in to the staff console").wait_for()
