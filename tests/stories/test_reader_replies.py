"""A reader without scripts, on a telephone, replies to a notice; a moderator shows it and answers for the office."""

import pytest
from playwright.sync_api import Page

from serambi.procedures.ensure_staff import ensure_staff
from tests.factories import NOW, save_office
from tests.replies import SLUG, hang_notice
from tests.stories.visiting import Visit, live_at

PASSWORD = "a long password"
LONG = "Kapan kantor buka lagi untuk umum? " + "a" * 150


@pytest.fixture
def at_serang(live_server, monkeypatch) -> str:
    live_at(NOW, monkeypatch)
    save_office()
    hang_notice()
    ensure_staff(username="penyelia", password=PASSWORD, office_code="serang", role="supervisor", now=NOW, by="test")
    return live_server.url


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def replies_without_scripts(page: Page, address: str) -> None:
    """From the notice to the thanks, with a mistake on the way that costs nothing of what was typed."""
    page.goto(address)
    page.get_by_role("link", name="Tulis tanggapan").click()
    page.get_by_label("Nama (wajib diisi)").fill("Ani 🌸")
    page.get_by_role("button", name="Kirim tanggapan").click()
    assert page.locator(".summary a").all_inner_texts() == [
        "Isi alamat surel. Contoh: nama@contoh.id",
        "Tulis tanggapan Anda.",
    ]
    assert page.title().startswith("Kesalahan: ")
    assert page.get_by_label("Nama (wajib diisi)").input_value() == "Ani 🌸"
    page.get_by_label("Alamat surel (email) (wajib diisi)").fill("ani@contoh.example")
    page.get_by_label("Tanggapan Anda (wajib diisi)").fill(LONG)
    page.get_by_role("button", name="Kirim tanggapan").click()
    assert heading(page) == "Tanggapan Anda sudah diterima"
    page.get_by_role("link", name="Baca tanggapan lain").click()
    assert "Belum ada tanggapan." in page.locator("main").inner_text()


def moderates_and_answers(office: Visit) -> None:
    office.page.fill("#id_username", "penyelia")
    office.page.fill("#id_password", PASSWORD)
    office.page.locator("main button").click()
    assert office.look() == "Tanggapan pembaca"
    office.press("Tampilkan")
    office.page.get_by_role("link", name="Tampil (1)").click()
    office.look()
    assert office.press("Buka") == "Ani 🌸"
    office.page.fill("#id_answer", "Mulai Senin pukul 07.30.")
    office.press("Kirim jawaban")
    assert "ani@contoh.example" not in office.text()
    office.press("Lihat alamat surel")
    assert "ani@contoh.example" in office.text()


def test_reader_replies_and_the_office_answers(phone_without_scripts, phone, desktop, at_serang):
    replies_without_scripts(phone_without_scripts, f"{at_serang}/serang/notices/{SLUG}/")

    office = Visit(desktop, at_serang)
    office.open("/console/sign-in/?next=/console/serang/replies/")
    moderates_and_answers(office)

    reader = Visit(phone, at_serang, "/en")
    reader.open(f"/serang/notices/{SLUG}/")
    assert "Ani 🌸" in reader.text() and "The office's answer" in reader.text()
    assert "Mulai Senin pukul 07.30." in reader.text()
    assert reader.press("Write a reply") == "Write a reply"
    reader.go_on()
    assert len(phone.locator(".summary a").all()) == 3
    for field, typed in (("name", "Budi"), ("email", "budi@contoh.example"), ("text", "Thanks")):
        phone.fill(f"#id_{field}", typed)
    assert reader.go_on() == "Your reply has been received"
