"""Signing in and out, and the rest after too many tries."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client

from serambi.procedures.ensure_staff import ensure_staff
from serambi.records.models import LedgerRow
from tests.counters.console.conftest import PASSWORD
from tests.factories import NOW

PATH = "/console/sign-in/"
WRONG = "Nama pengguna atau kata sandi tidak cocok."
TOO_MANY = "Terlalu banyak percobaan. Coba lagi 15 menit lagi."


@pytest.fixture(autouse=True)
def petugas(serang):
    ensure_staff(username="petugas", password=PASSWORD, office_code="serang", role="clerk", now=NOW, by="test")


def try_password(password: str, username: str = "petugas", **more):
    return Client().post(PATH, {"username": username, "password": password}, **more)


def said(answer) -> tuple[int, str]:
    (error,) = answer.context["form"].non_field_errors()
    return answer.status_code, error


def test_sign_in_leads_to_the_list_of_the_own_office(client):
    answer = client.post(PATH, {"username": "petugas", "password": PASSWORD}, follow=True)

    assert answer.redirect_chain == [("/console/", 302), ("/console/serang/", 302)]
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("wanted", "where"),
    [
        ("/console/serang/capacity/", "/console/serang/capacity/"),
        ("https://elsewhere.example/console/", "/console/"),
        ("//elsewhere.example/", "/console/"),
        ("javascript:alert(1)", "/console/"),
    ],
)
def test_sign_in_leads_onward_only_to_pages_of_ours(client, wanted, where):
    answer = client.post(PATH, {"username": "petugas", "password": PASSWORD, "next": wanted})

    assert (answer.status_code, answer["Location"]) == (302, where)


def test_a_stranger_is_asked_to_sign_in_and_then_led_back(client):
    answer = client.get("/en/console/serang/?on=2020-09-14")

    assert (answer.status_code, answer["Location"]) == (
        302,
        "/en/console/sign-in/?next=/en/console/serang/%3Fon%3D2020-09-14",
    )


def test_wrong_password_unknown_name_and_no_member_of_staff_are_answered_alike():
    get_user_model().objects.create_user("citizen", password=PASSWORD)
    get_user_model().objects.create_user("gone", password=PASSWORD, is_active=False)

    tries = [("petugas", "wrong"), ("nobody", PASSWORD), ("citizen", PASSWORD), ("gone", PASSWORD)]

    assert {said(try_password(password, username)) for username, password in tries} == {(422, WRONG)}


def test_the_sixth_try_is_refused_even_with_the_right_password_and_from_another_process():
    for _ in range(5):
        assert said(try_password("wrong")) == (422, WRONG)

    assert said(try_password(PASSWORD)) == (429, TOO_MANY)
    assert said(try_password("wrong", username="PETUGAS")) == (429, TOO_MANY)


def test_other_names_and_other_addresses_are_not_held_back():
    for _ in range(5):
        try_password("wrong")

    assert said(try_password("wrong", username="somebody")) == (422, WRONG)
    assert try_password(PASSWORD, REMOTE_ADDR="10.0.0.9").status_code == 302


def test_behind_a_proxy_each_forwarded_address_has_tries_of_its_own(settings):
    settings.PROXIES = 1
    for number in range(5):
        # What the caller writes before the proxy's own word makes no difference.
        try_password("wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.9")

    assert said(try_password(PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.9")) == (429, TOO_MANY)
    assert try_password(PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.10").status_code == 302


def test_without_a_proxy_a_forged_address_gives_no_further_try():
    for number in range(5):
        try_password("wrong", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    assert said(try_password(PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.9")) == (429, TOO_MANY)


def test_after_a_quarter_of_an_hour_one_may_try_again():
    for _ in range(6):
        try_password("wrong")

    with time_machine.travel(NOW + timedelta(minutes=15), tick=False):
        assert try_password(PASSWORD).status_code == 302


def test_a_success_forgives_the_tries_before():
    for _ in range(4):
        try_password("wrong")
    try_password(PASSWORD)

    assert [said(try_password("wrong")) for _ in range(5)] == [(422, WRONG)] * 5


def test_the_ledger_holds_tries_without_what_was_typed():
    try_password("my secret", username="my secret typed into the wrong field")
    try_password(PASSWORD)

    rows = list(LedgerRow.objects.filter(action__startswith="sign_in").values_list("action", "by", "subject"))
    assert [(action, by) for action, by, _ in rows] == [
        ("sign_in.tried", "console"),
        ("sign_in.tried", "console"),
        ("sign_in.done", "petugas"),
    ]
    assert "secret" not in repr(rows)


@pytest.mark.parametrize("form", [{}, {"username": "", "password": ""}, {"username": "a\x00", "password": "b\x00"}])
def test_an_incomplete_form_is_shown_again_and_counts_no_try(client, form):
    answer = client.post(PATH, form)

    assert (answer.status_code, sorted(answer.context["form"].errors)) == (422, ["password", "username"])
    assert not LedgerRow.objects.filter(action="sign_in.tried").exists()


def test_an_empty_form_says_what_is_missing_in_the_language_of_the_page(client):
    indonesian, english = (client.post(path).content.decode() for path in (PATH, f"/en{PATH}"))

    assert "Isi nama pengguna." in indonesian and "Isi kata sandi." in indonesian
    assert "Enter your user name." in english and "Enter your password." in english


def test_sign_out_closes_the_console_and_takes_a_form(client):
    client.post(PATH, {"username": "petugas", "password": PASSWORD})

    refused, answer = client.get("/console/sign-out/"), client.post("/console/sign-out/")

    assert (refused.status_code, answer.status_code, answer["Location"]) == (405, 302, PATH)
    assert client.get("/console/serang/").status_code == 302


def test_signing_in_takes_a_token_against_forged_forms():
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(PATH, {"username": "petugas", "password": PASSWORD}).status_code == 403
