"""Who must be telephoned, why, and in which order."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from serambi.procedures.answer_offer import accept_offer
from serambi.procedures.book_visits import book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.expire_offers import expire_offers
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.note_call import note_call
from serambi.procedures.postpone_booking import postpone_booking
from serambi.procedures.send_messages import send_messages
from serambi.procedures.undo_instrument import undo_instrument
from serambi.records.models import Booking, Slot
from serambi.records.queries.call_list import CallRow, OpenCall, call_list, open_call
from serambi.rules.calling import CallOutcome, CallReason
from tests.factories import CLOSED, NOW, applicant, order_text, request
from tests.procedures.orders import ONE_DAY, enact, fill
from tests.procedures.test_send_messages import Carrier

pytestmark = pytest.mark.django_db(transaction=True)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = date(2020, 9, 14)


def called(now: datetime = NOW, office: str | None = "serang") -> list[tuple[str, CallReason]]:
    return [(row.call.code, row.call.reason) for row in call_list(office=office, now=now)]


def close_one_day() -> None:
    enact(order_text("SE-9", CLOSED, **ONE_DAY))


def close_for_good() -> None:
    for by in ("direktur", "sekretaris"):
        enact(order_text("SE-9", CLOSED, areas='["office:serang"]'), by=by)


def bounce(now: datetime = NOW) -> None:
    send_messages(carrier=Carrier(lambda letter: 550), now=now, by="test")


def reached(code: str, now: datetime = NOW + HOUR) -> None:
    note_call(code=code, outcome=CallOutcome.REACHED, key=f"reached {code} {now}", now=now, by="petugas")


def test_call_list_names_whom_an_order_hit_without_an_email(serang):
    first = Slot.objects.for_office("serang").filter(office_day__on=MONDAY, contingent="general").earliest("start_at")
    ani = request(first.code, applicant(name="Ani", phone="+6281234567890"))
    code = book_visits(requests=[ani], now=NOW, by="test")[0].visits[0].code
    close_one_day()

    row = CallRow(
        OpenCall(
            office="serang",
            code=code,
            reason=CallReason.OFFER,
            since_at=NOW,
            slot_at=datetime(2020, 9, 15, 0, 30, tzinfo=UTC),
            deadline_at=NOW + 2 * DAY,
            is_urgent=False,
            is_vulnerable=False,
            tries=0,
            is_wrong_number=False,
        ),
        "Ani",
        "+6281234567890",
    )
    assert call_list(office="serang", now=NOW) == call_list(office=None, now=NOW) == (row,)
    assert call_list(office="bandung", now=NOW) == ()
    assert open_call(code=code, now=NOW) == row.call


def test_call_list_is_empty_while_messages_are_on_their_way(serang):
    fill(MONDAY, 2)
    close_one_day()

    assert called() == []


def test_call_list_has_critical_messages_that_bounced_only_while_they_hold(serang):
    accepts, cancels, silent = fill(MONDAY, 3)
    close_one_day()
    bounce()
    assert sorted(called()) == sorted((code, CallReason.OFFER) for code in (accepts, cancels, silent))

    accept_offer(code=accepts, slot=None, key="k1", now=NOW + HOUR, by="test")
    cancel_booking(code=cancels, key="k2", now=NOW + HOUR, by="test")
    assert called(NOW + HOUR) == [(silent, CallReason.OFFER)]

    expire_offers(office="serang", now=NOW + 3 * DAY, by="test")
    assert called(NOW + 3 * DAY) == [(silent, CallReason.EXPIRED)]


def test_call_list_leaves_out_who_chose_to_wait(serang):
    (code,) = fill(MONDAY, 1)
    close_one_day()
    bounce()

    postpone_booking(code=code, key="k", now=NOW + HOUR, by="test")

    assert called(NOW + HOUR) == []


def test_call_list_of_visits_called_off(serang):
    (mute,) = fill(MONDAY, 1, email=None)
    (bounced,) = fill(MONDAY, 1)
    close_for_good()
    bounce()

    assert sorted(called()) == sorted([(mute, CallReason.CALLED_OFF), (bounced, CallReason.CALLED_OFF)])


def test_call_list_puts_urgent_first_then_by_deadline(serang):
    fill(MONDAY, 1, email=None)
    (urgent,) = fill(MONDAY, 1, email=None, urgency="medical")
    close_one_day()
    later = fill(date(2020, 9, 21), 1, email=None)
    enact(order_text("SE-8", CLOSED, **(ONE_DAY | {"from": "2020-09-21", "until": "2020-09-22"})), now=NOW + HOUR)

    rows = call_list(office="serang", now=NOW + HOUR)

    deadlines = [row.call.deadline_at for row in rows[1:] if row.call.deadline_at]
    assert rows[0].call.code == urgent
    assert deadlines == sorted(deadlines)
    assert rows[-1].call.code == later[0]


def test_call_list_of_people_without_an_email_who_are_invited(serang):
    (code,) = fill(MONDAY, 1, email=None)
    postpone_booking(code=code, key="k", now=NOW, by="test")
    invite_waiting(office="serang", now=NOW + HOUR, by="test")

    (row,) = call_list(office="serang", now=NOW + HOUR)
    reached(code, NOW + 2 * HOUR)

    assert (row.call.code, row.call.reason, row.call.since_at) == (code, CallReason.INVITED, NOW + HOUR)
    assert row.call.deadline_at == Booking.objects.get().waiting_place.invited_until
    assert called(NOW + 2 * HOUR) == []


def test_call_list_says_restored_only_to_those_told_before(serang):
    told, untold = fill(MONDAY, 2, email=None)
    close_one_day()
    reached(told)

    undo_instrument(number="SE-9", reason="keliru", now=NOW + 2 * HOUR, by="direktur")

    assert called(NOW + 2 * HOUR) == [(told, CallReason.RESTORED)]
    assert open_call(code=untold, now=NOW + 2 * HOUR) is None
    reached(told, NOW + 3 * HOUR)
    assert called(NOW + 3 * HOUR) == []


def test_call_list_of_an_offer_that_an_undo_gave_again(serang):
    (code,) = fill(MONDAY, 1, email=None)
    close_one_day()
    enact(order_text("SE-8", CLOSED, **(ONE_DAY | {"from": "2020-09-15", "until": "2020-09-16"})), now=NOW + HOUR)
    reached(code, NOW + HOUR)
    undo_instrument(number="SE-8", reason="keliru", now=NOW + 2 * HOUR, by="direktur")

    assert called(NOW + 2 * HOUR) == [(code, CallReason.OFFER)]

    accept_offer(code=code, slot=None, key="k", now=NOW + 3 * HOUR, by="holder")
    assert called(NOW + 3 * HOUR) == []


def test_call_list_of_a_restored_visit_whose_message_bounced(serang):
    (code,) = fill(MONDAY, 1)
    close_one_day()
    undo_instrument(number="SE-9", reason="keliru", now=NOW + HOUR, by="direktur")
    bounce(NOW + HOUR)

    assert called(NOW + HOUR) == [(code, CallReason.RESTORED)]
    assert called(Slot.objects.get(bookings__code=code).start_at) == []


def test_who_was_told_by_telephone_is_restored_too(serang):
    (code,) = fill(MONDAY, 1, email=None)
    close_for_good()
    reached(code)

    undo_instrument(number="SE-9", reason="keliru", now=NOW + 2 * HOUR, by="direktur")

    assert Booking.objects.get().state == "confirmed"
    assert called(NOW + 2 * HOUR) == [(code, CallReason.RESTORED)]


@pytest.mark.parametrize("people", [1, 3])
def test_call_list_number_of_statements_is_fixed(serang, people, django_assert_num_queries):
    codes: Sequence[str] = fill(MONDAY, people, email=None) + fill(MONDAY, people)
    close_one_day()
    bounce()

    with django_assert_num_queries(5):
        assert len(call_list(office="serang", now=NOW)) == len(codes)
