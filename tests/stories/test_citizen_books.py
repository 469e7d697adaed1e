"""A citizen books in a real browser, moves and cancels, in both languages, on a telephone and at a desk.

The office is Serang with the real instruments of 2020, on Thursday 10 September 2020 at 07:30.
"""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.procedures.load_policy import load_policy
from serambi.procedures.plan_slots import plan_slots
from serambi.records.models import Booking
from tests.factories import NOW, THE_DAY, nik
from tests.stories.visiting import CONTINUE, Visit, live_at

PLANNED = timedelta(days=12)
IN_APRIL = datetime(2020, 4, 1, 0, 30, tzinfo=UTC)


@pytest.fixture
def at_serang(live_server, monkeypatch) -> str:
    """The address of the portal, with Serang planned."""
    live_at(NOW, monkeypatch)
    load_policy(policy=read_policy(POLICY_FOLDER), now=NOW, by="test")
    plan_slots(office="serang", from_on=THE_DAY, until_on=THE_DAY + PLANNED, now=NOW, by="test")
    return live_server.url


def book_at_first_time(visit: Visit, serial: int) -> str:
    """From the first question to the end, with the day and the time that stand first but one."""
    visit.open("/serang/book/")
    visit.answer("passport-new")
    visit.answer("tourism")
    visit.answer("yes")
    visit.page.locator("main form:not([action]) button").click()
    visit.look()
    visit.choose(1)
    visit.choose(1)
    visit.fill_in(serial)
    visit.page.click("main a.button:not(.second)")
    visit.look()
    return visit.go_on()


def test_citizen_books_moves_and_cancels_on_a_phone_in_indonesian(phone, at_serang):
    visit = Visit(phone, at_serang)

    assert book_at_first_time(visit, 1) == "Jadwal Anda sudah dipesan"
    assert "Jumat, 18 September 2020 pukul 08.00 WIB" in visit.text()
    phone.goto(phone.locator("main a.secret").first.get_attribute("href"))
    assert "key=" not in phone.url
    assert visit.look() == "Jadwal kedatangan Anda"
    phone.get_by_role("link", name="Pindahkan jadwal").click()
    assert visit.look() == "Pindah ke hari apa?"
    assert visit.choose(2) == "Pindah ke pukul berapa?"
    assert visit.choose(0) == "Pindahkan ke jadwal ini?"
    visit.go_on()
    assert "Jadwal Anda sudah dipindahkan." in visit.text()
    assert "Terjadwal Senin, 14 September 2020 pukul 07.30 WIB" in visit.text()
    phone.get_by_role("link", name="Batalkan jadwal").click()
    assert visit.look() == "Batalkan jadwal ini?"
    visit.go_on()
    assert "Dibatalkan Senin, 14 September 2020 pukul 07.30 WIB" in visit.text()
    assert [booking.state for booking in Booking.objects.all()] == ["cancelled"]


def test_citizen_books_moves_and_cancels_at_a_desk_in_english(desktop, at_serang):
    visit = Visit(desktop, at_serang, "/en")

    assert book_at_first_time(visit, 1) == "Your appointment is booked"
    assert "Friday, 18 September 2020, 08:00 WIB" in visit.text()
    with desktop.expect_download() as download:
        desktop.get_by_role("link", name="Save to your calendar").click()
    assert download.value.suggested_filename.endswith(".ics")
    desktop.goto(desktop.locator("main a.secret").first.get_attribute("href"))
    desktop.get_by_role("link", name="Move the appointment").click()
    visit.choose(2)
    visit.choose(0)
    visit.go_on()
    assert "Confirmed Monday, 14 September 2020, 07:30 WIB" in visit.text()
    desktop.get_by_role("link", name="Bahasa Indonesia").click()
    assert visit.look() == "Jadwal kedatangan Anda"
    desktop.get_by_role("link", name="English").click()
    desktop.get_by_role("link", name="Cancel the appointment").click()
    visit.go_on()
    assert "Cancelled Monday, 14 September 2020, 07:30 WIB" in visit.text()


def test_one_identity_cannot_hold_two_appointments(desktop, at_serang):
    visit = Visit(desktop, at_serang, "/en")
    book_at_first_time(visit, 1)

    assert book_at_first_time(visit, 1) == "Who will come?"

    assert desktop.title().startswith("Error: ")
    told = desktop.locator(".summary a")
    assert told.inner_text().startswith("This identity number still holds another appointment.")
    told.click()
    assert desktop.evaluate("document.activeElement.id") == "id_number"
    assert desktop.input_value("#id_number") == nik(1)
    assert Booking.objects.count() == 1


def test_all_of_it_works_without_scripts(phone_without_scripts, at_serang):
    page = phone_without_scripts
    page.goto(f"{at_serang}/serang/book/")
    for value in ("passport-new", "umrah", "no", "medical"):
        page.check(f"input[value={value}]")
        page.locator(CONTINUE).first.click()
    for _ in ("day", "time"):
        page.locator("input[type=radio]").first.check()
        page.locator(CONTINUE).first.click()
    typed = {"name": "Budi", "number": nik(2), "born_day": "17", "born_month": "5", "born_year": "1990"}
    for field, text in (typed | {"phone": "081234567890"}).items():
        page.fill(f"#id_{field}", text)
    page.locator(CONTINUE).first.click()
    page.click("main a.button:not(.second)")
    page.locator(CONTINUE).first.click()

    assert page.locator("h1").inner_text() == "Jadwal Anda sudah dipesan"
    assert "Surat rekomendasi Kementerian Agama" in page.locator("main").inner_text()
    assert Booking.objects.get().urgency == "medical"


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_every_open_page_is_accessible_narrow_and_light(device, prefix, at_serang, request):
    visit = Visit(request.getfixturevalue(device), at_serang, prefix)

    for path in (
        "/",
        "/?q=banten",
        "/serang/",
        "/serang/orders/?on=2020-09-09&known_at=2020-09-08",
        "/serang/orders/?on=nonsense",
        "/serang/services/",
        "/serang/services/passport-new/",
        "/serang/services/permit-visit-extension/",
        "/denpasar/",
        "/bookings/",
        "/bookings/2345-6789-ABCM/",
        "/nowhere/",
    ):
        visit.open(path)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_error_page_is_accessible_and_takes_the_focus(phone, prefix, at_serang):
    visit = Visit(phone, at_serang, prefix)
    visit.open("/serang/book/service/")
    for value in ("passport-new", "tourism", "no", "duty"):
        visit.go_on()
        assert phone.evaluate("document.activeElement.className") == "summary"
        visit.answer(value)
    for _ in ("day", "time"):
        visit.go_on()
        visit.choose(0)
    visit.go_on()

    assert phone.locator(".summary a").count() == 4


@pytest.mark.parametrize(
    ("prefix", "heading"), [("", "Hari apa Anda akan datang?"), ("/en", "Which day will you come?")]
)
def test_in_april_who_is_not_urgent_is_told_who_is_served_and_where(phone, prefix, heading, at_serang, monkeypatch):
    live_at(IN_APRIL, monkeypatch)
    plan_slots(office="serang", from_on=IN_APRIL.date(), until_on=IN_APRIL.date() + PLANNED, now=IN_APRIL, by="test")
    visit = Visit(phone, at_serang, prefix)
    visit.open("/serang/")
    assert re.search("SE 2114", visit.text())

    visit.open("/serang/book/service/")
    visit.answer("passport-new")
    visit.answer("tourism")
    visit.answer("yes")

    phone.locator("main form:not([action]) button").click()
    assert visit.look() == heading
    assert "SE 2114 (Direktur Jenderal Imigrasi, 23 " in visit.text()
    assert re.search("meja bantuan di kantor, tanpa pemesanan|help desk at the office; no booking", visit.text())
    assert phone.locator("input[type=radio]").count() == 0


def test_dates_are_those_of_the_office(desktop, at_serang):
    visit = Visit(desktop, at_serang)

    visit.open("/serang/orders/")

    assert desktop.input_value("#id_on") == f"{date(2020, 9, 10)}"
    assert "Kehadiran pegawai 25" in visit.text()
