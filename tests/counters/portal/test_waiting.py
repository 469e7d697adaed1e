"""A place in line or in a draw instead of a time; what is limited, and where else to go."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from serambi.procedures.book_visits import book_visits
from serambi.procedures.open_draw_window import open_draw_window
from serambi.procedures.postpone_booking import postpone_booking
from serambi.records.models import Booking, DrawRequest, Office, WaitingPlace
from serambi.rules.draw_window import WindowFacts
from tests.counters.portal.walking import BOOK, key_on, person, texts_of
from tests.factories import CLOSED, NOW, applicant, order_text, request, save_office, save_regions, save_slot
from tests.procedures.orders import enact

URGENT_ONLY = 'topic = "mode"\nvalue = "urgent_only"'
HELP_DESK = 'topic = "walk_in"\nvalue = ["urgent"]'
TWO_DAYS = {"from": "2020-09-10", "until": "2020-09-14", "areas": '["office:serang"]'}


@pytest.fixture
def serang(slots) -> Office:
    save_regions()
    return slots[0].office_day.office


def ask_until_wait(visitor: Client, *, can_wait: bool = True) -> None:
    visitor.post(f"{BOOK}service/", {"choice": "passport-new"})
    visitor.post(f"{BOOK}purpose/", {"choice": "tourism"})
    visitor.post(f"{BOOK}wait/", {"choice": "yes" if can_wait else "no"})


def live_at(instant: datetime, monkeypatch) -> None:
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str((instant - datetime.now(UTC)).total_seconds()))


def join(visitor: Client, serial: int):
    ask_until_wait(visitor)
    visitor.post(f"{BOOK}line/")
    visitor.post(f"{BOOK}people/1/", person(serial))
    return visitor.post(f"{BOOK}check/", {"key": key_on(visitor, f"{BOOK}check/")})


def test_who_can_wait_joins_the_line_without_a_day(visitor, slots):
    ask_until_wait(visitor)
    asked = texts_of(visitor.get(f"{BOOK}waiting/"))
    joined = visitor.post(f"{BOOK}line/")
    visitor.post(f"{BOOK}people/1/", person(1))
    checked = texts_of(visitor.get(f"{BOOK}check/"))
    key = key_on(visitor, f"{BOOK}check/")
    answers = [visitor.post(f"{BOOK}check/", {"key": key}) for _ in range(2)]

    page = texts_of(visitor.get(f"{BOOK}done/"))
    booking = Booking.objects.get()
    assert "Masuk daftar tunggu" in asked and "kurang dari 10 orang" in asked
    assert joined.url == f"{BOOK}people/"
    assert "tempat dalam daftar tunggu, tanpa waktu" in checked
    assert [answer.url for answer in answers] == [f"{BOOK}done/"] * 2
    assert (booking.state, booking.slot, WaitingPlace.objects.count()) == ("postponed", None, 1)
    assert "Anda masuk daftar tunggu" in page and "Urutan Anda: 1" in page and booking.code in page


def test_a_place_in_line_has_no_calendar_entry_and_no_time(visitor, slots):
    join(visitor, 1)
    code = Booking.objects.get().code

    page = texts_of(visitor.get(f"/bookings/{code}/"))

    assert visitor.get(f"/bookings/{code}/calendar.ics").url == f"/bookings/{code}/"
    assert "Dalam daftar tunggu Urutan Anda: 1" in page and "pukul 09.30" not in page


def test_who_waits_already_is_told_at_the_number(visitor, slots):
    join(visitor, 1)

    stranger = Client()

    answer = join(stranger, 1)

    page = stranger.get(answer.url, follow=True).content.decode()
    assert '<a href="#id_number">Nomor identitas ini sudah memiliki jadwal atau tempat dalam daftar tunggu.' in page
    assert WaitingPlace.objects.count() == 1


def test_who_waits_with_another_code_by_now_is_told_so(visitor, slots):
    join(visitor, 1)
    code = Booking.objects.get().code
    (booked,) = book_visits(requests=[request(slots[0].code, applicant(1))], now=NOW, by="test")
    postpone_booking(code=booked.visits[0].code, key="k", now=NOW, by="test")

    pages = [texts_of(visitor.get(f"{tongue}/bookings/{code}/")) for tongue in ("", "/en")]

    assert "Anda tidak menunggu lagi dengan kode ini: nomor identitas ini sudah memiliki jadwal atau tempat" in pages[0]
    assert "You no longer wait with this code: this identity number has an appointment or a place" in pages[1]


def test_choosing_a_day_after_all_leaves_the_line_aside(visitor, slots):
    ask_until_wait(visitor)
    visitor.post(f"{BOOK}line/")
    visitor.post(f"{BOOK}day/", {"choice": "2020-09-14"})
    visitor.post(f"{BOOK}time/", {"choice": slots[0].code})
    visitor.post(f"{BOOK}people/1/", person(1))

    assert "09.30 WIB" in texts_of(visitor.get(f"{BOOK}check/"))


def test_the_number_of_people_in_line_is_shown_from_ten(visitor, slots):
    for serial in range(1, 11):
        join(Client(), serial)
        page = texts_of(visitor.get("/en/serang/"))
        assert ("Passports 10 people" in page) == (serial == 10)
        assert ("Passports fewer than 10 people" in page) == (serial < 10)


def test_urgent_people_without_a_bookable_place_are_told_of_the_help_desk(visitor, serang):
    zero = 'topic = "quota_share"\nvalue = 0'
    enact(order_text("SE-1", URGENT_ONLY, zero, HELP_DESK, areas='["office:serang"]'))
    ask_until_wait(visitor, can_wait=False)
    visitor.post(f"{BOOK}urgency/", {"urgency": "medical"})

    page = texts_of(visitor.get(f"{BOOK}day/"))

    assert "meja bantuan di kantor, tanpa pemesanan" in page and "SE-1" in page
    assert "Tidak ada waktu yang dapat dipesan lewat halaman ini." in page
    assert "Keperluan saya ternyata mendesak" not in page


def test_a_closure_names_order_reopening_and_other_offices(visitor, serang, monkeypatch):
    near = save_office("cilegon", seat_region="36.72")
    far = save_office("bandung", seat_region="32.73")
    save_slot(far, on=date(2020, 9, 11))
    save_slot(near, on=date(2020, 9, 15))
    save_slot(serang, on=date(2020, 9, 10))
    enact(order_text("SE-1", CLOSED, **TWO_DAYS))
    enact(order_text("SE-1", CLOSED, **TWO_DAYS), by="wakil")

    for path in ("/en/serang/", "/en/serang/services/", "/en/serang/services/passport-new/", f"/en{BOOK}service/"):
        page = texts_of(visitor.get(path))
        assert "By SE-1 (Direktur Jenderal Imigrasi, 10 September 2020)" in page
        assert "Opens again: Monday, 14 September 2020, 07:30 WIB" in page
        assert "There is no need to book again." in page
        assert page.index("Cilegon") < page.index("Bandung")
    live_at(NOW + timedelta(days=4), monkeypatch)
    for path in ("/en/serang/", "/en/serang/services/", f"/en{BOOK}service/"):
        page = texts_of(visitor.get(path))
        assert "SE-1" not in page and "Opens again" not in page


def test_a_closure_without_a_planned_end_says_that_the_end_is_not_known(visitor, serang):
    enact(order_text("SE-1", CLOSED, areas='["office:serang"]'))
    enact(order_text("SE-1", CLOSED, areas='["office:serang"]'), by="wakil")

    page = texts_of(visitor.get("/serang/"))

    assert "Hari pembukaan kembali belum ditetapkan." in page
    assert "Boleh datang langsung" not in page


def test_orders_to_come_are_announced_within_the_plan(visitor, serang):
    text = order_text("SE-1", 'topic = "quota_share"\nvalue = 0.25', **{"from": "2020-09-14"})
    enact(text)
    enact(order_text("SE-2", URGENT_ONLY, **{"from": "2021-09-14"}))

    page = texts_of(visitor.get("/en/serang/"))

    assert "From Monday, 14 September 2020 SE-1 (Direktur Jenderal Imigrasi) Quota of applicants: 25%" in page
    assert "SE-2" not in page


@pytest.fixture
def window(serang) -> str:
    serang.profile["holds_draws"] = True
    serang.save()
    facts = WindowFacts("serang", "passport", NOW, NOW + timedelta(days=2), date(2020, 9, 14), date(2020, 9, 19))
    return open_draw_window(window=facts, now=NOW, by="test")


def test_a_draw_is_entered_from_the_booking_and_withdrawn(visitor, window):
    ask_until_wait(visitor)
    assert "Ikut undian" in texts_of(visitor.get(f"{BOOK}waiting/"))
    asked = visitor.post(f"{BOOK}draw/", {"first": "2020-09-14", "may_wait": "yes"})
    visitor.post(f"{BOOK}people/1/", person(1))
    checked = texts_of(visitor.get(f"{BOOK}check/"))
    visitor.post(f"{BOOK}check/", {"key": key_on(visitor, f"{BOOK}check/")})
    done = visitor.get(f"{BOOK}done/")
    slip = done.context["page"].slips[0]
    own = f"/draw-requests/{slip.code}/"

    assert asked.url == f"{BOOK}people/"
    assert "Undian: hari pilihan Senin, 14 September 2020" in checked
    assert "Terdaftar dalam undian" in texts_of(visitor.get(own))
    assert Client().get(own).status_code == 404
    stranger = Client()
    assert stranger.get(f"{own}?key={slip.secret}").url == own
    assert Client().post("/bookings/", {"code": slip.code, "key": slip.secret}).url == own
    visitor.post(f"{own}withdrawal/", {"key": key_on(visitor, f"{own}withdrawal/")})
    assert DrawRequest.objects.get().state == "left"
    assert "sudah ditarik" in texts_of(visitor.get(own))


def test_wishes_of_a_draw_are_checked_at_their_fields(visitor, window):
    ask_until_wait(visitor)

    missing = visitor.post(f"{BOOK}draw/", {"first": ""}).content.decode()
    twice = visitor.post(f"{BOOK}draw/", {"first": "2020-09-14", "second": "2020-09-14"}).content.decode()

    assert '<a href="#id_first">Pilih hari yang paling Anda inginkan.</a>' in missing
    assert '<a href="#id_second">Hari ini sudah Anda pilih di atas.' in twice


def test_without_a_draw_its_page_leads_to_the_days(visitor, slots):
    ask_until_wait(visitor)

    assert visitor.get(f"{BOOK}draw/").url == f"{BOOK}day/"
