"""A booking in its holder's hands."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from serambi.procedures.admit_visitor import admit_booked
from serambi.procedures.leave_hall import leave_hall
from serambi.procedures.note_missed import note_missed
from serambi.records.models import Booking, BookingStatus, Office
from serambi.records.sealing import secret_hash
from tests.counters.portal.walking import book, key_on, texts_of


@pytest.fixture
def booked(visitor, slots) -> tuple[Client, str, str]:
    """A visitor who has just booked, with code and secret."""
    done = visitor.get(book(visitor, slots[0].code, 1).url)
    link = done.context["page"].slips[0]
    return visitor, link.code, link.secret


def test_the_secret_of_a_link_goes_into_the_session_and_out_of_the_address(booked):
    _, code, secret = booked
    stranger = Client()

    answer = stranger.get(f"/bookings/{code}/?key={secret}")

    assert answer.url == f"/bookings/{code}/"
    assert "Terjadwal" in texts_of(stranger.get(answer.url))


def test_code_and_key_can_be_typed(booked):
    _, code, secret = booked

    answer = Client().post("/en/bookings/", {"code": code.lower().replace("-", " "), "key": f" {secret} "})

    assert answer.url == f"/en/bookings/{code}/"


def test_a_key_can_be_typed_in_any_case_with_spaces_or_dashes(booked):
    _, code, secret = booked

    typed = [secret.lower(), secret.replace("-", ""), secret.replace("-", " ")]
    answers = [Client().post("/bookings/", {"code": code, "key": each}) for each in typed]

    assert [answer.url for answer in answers] == [f"/bookings/{code}/"] * 3


def test_a_key_of_the_older_shape_still_opens(booked):
    _, code, _ = booked
    older = "aB3_-xyzQrstuvwxyz1234"
    Booking.objects.update(secret_hash=secret_hash(older))

    right = Client().post("/bookings/", {"code": code, "key": f" {older} "})
    wrong = Client().post("/bookings/", {"code": code, "key": older.lower()})

    assert (right.url, wrong.status_code) == (f"/bookings/{code}/", 422)


def test_a_wrong_key_and_an_unknown_code_are_answered_alike(booked):
    _, code, _ = booked
    unknown = "2345-6789-ABCM"

    asked = [f"/bookings/{code}/?key=wrong", f"/bookings/{code}/", f"/bookings/{unknown}/", "/bookings/x/?key=1"]
    pages = [Client().get(address) for address in asked]
    typed = [Client().post("/bookings/", {"code": each, "key": "wrong"}) for each in (code, unknown)]

    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1
    assert [page.status_code for page in typed] == [422, 422]


@pytest.mark.parametrize("part", ["", "move/", "cancellation/", "calendar.ics"])
def test_every_door_of_a_booking_is_shut_to_strangers(booked, part):
    _, code, _ = booked

    assert Client().get(f"/bookings/{code}/{part}").status_code == 404
    assert Client().post(f"/bookings/{code}/{part}").status_code == 404


def test_moving_asks_day_and_time_and_then_moves(booked, slots):
    visitor, code, _ = booked
    move = f"/bookings/{code}/move/"

    assert "Pindah ke hari apa?" in texts_of(visitor.get(move))
    assert slots[1].code in visitor.get(move, {"on": "2020-09-14"}).content.decode()
    key = key_on(visitor, f"{move}?on=2020-09-14&slot={slots[1].code}")
    answers = [visitor.post(f"{move}?on=2020-09-14", {"slot": slots[1].code, "key": key}) for _ in range(2)]

    assert [answer.url for answer in answers] == [f"/bookings/{code}/"] * 2
    assert Booking.objects.get().slot == slots[1]
    pages = [texts_of(visitor.get(f"/bookings/{code}/")) for _ in range(2)]
    assert ["Jadwal Anda sudah dipindahkan." in page for page in pages] == [True, False]
    assert all("Jadwal dipindahkan" in page for page in pages)


def test_moving_to_a_slot_that_is_gone_leads_back_to_the_times(booked, slots):
    visitor, code, _ = booked
    move = f"/bookings/{code}/move/?on=2020-09-14"
    key = key_on(visitor, f"{move}&slot={slots[1].code}")
    book(Client(), slots[1].code, 2)

    answer = visitor.post(move, {"slot": slots[1].code, "key": key})

    assert answer.status_code == 409
    assert '<a href="#id_slot_0">Tempat pada waktu itu baru saja habis.' in answer.content.decode()


def test_cancelling_asks_first_and_then_cancels_once(booked):
    visitor, code, _ = booked
    cancellation = f"/bookings/{code}/cancellation/"
    key = key_on(visitor, cancellation)

    answers = [visitor.post(cancellation, {"key": key}) for _ in range(2)]

    assert [answer.url for answer in answers] == [f"/bookings/{code}/"] * 2
    assert list(BookingStatus.objects.order_by("id").values_list("event", flat=True)) == ["confirmed", "cancelled"]
    assert "Dibatalkan" in texts_of(visitor.get(f"/bookings/{code}/"))
    assert visitor.get(cancellation).url == f"/bookings/{code}/"


def test_looking_changes_nothing(booked, slots):
    visitor, code, _ = booked

    for address in ("", "move/", f"move/?on=2020-09-14&slot={slots[1].code}", "cancellation/", "calendar.ics"):
        visitor.get(f"/bookings/{code}/{address}")

    assert BookingStatus.objects.count() == 1


def test_the_calendar_file_holds_the_visit_and_no_name(booked):
    visitor, code, _ = booked

    file = visitor.get(f"/bookings/{code}/calendar.ics")

    assert file["Content-Type"] == "text/calendar; charset=utf-8"
    text = file.content.decode()
    assert "DTSTART:20200914T023000Z" in text and f"Kode booking {code}" in text
    assert "Ani" not in text


def test_on_the_day_the_booking_leads_to_the_place_in_line_and_then_says_that_it_is_over(booked, monkeypatch):
    visitor, code, _ = booked
    slot = Booking.objects.get().slot
    at = slot.start_at
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str((at - datetime.now(UTC)).total_seconds()))
    common = {"companions": 0, "temperature_c": None, "gate": "utama", "now": at, "by": "gate"}
    admit_booked(office="serang", code=code, **common)

    inside = texts_of(visitor.get(f"/bookings/{code}/"))
    leave_hall(office="serang", ticket="B-001", gate="utama", now=at, by="gate")
    over = texts_of(visitor.get(f"/bookings/{code}/"))

    assert "Sudah masuk Anda sudah masuk. Nomor tiket Anda B-001." in inside
    assert "Lihat giliran saya" in inside
    assert "Selesai Kunjungan ini sudah selesai." in over


@pytest.mark.parametrize(
    ("rest_days", "said"), [(0, "Anda boleh memesan jadwal lain."), (30, "mulai 14 Oktober 2020.")]
)
def test_a_missed_visit_says_when_another_can_be_booked(booked, monkeypatch, rest_days, said):
    visitor, code, _ = booked
    office = Office.objects.get(code="serang")
    visit_day = {**office.profile["visit_day"], "rebook_after_days": rest_days}
    Office.objects.update(profile=office.profile | {"visit_day": visit_day})
    at = Booking.objects.get().slot.start_at + timedelta(hours=2)
    note_missed(office="serang", now=at, by="test")
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str((at - datetime.now(UTC)).total_seconds()))

    page = texts_of(visitor.get(f"/bookings/{code}/"))

    assert "Tidak hadir Anda tidak datang pada" in page
    assert said in page
