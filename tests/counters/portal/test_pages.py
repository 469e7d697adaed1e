"""The pages that everybody may see."""

import os

import pytest
from django.test import Client

from tests.counters.portal.walking import texts_of
from tests.factories import save_office


def test_an_office_is_found_by_name_or_province(visitor):
    everywhere = texts_of(visitor.get("/"))
    found = texts_of(visitor.get("/", {"q": "sera"}))
    nowhere = texts_of(visitor.get("/", {"q": "atlantis"}))

    assert "1 kantor" in everywhere and "paspor: tempat mulai 14 September 2020" in everywhere
    assert "1 kantor untuk “sera”" in found
    assert "Tidak ada kantor dengan nama “atlantis”" in nowhere


def test_the_office_page_says_open_and_why_in_both_languages(visitor):
    indonesian, english = texts_of(visitor.get("/serang/")), texts_of(visitor.get("/en/serang/"))

    assert "Kamis, 10 September 2020 Hari ini buka Tidak ada perintah" in indonesian
    assert "Thursday, 10 September 2020 Open today No order" in english
    assert "angka contoh" in indonesian and "example figure" in english
    assert "Monday, 14 September 2020" in english


def test_after_the_last_slot_the_office_page_says_so(visitor, monkeypatch):
    later = float(os.environ["SERAMBI_CLOCK_OFFSET_SECONDS"]) + 9 * 60 * 60
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str(later))

    assert "Pelayanan hari ini sudah selesai" in texts_of(visitor.get("/serang/"))


def test_an_office_without_a_plan_says_so_and_where_there_are_places(visitor):
    save_office("cilegon")

    for path in ("/en/cilegon/", "/en/cilegon/book/service/"):
        page = texts_of(visitor.get(path))
        assert "Appointments at this office are not open here yet" in page
        assert "Serang , from 14 September 2020" in page
        assert "What do you need?" not in page
    assert "Book an appointment" not in texts_of(visitor.get("/en/cilegon/"))
    assert "not open here yet" not in texts_of(visitor.get("/en/serang/"))


def test_every_page_leads_to_itself_in_the_other_language(visitor):
    page = visitor.get("/en/serang/orders/?on=2020-09-11").content.decode()

    assert '<html lang="en">' in page
    assert 'href="/serang/orders/?on=2020-09-11" lang="id" hreflang="id"' in page


def test_a_day_that_is_none_is_named_at_its_field(visitor):
    answer = visitor.get("/en/serang/orders/", {"on": "2020-13-40"})

    assert answer.status_code == 422
    assert "<title>Error: " in answer.content.decode()
    assert '<a href="#id_on">Enter the date as year-month-day, such as 2020-09-10.</a>' in answer.content.decode()


@pytest.mark.parametrize("path", ["/atlantis/", "/atlantis/orders/", "/serang/services/none/", "/atlantis/book/day/"])
def test_what_is_not_there_is_404(visitor, path):
    assert visitor.get(path).status_code == 404


def test_a_service_shows_for_whom_it_is(visitor):
    assert "For foreigners." in texts_of(visitor.get("/en/serang/services/permit-visit-extension/"))


def test_looking_around_leaves_no_cookie(visitor):
    for path in ("/", "/serang/", "/serang/orders/", "/serang/services/"):
        visitor.get(path)

    assert dict(visitor.cookies) == {}


def test_a_form_without_its_token_is_refused_in_words(slots):
    answer = Client(enforce_csrf_checks=True).post("/serang/book/service/", {"choice": "passport-new"})

    assert answer.status_code == 403
    assert "Formulir kedaluwarsa" in texts_of(answer)
