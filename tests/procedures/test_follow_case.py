"""Following a case: opened by its birth date, silent alike for everything else, and tired of guesses."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from serambi.procedures.book_visits import book_visits
from serambi.procedures.follow_case import follow_case
from serambi.procedures.open_case import open_case
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.verdict import Verdict
from tests.factories import NOW, request, save_office, save_slot

pytestmark = pytest.mark.django_db(transaction=True)

BORN, WRONG = date(1990, 5, 17), date(1990, 5, 18)
LATER = datetime(2020, 9, 10, 3, 0, tzinfo=UTC)
HOME, AWAY = "203.0.113.7", "203.0.113.8"
NOT_FOUND, TOO_MANY = Refusal("case.not_found"), Refusal("tracking.too_many", None, {"minutes": 15})


@pytest.fixture
def number() -> str:
    slot = save_slot(save_office())
    (answer,) = book_visits(requests=[request(slot.code)], now=NOW, by="test")
    return open_case(code=answer.visits[0].code, verdict=Verdict((), (), ()), now=LATER, by="desk").number


def ask(number: str, born_on: date = BORN, address: str = HOME, now: datetime = LATER) -> Refusal | str:
    try:
        return follow_case(number=number, born_on=born_on, address=address, now=now, by="test").number
    except Refused as refused:
        return refused.refusal


def test_follow_case_opens_by_its_birth_date_and_answers_wrong_and_unknown_alike(number):
    assert ask(number) == number
    assert ask(number, WRONG) == ask("0" * 16) == NOT_FOUND


def test_follow_case_rests_after_five_wrong_facts_of_a_number_from_anywhere(number):
    wrong = [ask(number, WRONG, f"203.0.113.{host}") for host in range(5)]

    assert wrong == [NOT_FOUND] * 5
    assert ask(number, BORN, AWAY) == TOO_MANY
    assert ask(number, BORN, AWAY, LATER + timedelta(minutes=16)) == number


def test_follow_case_rests_after_five_wrong_facts_of_a_network_about_anything(number):
    wrong = [ask(f"{serial:016d}") for serial in range(5)]

    assert wrong == [NOT_FOUND] * 5
    assert (ask(number), ask(number, BORN, AWAY)) == (TOO_MANY, number)


def test_follow_case_right_facts_never_count(number):
    assert [ask(number) for _ in range(12)] == [number] * 12


def test_follow_case_guesses_that_arrive_together_are_no_more_than_five(number):
    def guess(day: int) -> Refusal | str:
        try:
            return ask(number, date(1991, 1, 1 + day), f"198.51.100.{day}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(guess, range(24)))

    assert answers.count(NOT_FOUND) <= 5
    assert answers.count(NOT_FOUND) + answers.count(TOO_MANY) == 24
