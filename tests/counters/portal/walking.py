"""Answers the questions of a booking as a visitor without a browser would."""

import re

from django.http import HttpResponse
from django.test import Client

from tests.factories import nik

BOOK = "/serang/book/"


def answer_until_people(visitor: Client, slot: str, prefix: str = "", urgency: str = "") -> None:
    book = prefix + BOOK
    visitor.post(f"{book}service/", {"choice": "passport-new"})
    visitor.post(f"{book}purpose/", {"choice": "tourism"})
    visitor.post(f"{book}wait/", {"choice": "no" if urgency else "yes"})
    if urgency:
        visitor.post(f"{book}urgency/", {"urgency": urgency})
    visitor.post(f"{book}day/", {"choice": "2020-09-14"})
    visitor.post(f"{book}time/", {"choice": slot})


def person(serial: int, name: str = "Ani", **changes: str) -> dict[str, str]:
    typed = {
        "name": name,
        "number": nik(serial),
        "born_day": "17",
        "born_month": "5",
        "born_year": "1990",
        "phone": "0812 3456 7890",
        "email": "",
    }
    return typed | changes


def key_on(visitor: Client, address: str) -> str:
    """The idempotency key of the form shown at an address."""
    found = re.search(r'name="key" value="([^"]+)"', visitor.get(address).content.decode())
    assert found, "no form with a key"
    return found[1]


def book(visitor: Client, slot: str, serial: int, prefix: str = "", **changes: str) -> HttpResponse:
    """Walk through all questions and press the button."""
    answer_until_people(visitor, slot, prefix, **changes)
    visitor.post(f"{prefix}{BOOK}people/1/", person(serial))
    check = f"{prefix}{BOOK}check/"
    return visitor.post(check, {"key": key_on(visitor, check)})


def texts_of(response: HttpResponse) -> str:
    """A page without its tags."""
    without = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(without.split())
