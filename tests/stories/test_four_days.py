"""Complete file, clear purpose, four working days: whole ways through portal and console in a real browser.

The office is Serang with the real instruments of 2020. The clock is moved between the steps.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.procedures.book_visits import book_visits
from serambi.procedures.ensure_staff import ensure_staff
from serambi.procedures.import_payments import import_payments
from serambi.procedures.load_policy import load_policy
from serambi.procedures.plan_slots import plan_slots
from serambi.records.models import Booking, Case, Slot
from serambi.rules.identity import Identity, IdentityKind
from serambi.rules.payment import BankLine
from tests.factories import NOW, THE_DAY, applicant, request
from tests.stories.test_citizen_books import Visit, book_at_first_time, live_at

PASSWORD, PLANNED = "a long password", timedelta(days=12)
FRIDAY = datetime(2020, 9, 11, 1, 0, tzinfo=UTC)
"""08:00 in Serang on the day of the visit."""

THURSDAY = datetime(2020, 9, 17, 2, 0, tzinfo=UTC)
"""Four working days after Friday 11 September: Monday to Thursday."""

CaseMaker = Callable[..., str]


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


def accept_file(clerk: Visit, code: str, *said: str) -> str:
    """Mark every paper at the desk, answer for the purpose, and give the number of the case."""
    clerk.open(f"/cases/desk/{code}/")
    papers = clerk.page.get_by_role("group", name="Dokumen yang dibawa").get_by_role("checkbox")
    for number in range(papers.count()):
        papers.nth(number).check()
    for label, answer in zip(said[::2], said[1::2], strict=True):
        clerk.page.get_by_label(label).fill(answer)
    press(clerk, "Periksa berkas")
    assert "Berkas lengkap" in clerk.text()
    press(clerk, "Terima berkas")
    return clerk.page.locator("main .code").first.inner_text()


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


def pay(clerk: Visit, root: str, code: str, amount: int, at: datetime, tmp_path) -> None:
    """The supervisor loads the bank's file."""
    file = tmp_path / "bank.csv"
    file.write_text(f"billing_code,amount_idr,paid_at\n{code},{amount},{at.isoformat()}\n")
    sign_in(clerk.page, root, "penyelia")
    clerk.open("/cases/payments/")
    clerk.page.set_input_files("#id_file", file)
    press(clerk, "Muat pembayaran")
    assert "1 berkas dibayar" in clerk.text()
    sign_in(clerk.page, root, "petugas")


def test_a_citizen_checks_books_comes_pays_tracks_and_collects_in_four_working_days(
    phone,
    clerk,
    root,
    monkeypatch,
    tmp_path,
):
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

    live_at(FRIDAY, monkeypatch)
    number = accept_file(clerk, Booking.objects.get().code, *TOURISM)
    press(clerk, "Berkas cocok dengan aslinya")
    press(clerk, "Wawancara selesai")
    assert "Dijanjikan paling lambat Kamis, 17 September 2020" in track(citizen, number)
    clerk.page.get_by_label(re.compile("Paspor biasa 48 halaman")).check()
    press(clerk, "Buat kode billing")
    case = Case.objects.get()
    grouped = " ".join(case.billing_code[start : start + 5] for start in (0, 5, 10))
    assert f"Kode billing {grouped} Jumlah Rp350.000 Paling lambat" in track(citizen, number)
    pay(clerk, root, case.billing_code, 350_000, FRIDAY + timedelta(hours=1), tmp_path)

    days = (("Setujui", 3), ("Sudah dicetak", 4), ("Mutu baik", 5), ("Siap diambil", 6))
    for button, later in days:
        live_at(FRIDAY + timedelta(days=later), monkeypatch)
        clerk.open(f"/cases/{number}/")
        press(clerk, button)
    live_at(THURSDAY, monkeypatch)
    assert "Siap diambil" in track(citizen, number)
    clerk.open(f"/cases/{number}/")
    press(clerk, "Serahkan dokumen")

    text = track(citizen, number)
    assert "Sudah diserahkan" in text and "Dokumen diserahkan: Pemohon sendiri" in text
    case.refresh_from_db()
    assert (case.ready_on, case.promised_on, case.legal_on) == (date(2020, 9, 17),) * 3
    phone.get_by_role("link", name="English").click()
    assert citizen.look() == "Your case"


@pytest.fixture
def paid_case(clerk, root, monkeypatch) -> str:
    """The number of a case paid on Friday 11 September, promised for Thursday 17."""
    slot = Slot.objects.filter(group="passport", contingent="general", office_day__on=date(2020, 9, 11)).first()
    asked = request(slot.code, applicant(3), office="serang")
    (answer,) = book_visits(requests=[asked], now=NOW, by="test")
    live_at(FRIDAY, monkeypatch)
    number = accept_file(clerk, answer.visits[0].code, *TOURISM)
    press(clerk, "Berkas cocok dengan aslinya")
    press(clerk, "Wawancara selesai")
    clerk.page.get_by_label(re.compile("Paspor biasa 48 halaman")).check()
    press(clerk, "Buat kode billing")
    line = BankLine(2, Case.objects.get().billing_code, 350_000, FRIDAY + timedelta(hours=1))
    import_payments(lines=[line], file="bank.csv", now=FRIDAY + timedelta(hours=2), by="test")
    return number


def test_an_overdue_case_is_first_in_the_office_and_plain_to_its_applicant(
    phone,
    clerk,
    paid_case,
    root,
    monkeypatch,
):
    live_at(THURSDAY + timedelta(days=5), monkeypatch)

    clerk.open("/cases/")
    assert "terlambat 3 hari kerja" in clerk.text()
    text = track(Visit(phone, root), paid_case)

    assert (
        "Kami terlambat. Dokumen ini dijanjikan selesai Kamis, 17 September 2020; itu sudah lewat 3 hari kerja." in text
    )
    assert "Berikutnya: Pejabat memutuskan permohonan Anda." in text


def test_a_paused_case_keeps_its_days_and_says_why(phone, clerk, paid_case, root, monkeypatch):
    citizen = Visit(phone, root)
    live_at(FRIDAY + timedelta(days=3), monkeypatch)
    clerk.open(f"/cases/{paid_case}/")
    clerk.page.get_by_text("Hentikan waktu, kembalikan, atau tolak").click()
    clerk.page.get_by_label("Mengapa waktunya berhenti?").select_option("national_system")
    press(clerk, "Hentikan waktu")
    paused = track(citizen, paid_case)
    live_at(FRIDAY + timedelta(days=5), monkeypatch)
    clerk.open(f"/cases/{paid_case}/")
    press(clerk, "Jalankan lagi waktunya")
    resumed = track(citizen, paid_case)

    assert "berhenti sejak 14 September 2020: sistem nasional terganggu." in paused
    assert "Dijanjikan paling lambat Senin, 21 September 2020" in resumed
    assert "14 September 2020 sampai 16 September 2020: sistem nasional terganggu" in resumed


def test_an_incomplete_file_goes_home_with_its_slip(clerk, root, monkeypatch):
    slot = Slot.objects.filter(group="passport", contingent="general", office_day__on=date(2020, 9, 11)).first()
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


def test_a_foreigner_checks_the_date_and_extends_in_english(
    desktop,
    clerk,
    root,
    monkeypatch,
    tmp_path,
):
    visit = Visit(desktop, root, "/en")
    visit.open("/stay/")
    desktop.check("input[value=itk]")
    for part, value in (("day", "15"), ("month", "4"), ("year", "2020")):
        desktop.fill(f"#id_until_{part}", value)
    desktop.check("input[value=here]")
    press(visit, "Show the deadline")
    assert "You may stay until Sunday, 20 September 2020" in visit.text()
    assert "4049" in visit.text()
    visit.open("/serang/services/permit-visit-extension/check/?purpose=tourism&answered=1&checked=1")
    assert "5 documents are still missing" in visit.text()
    slot = Slot.objects.filter(group="permit", places__gt=0, office_day__on=date(2020, 9, 11)).first()
    john = applicant(5, "John", identity=Identity(IdentityKind.PASSPORT, "AB12345", "AU"))
    asked = request(slot.code, john, service="permit-visit-extension", purpose="tourism", language="en")
    (answer,) = book_visits(requests=[asked], now=NOW, by="test")
    assert answer.refusal is None

    live_at(FRIDAY, monkeypatch)
    number = accept_file(clerk, answer.visits[0].code)
    press(clerk, "Berkas cocok dengan aslinya")
    press(clerk, "Wawancara selesai")
    clerk.page.get_by_label(re.compile("ITK 30")).check()
    press(clerk, "Buat kode billing")
    case = Case.objects.get()
    pay(clerk, root, case.billing_code, 500_000, FRIDAY + timedelta(hours=1), tmp_path)

    text = track(visit, number, "Show the case")
    assert "Extension of a visit stay permit (ITK)" in text
    assert "Promised by Friday, 25 September 2020" in text
    assert "By law, counted from the interview none is set for this service" in text


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


def test_the_console_pages_are_accessible_and_narrow(clerk_on_a_phone, paid_case, monkeypatch, root):
    visit = clerk_on_a_phone

    for path in ("/cases/", f"/cases/{paid_case}/", "/cases/search/?number=1", "/cases/desk/?code=1"):
        visit.open(path)
    sign_in(visit.page, root, "penyelia")
    visit.open("/cases/payments/")
