"""Being told of another deadline: giving a stay, its page behind a key, ending it; and what the page of a case says."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.procedures.load_policy import load_policy
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


JUNE = datetime(2020, 6, 1, 3, 0, tzinfo=UTC)
ASKED = {"asked": "1", "permit": "itk", "until_day": "15", "until_month": "4", "until_year": "2020", "where": "here"}


def test_permit_that_ran_out_in_april_is_free_of_charge_in_june_and_one_of_long_before_is_not(visitor, monkeypatch):
    load_policy(policy=read_policy(POLICY_FOLDER), now=JUNE, by="test")
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str((JUNE - datetime.now(UTC)).total_seconds()))

    stranded = texts_of(visitor.get("/en/stay/", ASKED))
    before = texts_of(visitor.get("/en/stay/", ASKED | {"until_year": "2018"}))

    assert (
        "You may stay; no last day has been set yet" in stranded
        and "Overstay charge during that time: Rp 0." in stranded
    )
    assert "Menteri Hukum dan HAM" in stranded and "1.000.000" not in stranded and "1,000,000" not in stranded
    assert "The deadline has passed: Sunday, 15 April 2018" in before and "Rp 1,000,000 a day" in before


def test_check_asks_for_the_entry_and_names_one_that_cannot_be(visitor):
    entered = {"entered_day": "2", "entered_month": "3", "entered_year": "2020"}

    right = visitor.get("/en/stay/", ASKED | entered)
    late = visitor.get("/en/stay/", ASKED | entered | {"entered_year": "2021"})
    broken = visitor.get("/en/stay/", ASKED | entered | {"entered_month": "13"})

    assert (right.status_code, right.context["form"].stay().entered_on.isoformat()) == (200, "2020-03-02")
    assert "When did you last enter Indonesia?" in texts_of(right)
    assert [(page.status_code, [e.href for e in page.context["errors"]]) for page in (late, broken)] == [
        (422, ["#id_entered_day"]),
        (422, ["#id_entered_day"]),
    ]
    assert late.context["page"] is None
