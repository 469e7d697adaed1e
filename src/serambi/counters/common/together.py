"""Bookings that arrive together share one transaction: whoever comes first books for all who wait by then."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from serambi.counters.common.clock import now
from serambi.procedures.book_visits import book_visits
from serambi.procedures.steps.booking_rows import BookingAnswer
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.rules.booking import BookingRequest

MOST_TOGETHER = 32

BookList = Callable[[Sequence[BookingRequest]], Sequence[BookingAnswer]]


@dataclass(eq=False)
class _Waiting:
    """One request of one thread; in the end it has an answer or an error."""

    request: BookingRequest
    answer: BookingAnswer | None = None
    error: Exception | None = None
    is_done: bool = field(default=False)


class Together:
    """Books for the threads of one process. There is no timer: who comes alone is booked at once, and while one list is
    being written the next one gathers by itself."""

    def __init__(self, book_list: BookList) -> None:
        self.book_list = book_list
        self.changed = threading.Condition()
        self.waiting: list[_Waiting] = []
        self.is_booking = False

    def book(self, request: BookingRequest) -> BookingAnswer:
        """The answer to one request. Raises what booking raises: Busy and OutcomeUnknown for the whole list."""
        mine = _Waiting(request)
        with self.changed:
            self.waiting.append(mine)
        while not mine.is_done:
            self._wait_or_lead(mine)
        if mine.error is not None:
            raise mine.error
        assert mine.answer is not None  # done without an error
        return mine.answer

    def _wait_or_lead(self, mine: _Waiting) -> None:
        with self.changed:
            while self.is_booking and not mine.is_done:
                self.changed.wait()
            if mine.is_done:
                return
            batch, self.waiting = self.waiting[:MOST_TOGETHER], self.waiting[MOST_TOGETHER:]
            self.is_booking = True
        try:
            self._book(batch)
        finally:
            with self.changed:
                self.is_booking = False
                for each in batch:
                    each.is_done = True
                self.changed.notify_all()

    def _book(self, batch: Sequence[_Waiting]) -> None:
        try:
            answers = self.book_list([each.request for each in batch])
        except (Busy, OutcomeUnknown) as error:
            for each in batch:
                each.error = error
        except Exception as error:  # a bug, or a request nothing foresaw: it must not take the others with it
            if len(batch) == 1:
                batch[0].error = error
                return
            for each in batch:
                self._book([each])
        else:
            for each, answer in zip(batch, answers, strict=True):
                each.answer = answer


_of_this_process: dict[str, Together] = {}


def book_together(request: BookingRequest, *, by: str) -> BookingAnswer:
    """Book one request in one transaction with those that arrive at the same moment in this process.

    Each is confirmed or refused on its own, as in a list of one. Raises Busy and OutcomeUnknown.
    """
    together = _of_this_process.setdefault(
        by, Together(lambda requests: book_visits(requests=requests, now=now(), by=by))
    )
    return together.book(request)
