"""Bookings that arrive together share a transaction, and still each has its own answer."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from serambi.counters.common.together import MOST_TOGETHER, Together
from serambi.procedures.book_visits import book_visits
from serambi.procedures.steps.booking_rows import BookingAnswer
from serambi.procedures.steps.durable import Busy
from serambi.records.models import Booking, Slot
from serambi.rules.refusal import Refusal
from tests.factories import NOW, request, save_office, save_slot

THREADS = 12


class Lists:
    """Books lists and remembers their lengths; the first one waits until the others stand in line."""

    def __init__(self, book_list) -> None:
        self.book_list = book_list
        self.lengths: list[int] = []
        self.others_wait = threading.Event()

    def __call__(self, requests):
        self.lengths.append(len(requests))
        if len(self.lengths) == 1:
            assert self.others_wait.wait(10)
        return self.book_list(requests)


def all_at_once(lists: Lists, requests) -> list[BookingAnswer | Exception]:
    together = Together(lists)

    def one(number: int):
        try:
            return together.book(requests[number])
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(requests)) as threads:
        answers = [threads.submit(one, 0)]
        while not lists.lengths:
            pass
        answers += [threads.submit(one, number) for number in range(1, len(requests))]
        while len(together.waiting) < len(requests) - 1:
            pass
        lists.others_wait.set()
        return [answer.result() for answer in answers]


@pytest.mark.django_db(transaction=True)
def test_together_books_who_waits_in_one_list_and_answers_each():
    slot = save_slot(save_office(), places=THREADS - 2)
    lists = Lists(lambda requests: book_visits(requests=requests, now=NOW, by="test"))

    answers = all_at_once(lists, [request(slot.code) for _ in range(THREADS)])

    assert lists.lengths == [1, THREADS - 1]
    full = Refusal("slot.full", "slot", {"free": 0, "asked": 1})
    assert [answer.refusal for answer in answers].count(full) == 2
    confirmed = [answer.visits[0].code for answer in answers if answer.visits]
    assert sorted(confirmed) == sorted(Booking.objects.values_list("code", flat=True))
    assert Slot.objects.get().taken == THREADS - 2


def test_together_takes_no_more_than_the_most_into_one_list():
    lists = Lists(lambda requests: [BookingAnswer((), Refusal(each.key)) for each in requests])
    requests = [request("s") for _ in range(MOST_TOGETHER + 6)]

    answers = all_at_once(lists, requests)

    assert lists.lengths == [1, MOST_TOGETHER, 5]
    assert [answer.refusal.code for answer in answers] == [each.key for each in requests]


def test_together_busy_is_everybodys():
    def busy(requests):
        raise Busy

    answers = all_at_once(Lists(busy), [request("s") for _ in range(4)])

    assert [type(answer) for answer in answers] == [Busy] * 4


def test_together_one_faulty_request_takes_no_other_with_it():
    requests = [request("s") for _ in range(4)]

    def picky(asked):
        if requests[2] in asked:
            raise ValueError("this one")
        return [BookingAnswer((), Refusal(each.key)) for each in asked]

    answers = all_at_once(Lists(picky), requests)

    assert isinstance(answers[2], ValueError)
    assert [answers[number].refusal.code for number in (0, 1, 3)] == [requests[number].key for number in (0, 1, 3)]
