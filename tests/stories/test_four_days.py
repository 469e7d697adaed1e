"""Complete file, clear purpose, four working days: whole ways through portal and console in a real browser.

The office is Serang with the real instruments of 2020. The clock is moved between the steps.
"""

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.procedures.admit_visitor import admit_booked
from serambi.procedures.book_visits import book_visits
from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.load_policy import load_policy
from serambi.procedures.open_case import open_case
from serambi.procedures.plan_slots import plan_slots
from serambi.records.models import Booking, Case, Message, Slot, StayRow, Upload, UploadMark
from serambi.rules.verdict import Verdict
from tests.factories import CLOSED, NOW, THE_DAY, applicant, order_text, request
from tests.innocent_files import phone_photo
from tests.stories.test_citizen_books import Visit, book_at_first_time, live_at

PASSWORD, PLANNED = "a long password", timedelta(days=12)
FRIDAY = datetime(2020, 9, 18, 1, 0, tzinfo=UTC)
"""08:00 in Serang on the day of the visit; four working days later it is Thursday 24 September."""

THURSDAY = FRIDAY + timedelta(days=6)
BY_ORDER = {"from": "2020-09-21", "until": "2020-09-23", "areas": '["office:serang"]', "short_name": '"SE 9"'}
"""Monday and Tuesday after the visit."""

INDONESIAN = {
    "group": "Dokumen yang dibawa",
    "check": "Periksa berkas",
    "complete": "Berkas lengkap",
    "accept": "Terima berkas",
    "verify": "Berkas cocok dengan aslinya",
    "interview": "Wawancara selesai",
    "fee": "Paspor biasa 48 halaman",
    "slip": "Buat kode billing",
    "load": "Muat pembayaran",
    "paid": "1 berkas dibayar",
}
ENGLISH = {
    "group": "Documents to bring",
    "check": "Check the file",
    "complete": "File complete",
    "accept": "Accept the file",
    "verify": "File matches the originals",
    "interview": "Interview done",
    "fee": "Visit permit extension 30 days",
    "slip": "Make the billing code",
    "load": "Load the payments",
    "paid": "1 case paid",
}


@pytest.fixture
def root(live_server, monkeypatch) -> str:
    """The address of the service, with Serang planned."""
    live_at(NOW, monkeypatch)
    load_policy(policy=read_policy(POLICY_FOLDER), now=NOW, by="test")
    plan_slots(office="serang", from_on=THE_DAY, until_on=THE_DAY + PLANNED, now=NOW, by="test")
    return live_server.url


@pytest.fixture
def clerk(chromium, root):
    """A clerk of Serang at a desk, signed in."""
    for username, role in (("petugas", "clerk"), ("penyelia", "supervisor")):
        ensure_staff(username=username, password=PASSWORD, office_code="serang", role=role, now=NOW, by="test")
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, locale="id-ID")
    page = context.new_page()
    sign_in(page, root, "petugas")
    yield Visit(page, root, "/console")
    context.close()


def sign_in(page: Page, root: str, username: str) -> None:
    session = Client()
    session.force_login(get_user_model().objects.get(username=username))
    page.context.add_cookies([{"name": "session", "value": session.cookies["session"].value, "url": root}])


def press(visit: Visit, name: str) -> str:
    with visit.page.expect_navigation():
        visit.page.get_by_role("button", name=name, exact=True).click()
    return visit.look()


def accept_file(clerk: Visit, words: dict[str, str], *said: str) -> str:
    """Mark every paper at the desk that is open, answer for the purpose, and give the number of the case."""
    papers = clerk.page.get_by_role("group", name=words["group"]).get_by_role("checkbox")
    for number in range(papers.count()):
        papers.nth(number).check()
    for label, answer in zip(said[::2], said[1::2], strict=True):
        clerk.page.get_by_label(label).fill(answer)
    press(clerk, words["check"])
    assert words["complete"] in clerk.text()
    press(clerk, words["accept"])
    return clerk.page.locator("main .code").first.inner_text()


def interview(clerk: Visit, words: dict[str, str]) -> None:
    """Take the case that is open from the accepted file to its billing code."""
    press(clerk, words["verify"])
    press(clerk, words["interview"])
    clerk.page.get_by_label(re.compile(words["fee"])).first.check()
    press(clerk, words["slip"])


def follow(visit: Visit, name: str) -> str:
    """Press a link by its words."""
    with visit.page.expect_navigation():
        visit.page.get_by_role("link", name=name, exact=True).click()
    return visit.look()


def admit(code: str) -> None:
    cool = {"companions": 0, "temperature_c": Decimal("36.5"), "gate": "utama", "now": FRIDAY, "by": "gerbang"}
    assert admit_booked(office="serang", code=code, **cool).ticket == "B-001"


def serve(clerk: Visit, code: str) -> str:
    """One walk of ticket and file: past the gate, document desk, photo and interview, slip; the number of the case."""
    admit(code)
    clerk.open("/hall/counter/1/")
    press(clerk, "Panggil berikutnya")
    press(clerk, "Sudah datang, mulai")
    assert "Berkas: belum diperiksa di meja dokumen" in clerk.text()
    follow(clerk, "Periksa berkasnya di meja dokumen")
    number = accept_file(clerk, INDONESIAN, *TOURISM)
    press(clerk, "Kirim B-001 ke Foto dan wawancara")
    assert clerk.page.locator("#present").count() == 0
    press(clerk, "Panggil berikutnya")
    press(clerk, "Sudah datang, mulai")
    assert "Berkas: Berkas diterima" in clerk.text()
    follow(clerk, "Buka berkasnya")
    interview(clerk, INDONESIAN)
    assert "Tiket B-001: selesai" in clerk.text()
    follow(clerk, "Kembali ke loket 1: panggil berikutnya")
    return number


TOURISM = (
    *("Negara tujuan", "Jepang", "Tempat yang dikunjungi", "Tokyo", "Lama tinggal", "10 hari"),
    *("Pergi bersama siapa", "sendiri", "Tanggal berangkat", "1 November 2020"),
)


def track(visit: Visit, number: str, button: str = "Lihat berkas") -> str:
    visit.open("/cases/")
    visit.page.fill("#id_number", number)
    for part, value in (("day", "17"), ("month", "5"), ("year", "1990")):
        visit.page.fill(f"#id_born_{part}", value)
    press(visit, button)
    return visit.text()


def pay(clerk: Visit, root: str, words: dict[str, str], at: datetime, tmp_path: Path) -> None:
    """The supervisor loads the bank's file."""
    case, file = Case.objects.get(), tmp_path / "bank.csv"
    file.write_text(f"billing_code,amount_idr,paid_at\n{case.billing_code},{case.amount_idr},{at.isoformat()}\n")
    sign_in(clerk.page, root, "penyelia")
    for _ in range(2):  # the same file twice changes nothing
        clerk.open("/cases/payments/")
        clerk.page.set_input_files("#id_file", file)
        press(clerk, words["load"])
        assert words["paid"] in clerk.text()
        words = words | {"paid": ""}
    sign_in(clerk.page, root, "petugas")


def send_photo(citizen: Visit, tmp_path: Path) -> None:
    """From the page of the booking, whose key the session holds."""
    photo = tmp_path / "IMG_20200910.jpg"
    photo.write_bytes(phone_photo(1600, 1200))
    citizen.open(f"/bookings/{Booking.objects.get().code}/")
    citizen.page.get_by_role("link", name="Kirim atau lihat berkas").click()
    citizen.page.set_input_files("#file-ktp", photo)
    citizen.page.locator("#document-ktp button.button").click()
    citizen.page.locator("#document-ktp", has_text="Foto: diterima").wait_for()
    citizen.look()


@pytest.fixture
def paid(phone, clerk, root, file_folder, monkeypatch, tmp_path) -> str:
    """Check, book, send a photo, come, be called and pay: the number of a case paid on Friday 18 September."""
    citizen = Visit(phone, root)
    citizen.open("/serang/services/passport-new/")
    phone.get_by_role("link", name="Periksa syarat untuk keperluan saya").click()
    assert citizen.look() == "Untuk keperluan apa?"
    phone.check("input[value=tourism]")
    press(citizen, "Lanjut")
    press(citizen, "Lanjut")
    phone.get_by_label("Kartu Keluarga (KK)").check()
    press(citizen, "Periksa kelengkapan")
    assert "Masih kurang 2 dokumen" in citizen.text()
    for paper in ("KTP yang berlaku", "Akta kelahiran"):
        phone.get_by_label(re.compile(paper)).check()
    press(citizen, "Periksa kelengkapan")
    assert "Dokumen Anda lengkap" in citizen.text()
    book_at_first_time(citizen, 1)
    booking = Booking.objects.get()
    assert booking.slot.start_at == FRIDAY
    send_photo(citizen, tmp_path)

    live_at(FRIDAY, monkeypatch)
    clerk.open(f"/cases/desk/{booking.code}/")
    clerk.page.get_by_role("link", name="Berkas yang dikirim").click()
    clerk.look()
    with clerk.page.expect_navigation():
        clerk.page.get_by_role("button", name=re.compile("^sesuai")).first.click()
    assert (Upload.objects.get().state, UploadMark.objects.get().mark) == ("kept", "fits")
    number = serve(clerk, booking.code)
    clerk.open("/serang/")
    assert "B-001 sudah dilayani" in clerk.text()
    case = Case.objects.get()
    grouped = " ".join(case.billing_code[start : start + 5] for start in (0, 5, 10))
    text = track(citizen, number)
    assert f"Kode billing {grouped} Jumlah Rp350.000 Paling lambat" in text
    assert "Dijanjikan paling lambat Kamis, 24 September 2020" in text
    live_at(FRIDAY + timedelta(hours=2), monkeypatch)
    pay(clerk, root, INDONESIAN, FRIDAY + timedelta(hours=1), tmp_path)
    return number


def finish(clerk: Visit, number: str, days: tuple[datetime, ...], monkeypatch) -> None:
    """The steps of the back office, one each day."""
    for button, day in zip(("Setujui", "Sudah dicetak", "Mutu baik", "Siap diambil"), days, strict=True):
        live_at(day, monkeypatch)
        clerk.open(f"/cases/{number}/")
        press(clerk, button)


def test_a_citizen_checks_books_sends_comes_pays_tracks_and_collects_in_four_working_days(
    phone,
    clerk,
    paid,
    root,
    monkeypatch,
):
    citizen = Visit(phone, root)
    finish(clerk, paid, tuple(FRIDAY + timedelta(days=later) for later in (3, 4, 5, 6)), monkeypatch)
    assert "Siap diambil" in track(citizen, paid)
    clerk.open(f"/cases/{paid}/")
    press(clerk, "Serahkan dokumen")

    text = track(citizen, paid)
    assert "Sudah diserahkan" in text and "Dokumen diserahkan: Pemohon sendiri" in text
    case = Case.objects.get()
    assert (case.ready_on, case.promised_on, case.legal_on) == (date(2020, 9, 24),) * 3
    phone.get_by_role("link", name="English").click()
    assert citizen.look() == "Your case"


def test_the_same_way_stands_still_by_order_falls_overdue_and_ends_with_a_proxy(phone, clerk, paid, root, monkeypatch):
    citizen = Visit(phone, root)
    for signer in ("direktur", "wakil"):
        enact_instrument(text=order_text("SE-9", CLOSED, **BY_ORDER), file="se-9.toml", now=FRIDAY, by=signer)
    live_at(FRIDAY + timedelta(days=3), monkeypatch)
    paused = track(citizen, paid)
    assert "berhenti sejak 21 September 2020: kantor ditutup atas perintah (SE 9)." in paused
    assert "Dijanjikan paling lambat Senin, 28 September 2020" in paused
    assert "21 September 2020 sampai 22 September 2020: kantor ditutup atas perintah (SE 9)" in paused
    assert "Hari janji berubah: Senin, 28 September 2020 (SE 9)" in paused

    live_at(FRIDAY + timedelta(days=13), monkeypatch)
    clerk.open("/cases/")
    assert "terlambat 3 hari kerja" in clerk.text()
    late = track(citizen, paid)
    assert "Kami terlambat. Dokumen ini dijanjikan selesai Senin, 28 September 2020" in late
    assert "itu sudah lewat 3 hari kerja." in late
    assert "Berikutnya: Pejabat memutuskan permohonan Anda." in late

    finish(clerk, paid, (FRIDAY + timedelta(days=13),) * 4, monkeypatch)
    clerk.open(f"/cases/{paid}/")
    clerk.page.get_by_label("Orang yang mewakili").check()
    press(clerk, "Serahkan dokumen")
    assert "surat kuasa bermeterai" in clerk.page.get_by_role("alert").inner_text()
    clerk.page.get_by_label("Orang yang mewakili").check()
    clerk.page.get_by_label("Membawa surat kuasa bermeterai").check()
    press(clerk, "Serahkan dokumen")
    assert "Dokumen diserahkan: Orang yang mewakili" in track(citizen, paid)


def test_an_incomplete_file_goes_home_with_its_slip(clerk, root, monkeypatch):
    slot = Slot.objects.filter(group="passport", contingent="general", office_day__on=FRIDAY.date()).first()
    (answer,) = book_visits(requests=[request(slot.code, applicant(4), office="serang")], now=NOW, by="test")
    live_at(FRIDAY, monkeypatch)
    clerk.open("/cases/")
    clerk.page.get_by_label("Kode jadwal pemohon di meja").fill(answer.visits[0].code)
    press(clerk, "Meja dokumen")
    clerk.page.get_by_label(re.compile("Kartu Keluarga")).check()
    press(clerk, "Periksa berkas")
    assert "Berkas belum lengkap" in clerk.text()
    press(clerk, "Kembalikan dengan surat")

    assert "Berkas ini sudah dikembalikan." in clerk.text()
    link = clerk.page.get_by_role("link", name="Cetak lagi surat pengembaliannya (PDF)").get_attribute("href")
    answer = clerk.page.request.get(root + link)
    assert (answer.status, answer.headers["content-type"], answer.body()[:5]) == (200, "application/pdf", b"%PDF-")


def test_a_foreigner_checks_the_date_is_told_of_it_books_and_extends_wholly_in_english(
    desktop,
    clerk,
    root,
    monkeypatch,
    tmp_path,
):
    visit, desk = Visit(desktop, root, "/en"), Visit(clerk.page, root, "/en/console")
    visit.open("/stay/")
    desktop.check("input[value=itk]")
    for part, value in (("day", "15"), ("month", "4"), ("year", "2020")):
        desktop.fill(f"#id_until_{part}", value)
    desktop.check("input[value=here]")
    press(visit, "Show the deadline")
    assert "You may stay until Sunday, 20 September 2020" in visit.text() and "4049" in visit.text()
    visit.press("Tell me when this date changes")
    desktop.select_option("#id_nationality", "AU")
    desktop.fill("#id_number", "AB12345")
    desktop.fill("#id_email", "john@example.org")
    assert press(visit, "Save, and tell me") == "We tell you when the deadline changes"
    assert StayRow.objects.get().last_on == date(2020, 9, 20)
    visit.open("/serang/services/permit-visit-extension/check/?purpose=tourism&answered=1&checked=1")
    assert "5 documents are still missing" in visit.text()
    book_extension(visit)

    live_at(FRIDAY, monkeypatch)
    desk.open(f"/cases/desk/{Booking.objects.get().code}/")
    number = accept_file(desk, ENGLISH)
    interview(desk, ENGLISH)
    live_at(FRIDAY + timedelta(hours=2), monkeypatch)
    pay(desk, root, ENGLISH, FRIDAY + timedelta(hours=1), tmp_path)

    text = track(visit, number, "Show the case")
    assert "Extension of a visit stay permit (ITK)" in text
    assert "Promised by Friday, 2 October 2020" in text
    assert "By law, counted from the interview none is set for this service" in text
    desktop.goto(f"{root}/en/stay/{StayRow.objects.get().code}/")
    assert press(visit, "Stop, and delete my data") == "Your data is deleted"
    assert (bytes(StayRow.objects.get().sealed), Message.objects.filter(kind="stay_changed").count()) == (b"", 0)


def book_extension(visit: Visit) -> None:
    """From the first question to the end, under /en/, for Friday 18 September."""
    visit.open("/serang/book/")
    visit.answer("permit-visit-extension")
    visit.answer("tourism")
    visit.answer("yes")
    visit.page.locator("main form:not([action]) button").click()
    visit.look()
    visit.choose(1)
    visit.choose(1)
    typed = {"name": "John Smith", "number": "AB12345", "phone": "0812 3456 7890", "email": "john@example.org"}
    typed |= {"born_day": "17", "born_month": "5", "born_year": "1990"}
    for field, text in typed.items():
        visit.page.fill(f"#id_{field}", text)
    visit.page.select_option("#id_nationality", "AU")
    visit.go_on()
    visit.page.click("main a.button:not(.second)")
    visit.look()
    assert visit.go_on() == "Your appointment is booked"


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_every_new_page_is_accessible_narrow_and_light(device, prefix, root, request):
    visit = Visit(request.getfixturevalue(device), root, prefix)

    for path in (
        "/cases/",
        "/cases/0000000000000000/",
        "/stay/",
        "/stay/?asked=1",
        "/stay/?asked=1&permit=itas&until_day=1&until_month=5&until_year=2020&where=abroad",
        "/stay/telling/?permit=itk&until_day=1&until_month=5&until_year=2020&where=here",
        "/stay/AAAA/",
        "/serang/services/passport-new/check/",
        "/serang/services/passport-new/check/?asked=1",
        "/serang/services/passport-new/check/?purpose=work",
        "/serang/services/passport-new/check/?purpose=umrah&answered=1&checked=1",
        "/serang/services/passport-lost/check/?purpose=umrah&answered=1",
    ):
        visit.open(path)


@pytest.fixture
def clerk_on_a_phone(clerk, phone, root) -> Visit:
    sign_in(phone, root, "petugas")
    return Visit(phone, root, "/console")


def test_the_console_pages_are_accessible_and_narrow(clerk_on_a_phone, monkeypatch, root):
    slot = Slot.objects.filter(group="passport", contingent="general", office_day__on=FRIDAY.date()).first()
    (answer,) = book_visits(requests=[request(slot.code, applicant(3), office="serang")], now=NOW, by="test")
    live_at(FRIDAY, monkeypatch)
    code, visit = answer.visits[0].code, clerk_on_a_phone
    admit(code)
    visit.open("/hall/counter/1/")
    press(visit, "Panggil berikutnya")
    press(visit, "Sudah datang, mulai")
    visit.open(f"/cases/desk/{code}/")
    number = open_case(code=code, verdict=Verdict((), (), ()), now=FRIDAY, by="test").number

    for path in (
        "/serang/",
        "/hall/counter/1/",
        "/cases/",
        f"/cases/{number}/",
        "/cases/search/?number=1",
        "/cases/desk/?code=1",
    ):
        visit.open(path)
    sign_in(visit.page, root, "penyelia")
    visit.open("/cases/payments/")
