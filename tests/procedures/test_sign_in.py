"""Tries to sign in on a real PostgreSQL: counted, forgiven, and never more than allowed however many come at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from serambi.procedures.sign_in import note_sign_in, note_try
from serambi.records.models import LedgerRow
from serambi.records.queries.sign_ins import sign_in_subject, tries_in_window
from serambi.rules.refusal import Refusal, Refused
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)

ANI = {"username": "ani", "address": "10.0.0.1"}


def refusal_of_try(**changes) -> Refusal | None:
    try:
        note_try(**(ANI | {"now": NOW} | changes))
    except Refused as refused:
        return refused.refusal
    finally:
        connection.close()
    return None


def test_note_try_refuses_the_sixth_and_writes_no_row_for_it():
    answers = [refusal_of_try() for _ in range(7)]

    assert answers == [None] * 5 + [Refusal("sign_in.too_many", None, {"minutes": 15})] * 2
    assert LedgerRow.objects.count() == 5


def test_note_try_of_many_at_once_lets_no_more_than_five_pass():
    with ThreadPoolExecutor(20) as threads:
        answers = list(threads.map(lambda _: refusal_of_try(), range(40)))

    assert answers.count(None) <= 5
    assert refusal_of_try() is not None


def test_note_try_counts_by_name_and_address_in_a_window():
    for _ in range(5):
        refusal_of_try()

    assert refusal_of_try(username="ANI") is not None
    assert refusal_of_try(username="budi") is None
    assert refusal_of_try(address="10.0.0.2") is None
    assert refusal_of_try(now=NOW + timedelta(minutes=15)) is None


def test_note_sign_in_forgives_the_tries_before():
    for _ in range(4):
        refusal_of_try()

    note_sign_in(**ANI, now=NOW)

    assert tries_in_window(subject=sign_in_subject(**ANI), now=NOW) == 0
    assert LedgerRow.objects.filter(action="sign_in.done").values_list("by", flat=True).get() == "ani"


def test_sign_in_subject_shows_neither_name_nor_address():
    subject = sign_in_subject(**ANI)

    assert "ani" not in subject.removeprefix("sign-in ") and "10.0.0.1" not in subject
    assert subject == sign_in_subject(username="Ani", address="10.0.0.1")
