"""Offers, invitations and the line in their holder's hands."""

from datetime import date

import pytest
from django.test import Client

from serambi.counters.portal.views import offers
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.steps.durable import OutcomeUnknown
from serambi.records.models import Booking, BookingStatus, Obligation, Slot, WaitingPlace
from tests.counters.portal.walking import book, key_on, texts_of
from tests.factories import CLOSED, NOW, order_text, save_regions, save_slot
from tests.procedures.orders import enact

TUESDAY = date(2020, 9, 15)


@pytest.fixture
def booked(visitor, slots) -> tuple[Client, str]:
    """A visitor who holds half past nine on Monday the 14th, and two free places on Tuesday."""
    save_regions()
    save_slot(slots[0].office_day.office, 2, on=TUESDAY)
    done = visitor.get(book(visitor, slots[0].code, 1).url)
    return visitor, done.context["page"].slips[0].code


@pytest.fixture
def offered(booked) -> tuple[Client, str, Slot]:
    """The same visitor after an order closed that Monday: half past nine on Tuesday is held."""
    visitor, code = booked
    period = {"from": "2020-09-14", "until": "2020-09-15"}
    enact(order_text("SE-1", CLOSED, areas='["office:serang"]', **period))
    slot = Booking.objects.get(code=code).slot
    assert slot is not None and slot.office_day.on == TUESDAY
    return visitor, code, slot


def test_an_offer_says_why_what_is_held_and_until_when(offered):
    visitor, code, _ = offered

    page = texts_of(visitor.get(f"/en/bookings/{code}/"))

    assert "Your first appointment, Monday, 14 September 2020, 09:30 WIB, cannot be kept." in page
    assert "SE-1 (Direktur Jenderal Imigrasi, 10 September 2020): the office is closed on that day." in page
    assert "The time we hold for you:" in page and "Answer no later than: Saturday, 12 September 2020" in page


def test_an_offer_of_the_health_gate_says_so_and_names_no_order(offered):
    visitor, code, _ = offered
    Obligation.objects.filter(booking__code=code).update(cause="gate 2020-09-14")

    page = texts_of(visitor.get(f"/en/bookings/{code}/"))

    assert "The reason: your temperature at the gate was over" in page
    assert "the office is closed on that day" not in page


def test_an_offer_because_a_team_is_in_isolation_says_only_that(offered):
    visitor, code, _ = offered
    Obligation.objects.filter(booking__code=code).update(cause="isolated 2222-2222-2222")

    pages = [texts_of(visitor.get(f"{language}/bookings/{code}/")) for language in ("", "/en")]

    assert "Sebabnya: satu tim petugas kantor sedang diisolasi, dan loketnya tutup pada hari itu." in pages[0]
    assert "staff is in isolation, and its counters are closed that day." in pages[1]
    assert "the office is closed on that day" not in pages[1]


def test_accepting_twice_confirms_once(offered):
    visitor, code, held = offered
    offer = f"/bookings/{code}/offer/"
    key = key_on(visitor, offer)

    answers = [visitor.post(offer, {"answer": "accept", "key": key}) for _ in range(2)]

    assert [answer.url for answer in answers] == [f"/bookings/{code}/"] * 2
    booking = Booking.objects.get(code=code)
    assert (booking.state, booking.slot) == ("confirmed", held)
    assert list(BookingStatus.objects.order_by("id").values_list("event", flat=True))[-1] == "accepted"


def test_another_time_is_chosen_instead(offered):
    visitor, code, held = offered
    other = save_slot(held.office_day.office, 1, on=date(2020, 9, 16))
    offer = f"/bookings/{code}/offer/"

    assert "2020-09-16" in visitor.get(f"{offer}?other=1").content.decode()
    assert other.code in visitor.get(f"{offer}?on=2020-09-16").content.decode()
    key = key_on(visitor, f"{offer}?on=2020-09-16&slot={other.code}")
    answer = visitor.post(f"{offer}?on=2020-09-16", {"slot": other.code, "key": key})

    booking = Booking.objects.get(code=code)
    assert answer.url == f"/bookings/{code}/"
    assert (booking.state, booking.slot) == ("confirmed", other)


def test_another_time_that_is_gone_leads_back_to_the_times(offered):
    visitor, code, held = offered
    other = save_slot(held.office_day.office, 1, on=date(2020, 9, 16))
    offer = f"/bookings/{code}/offer/?on=2020-09-16"
    key = key_on(visitor, f"{offer}&slot={other.code}")
    Slot.objects.filter(pk=other.pk).update(taken=1)

    answer = visitor.post(offer, {"slot": other.code, "key": key})

    assert answer.status_code == 409
    assert '<a href="#id_slot_0">Tempat pada waktu itu baru saja habis.' in answer.content.decode()
    assert Booking.objects.get(code=code).state == "offered"


def test_declining_asks_first_and_names_the_milder_way(offered):
    visitor, code, _ = offered
    asked = f"/bookings/{code}/offer/?answer=decline"

    page = texts_of(visitor.get(asked))
    answer = visitor.post(f"/bookings/{code}/offer/", {"answer": "decline", "key": key_on(visitor, asked)})

    assert "Tolak waktu ini?" in page and "Tunda dulu" in page
    assert answer.url == f"/bookings/{code}/"
    assert "Dibatalkan" in texts_of(visitor.get(answer.url))


def test_an_answer_to_nothing_is_refused_in_words(booked):
    visitor, code = booked

    answer = visitor.post(f"/bookings/{code}/offer/", {"answer": "accept", "key": "some-key"})

    assert answer.status_code == 409
    assert "Tidak ada tempat yang disimpan untuk dijawab." in texts_of(answer)
    assert visitor.get(f"/bookings/{code}/offer/").url == f"/bookings/{code}/"


def test_an_offer_whose_time_is_over_asks_for_nothing_and_says_what_comes(offered):
    visitor, code, held = offered
    Obligation.objects.update(deadline_at=NOW)

    page = visitor.get(f"/en/bookings/{code}/")

    text, asked = texts_of(page), ("Accept this time", "Choose another time", "Decline", "Waiting for your answer")
    assert "Your time to answer is over" in text and "Book a new appointment" not in text
    assert "The time to answer, Thursday, 10 September 2020, 07:30 WIB, is over." in text
    assert "The place on Tuesday, 15 September 2020, 07:30 WIB is no longer held for you." in text
    assert "In a moment you will be in the line, by the date of your first booking." in text
    assert [words for words in asked if words in text] == []
    assert b"/offer/" not in page.content
    for part in ("", "?other=1", "?on=2020-09-15", "?answer=decline"):
        assert visitor.get(f"/bookings/{code}/offer/{part}").url == f"/bookings/{code}/"
    refused = visitor.post(f"/bookings/{code}/offer/", {"answer": "accept", "key": "key-1"})
    assert (refused.status_code, Booking.objects.get(code=code).slot) == (409, held)
    assert "Tidak ada tempat yang disimpan untuk dijawab." in texts_of(refused)
    assert b"Terima waktu" not in refused.content


def test_an_invitation_whose_time_is_over_says_that_it_goes_to_the_end_of_the_line(booked):
    visitor, code = booked
    visitor.post(f"/bookings/{code}/postponement/", {"key": "key-1"})
    invite_waiting(office="serang", now=NOW, by="test")
    WaitingPlace.objects.update(invited_until=NOW)

    page = visitor.get(f"/en/bookings/{code}/")

    assert "In a moment you will be at the end of the line." in texts_of(page)
    assert b"/offer/" not in page.content


def test_an_unknown_answer_is_sent_again_with_the_same_key(offered, monkeypatch):
    visitor, code, _ = offered
    offer = f"/bookings/{code}/offer/"

    def fail(**_):
        raise OutcomeUnknown

    with monkeypatch.context() as broken:
        broken.setattr(offers, "accept_offer", fail)
        unknown = visitor.post(offer, {"answer": "accept", "key": "key-1"})
    again = visitor.post(offer, {"answer": "accept", "key": "key-1"})

    assert unknown.status_code == 503
    assert 'name="key" value="key-1"' in unknown.content.decode()
    assert again.url == f"/bookings/{code}/"


def test_moving_an_offered_booking_means_answering_it(offered):
    visitor, code, _ = offered

    assert visitor.get(f"/bookings/{code}/move/").url == f"/bookings/{code}/offer/"


def test_a_move_asked_for_before_the_order_came_answers_the_offer(offered):
    visitor, code, held = offered
    other = save_slot(held.office_day.office, 1, on=date(2020, 9, 16))

    answer = visitor.post(f"/bookings/{code}/move/?on=2020-09-16", {"slot": other.code, "key": "key-1"})

    booking = Booking.objects.get(code=code)
    assert (answer.url, booking.state, booking.slot) == (f"/bookings/{code}/", "confirmed", other)
    assert Obligation.objects.get(booking__code=code).outcome == "accepted"


def test_postponing_keeps_a_place_in_line_and_leaving_gives_it_up(booked):
    visitor, code = booked
    postponement = f"/bookings/{code}/postponement/"

    asked = texts_of(visitor.get(postponement))
    answers = [visitor.post(postponement, {"key": "key-1"}) for _ in range(2)]

    waiting = texts_of(visitor.get(f"/bookings/{code}/"))
    assert "Tunda kunjungan Anda?" in asked and "72 jam" in asked
    assert [answer.url for answer in answers] == [f"/bookings/{code}/"] * 2
    assert "Urutan Anda: 1" in waiting and "Menunggu sejak: 10 September 2020" in waiting
    assert visitor.get(postponement).url == f"/bookings/{code}/"
    cancellation = f"/bookings/{code}/cancellation/"
    assert "Keluar dari daftar tunggu?" in texts_of(visitor.get(cancellation))
    visitor.post(cancellation, {"key": key_on(visitor, cancellation)})
    assert "Anda sudah keluar dari daftar tunggu." in texts_of(visitor.get(f"/bookings/{code}/"))


def test_an_invitation_is_answered_like_an_offer(booked):
    visitor, code = booked
    visitor.post(f"/bookings/{code}/postponement/", {"key": "key-1"})
    invite_waiting(office="serang", now=NOW, by="test")

    page = texts_of(visitor.get(f"/en/bookings/{code}/"))
    visitor.post(f"/bookings/{code}/offer/", {"answer": "accept", "key": "key-2"})

    assert "It is your turn" in page and "you move to the end of the line" in page
    assert Booking.objects.get(code=code).state == "confirmed"


@pytest.mark.parametrize("part", ["offer/", "offer/?other=1", "offer/?answer=decline", "postponement/"])
def test_looking_changes_nothing_and_strangers_see_nothing(offered, part):
    visitor, code, _ = offered
    before = list(BookingStatus.objects.values())

    seen, strange = visitor.get(f"/bookings/{code}/{part}"), Client().get(f"/bookings/{code}/{part}")

    assert (seen.status_code, strange.status_code) == (200, 404)
    assert list(BookingStatus.objects.values()) == before
    assert Booking.objects.get(code=code).state == "offered"


def test_a_form_without_its_token_is_refused(offered):
    _, code, _ = offered
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(f"/bookings/{code}/offer/", {"answer": "accept"}).status_code == 403
    assert strict.post(f"/bookings/{code}/postponement/").status_code == 403
