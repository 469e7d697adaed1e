"""Being told of another deadline: giving a stay, its page behind a key, ending it; and what the page of a case says."""

import pytest
from django.test import Client

from serambi.records.models import StayRow
from serambi.records.queries.stays import key_of_stay
from serambi.rules.stay import MOST_STAYS
from tests.counters.portal.walking import texts_of

GIVEN = {
    **{"permit": "itk", "until_day": "1", "until_month": "12", "until_year": "2020", "where": "here"},
    **{"entered_day": "2", "entered_month": "3", "entered_year": "2020"},
    **{"nationality": "AU", "number": "ab 12345", "email": "john@example.org"},
}


def test_what_was_checked_is_filled_in_and_given_leads_to_its_page(visitor):
    asked = texts_of(visitor.get("/en/stay/telling/", {"permit": "itk", "until_day": "1"}))
    form = visitor.get("/stay/telling/", {"permit": "itk", "until_day": "1"}).context["form"]

    answer = visitor.post("/en/stay/telling/", GIVEN, follow=True)

    row = StayRow.objects.get()
    assert "under seal, until you stop it" in asked
    assert (form["permit"].value(), form["until_day"].value()) == ("itk", "1")
    assert answer.redirect_chain == [(f"/en/stay/{row.code}/", 302)]
    shown = texts_of(answer)
    assert "You may stay until Tuesday, 1 December 2020" in shown and "Entered Indonesia 2 March 2020" in shown
    assert (row.permit, row.language, str(row.entered_on), b"AB12345" in bytes(row.sealed)) == (
        *("itk", "en", "2020-03-02"),
        False,
    )


def test_every_field_that_is_missing_or_wrong_is_named(visitor):
    empty = visitor.post("/stay/telling/", {})
    wrong = visitor.post("/stay/telling/", GIVEN | {"email": "john", "number": "?", "entered_year": "2021"})

    assert (empty.status_code, wrong.status_code) == (422, 422)
    assert [error.href for error in empty.context["errors"]] == [
        *("#id_permit_0", "#id_until_day", "#id_where_0", "#id_nationality", "#id_number", "#id_email"),
    ]
    assert [error.href for error in wrong.context["errors"]] == ["#id_entered_day"]
    assert StayRow.objects.count() == 0


def test_page_of_a_stay_opens_with_its_key_and_ends_it_for_good(visitor):
    visitor.post("/stay/telling/", GIVEN)
    code = StayRow.objects.get().code
    stranger, holder = Client(), Client()

    pages = [stranger.get(f"/stay/{name}/", follow=True) for name in (code, "2345-6789-ABCD", f"{code}/?key=wrong")]
    ends = [stranger.post(f"/stay/{name}/end/") for name in (code, "2345-6789-ABCD")]
    opened = holder.get(f"/stay/{code}/", {"key": key_of_stay(code)}, follow=True)
    ended = holder.post(f"/stay/{code}/end/")

    assert [page.status_code for page in (*pages, *ends)] == [404] * 5
    assert len({texts_of(page) for page in (*pages, *ends)}) == 1
    assert (opened.status_code, "key=" in opened.redirect_chain[-1][0], ended.status_code) == (200, False, 200)
    assert holder.get(f"/stay/{code}/").status_code == 404
    assert bytes(StayRow.objects.get().sealed) == b""


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_too_many_stays_from_one_network_are_refused_with_the_reason(visitor, prefix):
    for serial in range(MOST_STAYS):
        visitor.post("/stay/telling/", GIVEN | {"number": f"AB{serial:05d}"})

    answer = visitor.post(f"{prefix}/stay/telling/", GIVEN)

    assert answer.status_code == 429
    assert ("60 menit" if not prefix else "60 minutes") in texts_of(answer)


def test_behind_a_proxy_each_forwarded_address_gives_stays_of_its_own(visitor, settings):
    settings.PROXIES = 1
    first, second = ({"HTTP_X_FORWARDED_FOR": f"198.51.100.1, 203.0.113.{host}"} for host in (9, 10))
    for serial in range(MOST_STAYS):
        visitor.post("/stay/telling/", GIVEN | {"number": f"AB{serial:05d}"}, **first)

    given = [visitor.post("/stay/telling/", GIVEN, **each) for each in (first, second)]

    assert [answer.status_code for answer in given] == [429, 302]
