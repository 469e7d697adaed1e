"""What stands around every call: unknown addresses and methods, the description and its page."""

import pytest
import schemathesis

from serambi.config.wsgi import application
from serambi.counters.api.problems import every_code
from tests.accessibility import is_within_reach


@pytest.mark.parametrize("path", ["", "nothing", "offices/", "offices//regime", "bookings/2222-2222-2222/nothing"])
def test_an_unknown_address_is_not_found_in_the_form_of_the_api(client, path):
    answer = client.get(f"/api/v1/{path}")

    assert (answer.status_code, answer["Content-Type"], answer.json()) == (
        404,
        "application/problem+json",
        {
            "type": "/api/v1/docs#path.unknown",
            "title": "Tidak ditemukan",
            "status": 404,
            "detail": "Alamat ini tidak ada.",
            "code": "path.unknown",
        },
    )


@pytest.mark.parametrize(("method", "path", "allowed"), [("delete", "offices", "GET"), ("get", "bookings", "POST")])
def test_a_wrong_method_names_the_right_ones(client, method, path, allowed):
    answer = getattr(client, method)(f"/api/v1/{path}", headers={"Accept-Language": "en"})

    assert (answer.status_code, answer["Allow"], answer.json()) == (
        405,
        allowed,
        {
            "type": "/api/v1/docs#method.not_allowed",
            "title": "Method not available",
            "status": 405,
            "detail": "This address does not take that method.",
            "code": "method.not_allowed",
        },
    )


@pytest.mark.django_db(transaction=True)
def test_a_question_for_the_headers_alone_gets_those_of_the_answer(client):
    asked, answered = client.head("/api/v1/offices"), client.get("/api/v1/offices")

    assert (asked.status_code, dict(asked.headers), asked.content) == (200, dict(answered.headers), b"")
    assert client.head("/api/v1/bookings").status_code == 405


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "id"), ("en-GB,en;q=0.9", "en"), ("fr,en;q=0.2", "en"), ("fr", "id"), ("id-ID,en", "id"), (";;q=x", "id")],
)
def test_refusals_speak_the_language_that_is_accepted(client, accepted, language):
    answer = client.get("/api/v1/nothing", headers={"Accept-Language": accepted})

    assert answer["Content-Language"] == language


def test_the_description_is_valid_openapi_and_names_every_call(client):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)

    schema.validate()

    calls = {
        (method, path.removeprefix("/api/v1"))
        for path, operations in schema.raw_schema["paths"].items()
        for method in operations
    }
    assert calls == {
        ("get", "/offices"),
        ("get", "/services"),
        ("get", "/purposes"),
        ("get", "/offices/{office}"),
        ("get", "/offices/{office}/regime"),
        ("get", "/offices/{office}/capacity"),
        ("get", "/offices/{office}/slots"),
        ("get", "/offices/{office}/notices"),
        ("post", "/offices/{office}/admissions"),
        ("post", "/offices/{office}/exits"),
        ("post", "/bookings"),
        ("get", "/bookings/{code}"),
        ("post", "/bookings/{code}/move"),
        ("post", "/bookings/{code}/cancellation"),
        ("post", "/bookings/{code}/postponement"),
        ("post", "/bookings/{code}/offer"),
        ("post", "/instruments"),
        ("post", "/instruments/{number}/undoing"),
        ("post", "/assessments"),
        ("get", "/cases/{number}"),
        ("get", "/offices/{office}/figures"),
        ("get", "/offices/{office}/figures.csv"),
        ("get", "/offices/{office}/decline"),
    }


@pytest.mark.django_db(transaction=True)
def test_the_page_of_the_description_needs_no_script_and_is_accessible(live_server, desktop):
    answer = desktop.goto(f"{live_server.url}/api/v1/docs")

    assert answer is not None and answer.status == 200
    assert desktop.locator("script").count() == 0
    is_within_reach(desktop)
    anchors = desktop.eval_on_selector_all("[id]", "all => all.map(one => one.id)")
    assert {code for code, _ in every_code()} <= set(anchors)
    links = desktop.eval_on_selector_all("a[href^='#']", "all => all.map(one => one.getAttribute('href').slice(1))")
    assert set(links) <= set(anchors)


@pytest.mark.django_db(transaction=True)
def test_the_page_of_the_description_fits_a_small_telephone(live_server, phone):
    phone.goto(f"{live_server.url}/api/v1/docs")

    assert phone.evaluate("document.documentElement.scrollWidth") <= 320


def test_the_api_sets_no_cookie_and_asks_for_none(client):
    answer = client.get("/api/v1/openapi.json")

    assert (answer.status_code, dict(answer.cookies)) == (200, {})
