"""Every change writes its message in its own transaction, with what it speaks of, and nothing of the person."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from serambi.procedures.answer_offer import accept_offer
from serambi.procedures.book_visits import book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.expire_offers import expire_offers
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.move_booking import move_booking
from serambi.procedures.postpone_booking import postpone_booking
from serambi.procedures.steps.write_messages import message_for, put_in_outbox
from serambi.procedures.undo_instrument import undo_instrument
from serambi.records.models import Booking, Message
from tests.factories import CLOSED, NOW, applicant, order_text, request, save_office, save_slot
from tests.procedures.conftest import serang
from tests.procedures.orders import ONE_DAY, enact, fill

__all__ = ["serang"]

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)
MONDAY = date(2020, 9, 14)
MONDAY_930 = datetime(2020, 9, 14, 2, 30, tzinfo=UTC)
SUNDAY_9 = datetime(2020, 9, 13, 2, 0, tzinfo=UTC)


def written() -> list[tuple[str, dict, bool, datetime, datetime | None]]:
    fields = ("kind", "facts", "is_critical", "next_try_at", "not_after")
    return list(Message.objects.order_by("id").values_list(*fields))


def kinds() -> list[str]:
    return list(Message.objects.order_by("id").values_list("kind", flat=True))


def book(office=None, email: str | None = "ani@example.org", **slot: object) -> str:
    kept = save_slot(office or save_office(), **slot)
    return book_visits(requests=[request(kept.code, applicant(email=email))], now=NOW, by="t")[0].visits[0].code


def test_booking_writes_a_confirmation_at_once_and_a_reminder_for_the_day_before():
    book()

    slot = {"slot": "serang-passport-general-20200914T0930"}
    assert written() == [
        ("confirmed", slot, False, NOW, MONDAY_930),
        ("reminder", slot, False, SUNDAY_9, MONDAY_930),
    ]


@pytest.mark.parametrize(("on", "expected"), [(date(2020, 9, 10), 1), (date(2020, 9, 11), 2)])
def test_booking_after_the_hour_of_the_reminder_writes_none(on, expected):
    book(on=on, at=time(14, 0))

    assert len(written()) == expected


def test_every_person_of_a_party_with_an_address_gets_one():
    slot = save_slot(save_office())
    party = request(slot.code, applicant(email="ani@example.org"), applicant(), applicant(email="citra@example.org"))

    book_visits(requests=[party], now=NOW, by="t")

    assert Message.objects.filter(kind="confirmed").values("booking").distinct().count() == 2
    assert set(Message.objects.values_list("booking__is_reachable", flat=True)) == {True}


def test_a_refused_request_writes_none():
    slot = save_slot(save_office(), places=0)

    book_visits(requests=[request(slot.code, applicant(email="ani@example.org"))], now=NOW, by="t")

    assert written() == []


def test_moving_writes_where_from_and_where_to_and_back_again():
    office = save_office()
    code = book(office)
    first, second = "serang-passport-general-20200914T0930", save_slot(office, at=time(11, 0)).code
    Message.objects.all().delete()

    move_booking(code=code, slot=second, key="k1", now=NOW, by="t")
    move_booking(code=code, slot=first, key="k2", now=NOW + HOUR, by="t")
    move_booking(code=code, slot=second, key="k3", now=NOW + 2 * HOUR, by="t")

    facts = [message[:2] for message in written()]
    assert facts == [
        ("moved", {"slot": second, "from": first}),
        ("reminder", {"slot": second}),
        ("moved", {"slot": first, "from": second}),
        ("reminder", {"slot": first}),
        ("moved", {"slot": second, "from": first}),
    ]


def test_cancelling_and_postponing_write_what_was_given_up():
    office = save_office()
    ani, budi = book(office), book(office, at=time(11, 0))
    Message.objects.all().delete()

    cancel_booking(code=ani, key="k1", now=NOW, by="t")
    postpone_booking(code=budi, key="k2", now=NOW, by="t")
    cancel_booking(code=budi, key="k3", now=NOW, by="t")

    assert written() == [
        ("cancelled", {"from": "serang-passport-general-20200914T0930"}, False, NOW, MONDAY_930),
        ("postponed", {"from": "serang-passport-general-20200914T1100"}, False, NOW, None),
        ("cancelled", {}, False, NOW, None),
    ]


def test_an_order_its_answer_its_end_and_its_undoing_write_theirs(serang):
    accepts, silent, stays = fill(MONDAY, 3)
    Message.objects.all().delete()

    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    assert kinds() == ["offer"] * 3
    accept_offer(code=accepts, slot=None, key="k", now=NOW + HOUR, by="t")
    assert kinds()[3:] == ["confirmed", "reminder"]
    Booking.objects.get(code=stays).obligations.update(deadline_at=NOW + 50 * HOUR)
    expire_offers(office="serang", now=NOW + 49 * HOUR, by="t")
    invite_waiting(office="serang", now=NOW + 49 * HOUR, by="t")
    undo_instrument(number="SE-9", reason="keliru", now=NOW + 49 * HOUR + HOUR / 2, by="direktur")

    late = [(m.kind, m.booking.code, m.is_critical) for m in Message.objects.order_by("id")[5:]]
    assert late[:2] == [("expired", silent, False), ("invited", silent, True)]
    assert sorted(late[2:]) == sorted([("restored", silent, True), ("restored", stays, True)])


def test_who_left_no_address_gets_none_of_them(serang):
    code, other = fill(MONDAY, 2, email=None)
    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    accept_offer(code=code, slot=None, key="k", now=NOW, by="t")
    cancel_booking(code=code, key="k2", now=NOW, by="t")
    postpone_booking(code=other, key="k3", now=NOW, by="t")

    assert written() == []


def test_put_in_outbox_twice_keeps_one():
    book()
    booking = Booking.objects.get()
    Message.objects.all().delete()

    for _ in range(2):
        put_in_outbox([message_for(booking, "moved", occasion="same", now=NOW, not_after=None)])

    assert Message.objects.get().dedupe_key == f"{booking.code} moved same"
