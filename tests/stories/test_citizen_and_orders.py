"""Orders come, and a citizen follows them on the portal: kept for later, offered, invited, told where else to go.

On a telephone in Indonesian and at a desk in English, with the real instruments of 2020 and a closure of one day.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from playwright.sync_api import Page

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.procedures.book_visits import book_visits
from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.expire_offers import expire_offers
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.load_policy import load_policy
from serambi.procedures.open_draw_window import open_draw_window
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.steps.booking_rows import BookedVisit
from serambi.records.models import Booking, DrawRequest, Office, Slot
from serambi.rules.draw_window import WindowFacts
from tests.factories import CLOSED, NOW, THE_DAY, applicant, order_text, request
from tests.stories.visiting import CONTINUE, Visit, live_at

SE_2114 = "se-imi-gr-01-01-2114-2020.toml"
IN_MARCH = datetime(2020, 3, 16, 2, tzinfo=UTC)
ON_24_MARCH = datetime(2020, 3, 24, 0, 30, tzinfo=UTC)
MONDAY = THE_DAY + timedelta(days=4)
PLANNED = timedelta(days=20)
CLOSURE = order_text(
    "SE-TUTUP",
    CLOSED,
    short_name='"SE Tutup"',
    title='"Penutupan sementara Kantor Imigrasi Serang"',
    areas='["office:serang"]',
    **{"from": "2020-09-14", "until": "2020-09-15"},
)


@dataclass
class Told:
    """What a visitor reads in one language."""

    prefix: str
    words: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.words[name]


INDONESIAN = Told(
    "",
    {
        "in line": "Dalam daftar tunggu",
        "called off": "Kunjungan Anda pada Jumat, 27 Maret 2020 pukul 09.30 WIB ditiadakan.",
        "urgent only": "SE 2114 (Direktur Jenderal Imigrasi, 23 Maret 2020): "
        "pada hari itu hanya keperluan mendesak yang dilayani.",
        "limited": "Buka untuk keperluan mendesak",
        "help desk": "Keperluan mendesak datang langsung ke meja bantuan di kantor, tanpa pemesanan.",
        "join": "Masuk daftar tunggu",
        "joined": "Anda masuk daftar tunggu",
        "second": "Urutan Anda: 2",
        "waiting": "Menunggu jawaban Anda",
        "was": "Jadwal Anda semula, Senin, 14 September 2020 pukul 09.30 WIB, tidak dapat dilayani.",
        "closed": "SE Tutup (Direktur Jenderal Imigrasi, 10 September 2020): kantor ditutup pada hari itu.",
        "accept": "Terima waktu ini",
        "other": "Pilih waktu lain",
        "postpone": "Tunda dulu",
        "decline": "Tolak",
        "booked": "Terjadwal",
        "cancelled": "Dibatalkan",
        "leave": "Keluar dari daftar tunggu",
        "your turn": "Giliran Anda",
        "shut today": "Hari ini tutup",
        "opens again": "Dibuka kembali: Selasa, 15 September 2020 pukul 07.30 WIB",
        "elsewhere": "Paspor dapat juga diurus di kantor lain",
        "coming": "Mulai Kamis, 10 September 2020 PSBB Kota Serang (Wali Kota Serang)",
        "few": "Paspor kurang dari 10 orang",
        "let go": "sudah dilepas, karena tidak ada jawaban",
        "draw": "Ikut undian",
        "entered": "Anda terdaftar dalam undian",
        "withdraw": "Tarik permohonan",
    },
)
ENGLISH = Told(
    "/en",
    {
        "in line": "In line",
        "called off": "Your visit on Friday, 27 March 2020, 09:30 WIB is called off.",
        "urgent only": "SE 2114 (Direktur Jenderal Imigrasi, 23 March 2020): only urgent needs are served on that day.",
        "limited": "Open for urgent needs",
        "help desk": "With an urgent need, come straight to the help desk at the office; no booking is needed.",
        "join": "Join the line",
        "joined": "You are in line",
        "second": "Your position: 2",
        "waiting": "Waiting for your answer",
        "was": "Your first appointment, Monday, 14 September 2020, 09:30 WIB, cannot be kept.",
        "closed": "SE Tutup (Direktur Jenderal Imigrasi, 10 September 2020): the office is closed on that day.",
        "accept": "Accept this time",
        "other": "Choose another time",
        "postpone": "Postpone instead",
        "decline": "Decline",
        "booked": "Confirmed",
        "cancelled": "Cancelled",
        "leave": "Leave the line",
        "your turn": "It is your turn",
        "shut today": "Closed today",
        "opens again": "Opens again: Tuesday, 15 September 2020, 07:30 WIB",
        "elsewhere": "Passports can also be had at other offices",
        "coming": "From Thursday, 10 September 2020 PSBB Kota Serang (Wali Kota Serang)",
        "few": "Passports fewer than 10 people",
        "let go": "was let go, because there was no answer",
        "draw": "Enter the draw",
        "entered": "You are entered in the draw",
        "withdraw": "Withdraw the request",
    },
)


@pytest.fixture(params=[("phone", INDONESIAN), ("desktop", ENGLISH)], ids=["phone-id", "desktop-en"])
def told(request) -> tuple[Page, Told]:
    device, words = request.param
    return request.getfixturevalue(device), words


def portal(
    live_server, monkeypatch, now: datetime, *, without: str = "", offices: tuple[str, ...] = ("serang",)
) -> str:
    """The address of the portal at an instant, with the real policy but one instrument, and offices planned."""
    live_at(now, monkeypatch)
    policy = read_policy(POLICY_FOLDER)
    kept = tuple(filed for filed in policy.instruments if not filed.file.endswith(without or "none"))
    load_policy(policy=replace(policy, instruments=kept), now=now, by="test")
    today = now.date()
    for office in offices:
        plan_slots(office=office, from_on=today, until_on=today + PLANNED, now=now, by="test")
    return live_server.url


def booked(on: date, number: int, now: datetime) -> list[BookedVisit]:
    """People with an e-mail address, each alone, at half past nine and later."""
    slots = Slot.objects.for_office("serang").filter(office_day__on=on, group="passport", contingent="general")
    first = [slot for slot in slots.order_by("start_at") if slot.code >= f"serang-passport-general-{on:%Y%m%d}T0930"]
    codes = [slot.code for slot in first for _ in range(slot.free)][:number]
    asked = [request(code, applicant(email="ani@example.org")) for code in codes]
    return [visit for answer in book_visits(requests=asked, now=now, by="test") for visit in answer.visits]


def open_booking(visit: Visit, place: BookedVisit) -> None:
    visit.page.goto(f"{visit.root}{visit.prefix}/bookings/{place.code}/?key={place.secret}")
    visit.look()


def states() -> list[str]:
    return sorted(Booking.objects.values_list("state", flat=True))


def test_24_march_only_urgent_needs_are_served_and_bookings_are_kept_for_later(told, live_server, monkeypatch):
    page, words = told
    root = portal(live_server, monkeypatch, IN_MARCH, without=SE_2114)
    (ani,) = booked(date(2020, 3, 27), 1, IN_MARCH)
    live_at(ON_24_MARCH, monkeypatch)
    text = (POLICY_FOLDER / "instruments" / SE_2114).read_text()
    enact_instrument(text=text, file=SE_2114, now=ON_24_MARCH, by="direktur")
    visit = Visit(page, root, words.prefix)

    open_booking(visit, ani)
    for said in ("in line", "called off", "urgent only"):
        assert words[said] in visit.text()
    visit.open("/serang/")
    assert words["limited"] in visit.text() and words["help desk"] in visit.text()
    visit.open("/serang/services/passport-new/")
    assert words["help desk"] in visit.text()

    visit.open("/serang/book/")
    visit.answer("passport-new")
    visit.answer("tourism")
    visit.answer("yes")
    visit.press(words["join"])
    visit.fill_in(7)
    page.click("main a.button:not(.second)")
    visit.look()
    assert visit.go_on() == words["joined"]
    assert words["second"] in visit.text()

    visit.open("/serang/book/")
    visit.answer("passport-new")
    visit.answer("tourism")
    visit.answer("no")
    visit.answer("medical")
    assert words["help desk"] in visit.text()
    assert page.locator("input[type=radio]").count() == 0
    assert states() == ["postponed", "postponed"]


def test_a_closure_is_answered_in_four_ways(told, live_server, monkeypatch):
    page, words = told
    root = portal(live_server, monkeypatch, NOW, offices=("serang", "cilegon", "bandung"))
    places = booked(MONDAY, 4, NOW)
    enact_instrument(text=CLOSURE, file="tutup.toml", now=NOW, by="direktur")
    visit = Visit(page, root, words.prefix)

    open_booking(visit, places[0])
    for said in ("waiting", "was", "closed"):
        assert words[said] in visit.text()
    visit.open(f"/bookings/{places[0].code}/offer/")
    assert words["closed"] in visit.text()
    visit.press(words["accept"])
    assert words["booked"] in visit.text()

    open_booking(visit, places[1])
    visit.press(words["other"])
    visit.choose(3)
    visit.choose(1)
    visit.go_on()
    assert words["booked"] in visit.text()

    open_booking(visit, places[2])
    visit.press(words["postpone"])
    visit.go_on()
    assert words["in line"] in visit.text()
    visit.press(words["leave"])
    visit.go_on()
    assert words["cancelled"] in visit.text()

    open_booking(visit, places[3])
    visit.press(words["decline"])
    visit.go_on()
    assert words["cancelled"] in visit.text()
    assert states() == ["cancelled", "cancelled", "confirmed", "confirmed"]


def test_on_the_closed_day_every_entrance_says_so_and_the_day_after_none(told, live_server, monkeypatch):
    page, words = told
    root = portal(live_server, monkeypatch, NOW, offices=("serang", "cilegon", "bandung"))
    enact_instrument(text=CLOSURE, file="tutup.toml", now=NOW, by="direktur")
    live_at(NOW + timedelta(days=4), monkeypatch)
    visit = Visit(page, root, words.prefix)

    visit.open("/serang/")
    assert words["shut today"] in visit.text()
    for path in ("/serang/", "/serang/services/", "/serang/services/passport-new/", "/serang/book/service/"):
        visit.open(path)
        for said in ("opens again", "elsewhere"):
            assert words[said] in visit.text()
        assert "SE Tutup" in visit.text()
    live_at(NOW + timedelta(days=5), monkeypatch)
    for path in ("/serang/", "/serang/services/", "/serang/services/passport-new/", "/serang/book/service/"):
        visit.open(path)
        assert "SE Tutup" not in visit.text()


def test_10_september_is_announced_the_day_before_and_the_line_is_invited(told, live_server, monkeypatch):
    page, words = told
    the_eve = NOW - timedelta(days=1)
    root = portal(live_server, monkeypatch, the_eve)
    visit = Visit(page, root, words.prefix)
    visit.open("/serang/")
    assert words["coming"] in visit.text() and words["few"] in visit.text()
    visit.open("/serang/book/")
    visit.answer("passport-new")
    visit.answer("tourism")
    visit.answer("yes")
    visit.press(words["join"])
    visit.fill_in(7)
    page.click("main a.button:not(.second)")
    visit.look()
    visit.go_on()
    link = page.locator("main a.secret").get_attribute("href")

    live_at(NOW, monkeypatch)
    invite_waiting(office="serang", now=NOW, by="test")
    visit.open("/serang/")
    assert words["coming"] not in visit.text() and "PSBB" in visit.text()
    page.goto(link)
    visit.look()
    assert words["your turn"] in visit.text()
    visit.press(words["accept"])
    assert words["booked"] in visit.text()
    assert states() == ["confirmed"]


def test_who_does_not_answer_is_told_that_the_place_was_let_go(phone, live_server, monkeypatch):
    root = portal(live_server, monkeypatch, NOW)
    (ani,) = booked(MONDAY, 1, NOW)
    enact_instrument(text=CLOSURE, file="tutup.toml", now=NOW, by="direktur")
    later = NOW + timedelta(days=6)
    live_at(later, monkeypatch)
    expire_offers(office="serang", now=later, by="test")
    for words in (INDONESIAN, ENGLISH):
        visit = Visit(phone, root, words.prefix)

        open_booking(visit, ani)

        assert words["let go"] in visit.text()


def test_an_offer_is_answered_without_scripts(phone_without_scripts, live_server, monkeypatch):
    page = phone_without_scripts
    root = portal(live_server, monkeypatch, NOW)
    (ani,) = booked(MONDAY, 1, NOW)
    enact_instrument(text=CLOSURE, file="tutup.toml", now=NOW, by="direktur")

    page.goto(f"{root}/bookings/{ani.code}/?key={ani.secret}")
    page.get_by_text("Pilih waktu lain", exact=True).click()
    for _ in ("day", "time"):
        page.locator("input[type=radio]").first.check()
        page.locator(CONTINUE).first.click()
    page.locator(CONTINUE).first.click()

    assert "Terjadwal" in page.locator("main").inner_text()
    assert states() == ["confirmed"]


def test_a_draw_is_entered_and_left(told, live_server, monkeypatch):
    page, words = told
    root = portal(live_server, monkeypatch, NOW)
    serang = Office.objects.get(code="serang")
    serang.profile["holds_draws"] = True
    serang.save()
    facts = WindowFacts("serang", "passport", NOW, NOW + timedelta(days=2), MONDAY, MONDAY + timedelta(days=5))
    open_draw_window(window=facts, now=NOW, by="test")
    visit = Visit(page, root, words.prefix)

    visit.open("/serang/book/")
    visit.answer("passport-new")
    visit.answer("tourism")
    visit.answer("yes")
    page.locator("main form:not([action]) button").click()
    visit.look()
    visit.press(words["draw"])
    page.select_option("#id_first", f"{MONDAY}")
    page.select_option("#id_second", f"{MONDAY}")
    visit.go_on()
    page.select_option("#id_second", f"{MONDAY + timedelta(days=1)}")
    visit.answer("yes")
    visit.fill_in(7)
    page.click("main a.button:not(.second)")
    visit.look()
    assert visit.go_on() == words["entered"]
    page.goto(page.locator("main a.secret").get_attribute("href"))
    visit.look()
    visit.press(words["withdraw"])
    visit.go_on()

    assert [(each.state, each.wishes) for each in DrawRequest.objects.all()] == [
        ("left", [f"{MONDAY}", f"{MONDAY + timedelta(days=1)}"])
    ]
