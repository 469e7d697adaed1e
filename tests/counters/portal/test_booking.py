"""The questions of a booking, its end, and what happens when the answer is no or not known."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from serambi.counters.portal.views import confirming
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.codec import to_json
from serambi.records.models import Booking, ServiceRow
from tests.counters.portal.walking import BOOK, answer_until_people, book, key_on, person, texts_of
from tests.factories import nik, save_slot, service


def test_all_answers_lead_to_a_confirmed_booking(visitor, slots):
    answer = book(visitor, slots[0].code, 1)

    page = texts_of(visitor.get(answer.url))
    (booking,) = Booking.objects.all()
    assert answer.url == "/serang/book/done/"
    assert "Senin, 14 September 2020 pukul 09.30 WIB" in page
    assert booking.code in page and f"/bookings/{booking.code}/?key=" in page
    assert (booking.slot, booking.purpose, booking.language, booking.urgency) == (slots[0], "tourism", "id", "")


def test_who_skips_a_question_is_led_back_to_it(visitor):
    assert visitor.get(f"{BOOK}check/").url == f"{BOOK}service/"
    visitor.post(f"{BOOK}service/", {"choice": "passport-new"})
    assert visitor.get(f"{BOOK}day/").url == f"{BOOK}purpose/"


def test_a_question_without_an_answer_names_it(visitor):
    answer = visitor.post(f"/en{BOOK}service/", {"choice": "none"})

    assert answer.status_code == 422
    assert "Error: What do you need?" in texts_of(answer)
    assert '<a href="#id_choice_0">Choose the service you need.</a>' in answer.content.decode()


def test_answers_are_there_again_when_going_back(visitor, slots):
    answer_until_people(visitor, slots[0].code)
    visitor.post(f"{BOOK}people/1/", person(1))

    page = visitor.get(f"{BOOK}people/1/").content.decode()

    assert f'value="{nik(1)}"' in page and 'value="1990"' in page
    assert "checked" in visitor.get(f"{BOOK}time/").content.decode()


def test_a_person_is_refused_by_the_rules_at_the_field(visitor, slots):
    answer_until_people(visitor, slots[0].code)

    answer = visitor.post(f"/en{BOOK}people/1/", person(1, number="123", born_month="13", phone=""))
    wrong_number = visitor.post(f"/en{BOOK}people/1/", person(1, number="123"))

    assert answer.status_code == wrong_number.status_code == 422
    assert '<a href="#id_born_day">Enter a real date in digits: day, month, year.</a>' in answer.content.decode()
    assert '<a href="#id_phone">Enter a phone number' in answer.content.decode()
    assert '<a href="#id_number">A NIK has 16 digits.' in wrong_number.content.decode()
    assert 'aria-invalid="true"' in wrong_number.content.decode()


def test_all_that_is_wrong_with_a_person_is_said_at_once(visitor, slots):
    answer_until_people(visitor, slots[0].code)
    wrong = person(1, name="4ni", number="123", born_day="", born_month="", born_year="", phone="12", email="ani")

    page = visitor.post(f"/en{BOOK}people/1/", wrong).content.decode()

    links = re.findall(r'<a href="#id_(\w+)">', page)
    assert links == ["name", "number", "born_day", "phone", "email"]
    for field in links:
        assert f'id="id_{field}_error"' in page


def test_every_description_a_field_names_is_on_the_page(visitor, slots):
    answer_until_people(visitor, slots[0].code)

    page = visitor.post(f"{BOOK}people/1/", {}).content.decode()

    named = {each for names in re.findall(r'aria-describedby="([^"]+)"', page) for each in names.split()}
    assert named - set(re.findall(r'\bid="([^"]+)"', page)) == set()


def test_services_are_explained_and_in_the_same_order_everywhere(visitor, slots):
    ServiceRow.objects.filter(code="passport-new").update(position=2)

    asked = texts_of(visitor.get(f"/en{BOOK}service/"))
    listed = texts_of(visitor.get("/en/serang/services/"))

    assert "Permit For citizens New passport For citizens" in asked
    assert listed.index("Permit") < listed.index("New passport")


def test_an_age_the_service_is_not_meant_for_is_a_warning_only(visitor, slots):
    ServiceRow.objects.filter(code="passport-new").update(entry=to_json(service(age_from=17)))
    answer_until_people(visitor, slots[0].code)
    visitor.post(f"{BOOK}people/1/", person(1, born_year="2003", born_month="9", born_day="15"))

    page = visitor.get(f"/en{BOOK}check/")
    answer = visitor.post(f"{BOOK}check/", {"key": key_on(visitor, f"{BOOK}check/")})

    assert "Ani is 16 years old. “New passport” is for people of 17 or older, or who are married." in texts_of(page)
    assert answer.url == f"{BOOK}done/"


def test_telephone_and_email_are_there_to_check(visitor, slots):
    answer_until_people(visitor, slots[0].code)
    visitor.post(f"{BOOK}people/1/", person(1, email="ani@example.org"))

    page = texts_of(visitor.get(f"{BOOK}check/"))

    assert "+6281234567890 ani@example.org" in page
    assert "tahun ke atas" not in page


def test_five_people_at_most_and_nobody_twice(visitor, slots):
    answer_until_people(visitor, slots[0].code)
    visitor.post(f"{BOOK}people/1/", person(1))

    twice = visitor.post(f"{BOOK}people/2/", person(1, name="Budi"))
    for number in range(2, 6):
        visitor.post(f"{BOOK}people/{number}/", person(number, phone=""))

    assert "sudah diisi untuk orang lain" in texts_of(twice)
    assert visitor.get(f"{BOOK}people/6/").status_code == 404
    assert "Tambah orang lain" not in texts_of(visitor.get(f"{BOOK}people/"))


def test_what_was_typed_lies_sealed_in_the_session(visitor, slots):
    book(visitor, slots[0].code, 1)

    for session in Session.objects.all():
        kept = str(session.get_decoded())
        assert nik(1) not in kept and "Ani" not in kept and Booking.objects.get().code not in kept


def test_a_full_slot_leads_back_to_the_times_that_are_left(visitor, slots):
    answer_until_people(visitor, slots[1].code)
    visitor.post(f"{BOOK}people/1/", person(1))
    key = key_on(visitor, f"{BOOK}check/")
    book(Client(), slots[1].code, 2)

    answer = visitor.post(f"{BOOK}check/", {"key": key}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain == [(f"{BOOK}time/", 302)]
    assert '<a href="#id_choice_0">Tempat pada waktu itu baru saja habis.' in page
    assert slots[0].code in page and slots[1].code not in page


def test_a_person_with_a_live_booking_is_told_at_the_number(visitor, slots):
    book(Client(), slots[0].code, 1)

    answer = book(visitor, slots[0].code, 1)

    page = visitor.get(answer.url, follow=True).content.decode()
    assert '<a href="#id_number">Nomor identitas ini masih memiliki jadwal' in page
    assert Booking.objects.count() == 1


def test_who_can_wait_is_shown_later_days_first(visitor, slots):
    office = slots[0].office_day.office
    save_slot(office, on=date(2020, 9, 17))
    save_slot(office, on=date(2020, 9, 18))

    answer_until_people(visitor, slots[0].code)
    patient = visitor.get(f"{BOOK}day/").context["offered"]
    visitor.post(f"{BOOK}wait/", {"choice": "no"})
    visitor.post(f"{BOOK}urgency/", {"urgency": "medical"})
    urgent = visitor.get(f"{BOOK}day/").context["offered"]

    assert [day for day, _ in patient.choices] == ["2020-09-14", "2020-09-17", "2020-09-18"]  # the first is chosen
    assert patient.first_on == date(2020, 9, 14)
    assert (urgent.choices[0][0], urgent.first_on) == ("2020-09-14", None)


def test_urgent_places_are_for_urgent_needs(visitor, slots):
    answer_until_people(visitor, slots[0].code)
    general = visitor.get(f"{BOOK}time/").content.decode()
    answer_until_people(visitor, slots[2].code, urgency="medical")
    urgent = visitor.get(f"{BOOK}time/").content.decode()

    assert slots[2].code not in general
    assert slots[2].code in urgent


@pytest.mark.parametrize("trouble", [Busy, OutcomeUnknown])
def test_an_unknown_outcome_is_said_and_the_same_key_is_sent_again(visitor, slots, monkeypatch, trouble):
    answer_until_people(visitor, slots[0].code)
    visitor.post(f"{BOOK}people/1/", person(1))
    key = key_on(visitor, f"{BOOK}check/")

    def fail(**_):
        raise trouble

    with monkeypatch.context() as broken:
        broken.setattr(confirming, "book_visits", fail)
        unknown = visitor.post(f"{BOOK}check/", {"key": key})
    again = visitor.post(f"{BOOK}check/", {"key": key})

    assert unknown.status_code == 503
    assert f'name="key" value="{key}"' in unknown.content.decode()
    assert again.url == f"{BOOK}done/"


def test_pressing_twice_books_once(visitor, slots):
    answer_until_people(visitor, slots[0].code)
    visitor.post(f"{BOOK}people/1/", person(1))
    key = key_on(visitor, f"{BOOK}check/")

    answers = [visitor.post(f"{BOOK}check/", {"key": key}) for _ in range(2)]

    assert [answer.url for answer in answers] == [f"{BOOK}done/"] * 2
    assert Booking.objects.count() == 1


def test_another_service_for_other_people_asks_again_who_comes(visitor, slots):
    answer_until_people(visitor, slots[0].code)
    visitor.post(f"{BOOK}people/1/", person(1))

    visitor.post(f"{BOOK}service/", {"choice": "permit-visit-extension"})

    assert visitor.get(f"{BOOK}check/").url == f"{BOOK}day/"


def test_a_foreigner_is_asked_for_passport_and_nationality(visitor, slots):
    book_en = f"/en{BOOK}"
    visitor.post(f"{book_en}service/", {"choice": "permit-visit-extension"})
    visitor.post(f"{book_en}purpose/", {"choice": "tourism"})
    visitor.post(f"{book_en}wait/", {"choice": "yes"})
    visitor.post(f"{book_en}day/", {"choice": "2020-09-14"})
    visitor.post(f"{book_en}time/", {"choice": slots[3].code})
    wang = person(1, name="Wang Li", number="e1234567x", nationality="CN")

    missing = visitor.post(f"{book_en}people/1/", wang | {"nationality": ""})
    visitor.post(f"{book_en}people/1/", wang)
    answer = visitor.post(f"{book_en}check/", {"key": key_on(visitor, f"{book_en}check/")})

    assert '<a href="#id_nationality">Choose the nationality.</a>' in missing.content.decode()
    assert answer.url == "/en/serang/book/done/"
    assert Booking.objects.get().language == "en"
