"""Enacting orders over a planned Serang, and what must hold afterwards."""

from datetime import date, datetime, timedelta

from serambi.procedures.book_visits import book_visits
from serambi.procedures.enact_instrument import Enacted, enact_instrument
from serambi.records.models import Booking, ReturningPlace, Slot, WaitingPlace
from tests.factories import NOW, THE_DAY, applicant, request

UNTIL = THE_DAY + timedelta(days=12)
ONE_DAY = {"from": "2020-09-14", "until": "2020-09-15", "areas": '["office:serang"]'}


def enact(text: str, by: str = "direktur", now: datetime = NOW) -> Enacted:
    return enact_instrument(text=text, file="order.toml", now=now, by=by)


def fill(on: date, people: int, email: str | None = "ani@example.org", **changes: object) -> list[str]:
    """Book so many single people into the general slots of a day, in order; returns their codes."""
    requests = []
    slots = Slot.objects.for_office("serang").filter(office_day__on=on, contingent="general")
    for slot in slots.order_by("start_at"):
        for _ in range(slot.free):
            if len(requests) < people:
                requests.append(request(slot.code, applicant(email=email), **changes))
    answers = book_visits(requests=requests, now=NOW, by="test")
    assert all(answer.refusal is None for answer in answers)
    return [visit.code for answer in answers for visit in answer.visits]


def consistent() -> None:
    """What must hold after anything: places add up, nobody is left without an answer."""
    for slot in Slot.objects.all():
        live = Booking.objects.filter(slot=slot, is_live=True).count()
        assert slot.taken == live + ReturningPlace.objects.filter(slot=slot).count()
        assert slot.taken <= slot.places
    for booking in Booking.objects.filter(state="postponed"):
        assert WaitingPlace.objects.filter(booking=booking).count() == 1
