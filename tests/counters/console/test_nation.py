"""Every office on one page: what it says, who may see it, and that it asks the database a fixed number of times."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from serambi.procedures.ensure_staff import ensure_staff
from serambi.records.codec import to_json
from serambi.records.models import Office, ServiceRow
from serambi.records.queries.nation import Sums, nation
from serambi.rules.figures import Measure
from serambi.rules.spans import read_span
from tests.accessibility import is_within_reach
from tests.factories import NOW, save_office, save_regions, service
from tests.figures import save_case, save_history


@pytest.fixture
def offices(transactional_db):
    save_regions()
    for code in ("serang", "cilegon"):
        save_office(code)
    office = save_office("bandung")
    save_history(office, [(read_span("2019-08"), 2200), (read_span("2020-08"), 210)])
    save_history(office, [(read_span("2020-08"), 200)], Measure.ISSUED)
    save_history(office, [(read_span("2020-08"), 190)], Measure.PROMISE_KEPT)
    # No day is promised for a lost passport: it is issued, and no part of the share that was kept.
    save_history(office, [(read_span("2020-08"), 40)], Measure.ISSUED, "passport-lost")
    lost = service("passport-lost", legal_days=None, service_days=None)
    ServiceRow.objects.create(code=lost.code, group="passport", position=9, entry=to_json(lost))
    save_history(Office.objects.get(code="serang"), [(read_span("2020-08"), 105)])


@pytest.fixture
def directorate(offices):
    ensure_staff(username="pusat", password="a long password", office_code=None, role="directorate", now=NOW, by="test")
    client = Client()
    client.force_login(get_user_model().objects.get(username="pusat"))
    return client


def test_each_office_shows_its_use_of_the_quota_and_its_decline(offices):
    found = nation(now=NOW)

    # 22 and 21 working days without any holiday known; the example quota is 100 a day.
    rows = {row.code: row.sums for row in found.offices}
    bandung = Sums(
        applied=210,
        before=2200,
        change=rows["bandung"].change,
        quota=2100,
        issued=240,
        promised=200,
        kept=190,
        overdue=0,
    )
    assert (rows["bandung"], bandung.use, bandung.kept_share) == (bandung, Decimal("0.1"), Decimal("0.95"))
    assert round(bandung.change, 3) == Decimal("-0.9")
    serang = Sums(applied=105, before=0, change=None, quota=2100, issued=0, promised=0, kept=0, overdue=0)
    assert (rows["serang"], serang.kept_share) == (serang, None)
    assert (found.sums.applied, found.sums.quota, found.sums.kept) == (315, 6300, 190)
    assert sum(each.applied for each in found.provinces.values()) == 315


def test_an_open_case_whose_promised_day_is_over_is_overdue(offices):
    office = Office.objects.get(code="serang")
    for number, (promised_on, ready_on) in enumerate(
        [(date(2020, 9, 9), None), (date(2020, 9, 10), None), (date(2020, 9, 9), date(2020, 9, 8))]
    ):
        save_case(office, f"{number}", promised_on=promised_on, ready_on=ready_on)

    assert {row.code: row.sums.overdue for row in nation(now=NOW).offices}["serang"] == 1


def test_an_open_case_that_waits_for_payment_is_not_overdue(offices):
    office = Office.objects.get(code="serang")
    for number, billing_code in enumerate((None, "1" * 15)):
        save_case(office, f"{number}", stage="interviewed", promised_on=date(2020, 9, 9), billing_code=billing_code)

    assert {row.code: row.sums.overdue for row in nation(now=NOW).offices}["serang"] == 1


def test_the_page_says_it_in_words(directorate, monkeypatch):
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str((NOW - datetime.now(UTC)).total_seconds()))

    page = directorate.get("/en/console/nation/").content.decode()

    assert "10% (210 of 2,100)" in page
    assert "−90% from 2,200" in page
    assert page.count("no base") == 2
    assert "95% of 200 issued with a promise" in page


def test_more_offices_cost_no_more_questions(offices, django_assert_num_queries):
    nation(now=NOW)
    for number in range(5):
        save_office(f"office-{number}")

    with django_assert_num_queries(10):
        nation(now=NOW)


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_the_page_is_within_everybodys_reach(directorate, live_server, request, monkeypatch, width):
    monkeypatch.setenv("SERAMBI_CLOCK_OFFSET_SECONDS", str((NOW - datetime.now(UTC)).total_seconds()))
    page = request.getfixturevalue(width)
    cookie = directorate.cookies["session"]
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": live_server.url}])

    page.goto(f"{live_server.url}/console/nation/")

    page.get_by_role("heading", name="Seluruh Indonesia").wait_for()
    is_within_reach(page)
