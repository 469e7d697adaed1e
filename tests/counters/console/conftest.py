"""The office of the story with its staff, at the time of the story."""

import pytest
import time_machine
from django.contrib.auth import get_user_model

from serambi.procedures.book_visits import book_visits
from serambi.procedures.ensure_staff import ensure_staff
from tests.factories import NOW, applicant, request, save_office

PASSWORD = "a long password"


@pytest.fixture
def story_day():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def serang(transactional_db, story_day):
    return save_office("serang")


@pytest.fixture
def sign_in_as(client, serang):
    """Sign in as a clerk of an office (None: as the directorate); gives the client."""

    def sign_in(office: str | None = "serang", role: str = ""):
        username = f"clerk of {office}"
        role = role or ("clerk" if office else "directorate")
        ensure_staff(username=username, password=PASSWORD, office_code=office, role=role, now=NOW, by="test")
        client.force_login(get_user_model().objects.get(username=username))
        return client

    return sign_in


@pytest.fixture
def booked(serang):
    """Book people into a slot; gives their codes."""

    def book(slot, *people, **changes) -> list[str]:
        asked = request(slot.code, *(people or (applicant(),)), **changes)
        (answer,) = book_visits(requests=[asked], now=NOW, by="test")
        assert answer.refusal is None
        return [visit.code for visit in answer.visits]

    return book
