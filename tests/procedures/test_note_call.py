"""Noting calls: reached settles, everything else is counted."""

from datetime import date, timedelta

import pytest

from serambi.procedures.answer_offer import accept_offer
from serambi.procedures.expire_offers import expire_offers
from serambi.procedures.note_call import note_call
from serambi.procedures.send_messages import send_messages
from serambi.records.models import LedgerRow, Message, Obligation
from serambi.records.queries.call_list import open_call
from serambi.rules.calling import CallOutcome
from serambi.rules.refusal import Refusal, Refused
from tests.factories import CLOSED, NOW, order_text
from tests.procedures.orders import ONE_DAY, consistent, enact, fill
from tests.procedures.test_send_messages import Carrier

pytestmark = pytest.mark.django_db(transaction=True)

HOUR = timedelta(hours=1)


def note(code: str, outcome: CallOutcome, key: str = "k", hours: int = 1) -> None:
    note_call(code=code, outcome=outcome, key=key, now=NOW + hours * HOUR, by="petugas")


def displaced_person(email: str | None = None) -> str:
    (code,) = fill(date(2020, 9, 14), 1, email=email)
    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    return code


def called_off_person(email: str | None = None) -> str:
    (code,) = fill(date(2020, 9, 14), 1, email=email)
    for by in ("direktur", "sekretaris"):
        enact(order_text("SE-9", CLOSED, areas='["office:serang"]'), by=by)
    return code


def test_note_call_reached_about_a_visit_called_off_settles_it(serang):
    code = called_off_person()

    note(code, CallOutcome.REACHED)

    due = Obligation.objects.get()
    assert (due.outcome, due.settled_at, due.settled_by) == ("reached", NOW + HOUR, "petugas")
    assert open_call(code=code, now=NOW + HOUR) is None
    ledger = LedgerRow.objects.get(action="call.noted")
    assert (ledger.subject, ledger.office, ledger.by) == (code, "serang", "petugas")
    assert ledger.facts == {"outcome": "reached", "reason": "called_off"}


def test_note_call_reached_after_a_bounce_marks_the_message_phoned(serang):
    code = called_off_person("ani@example.org")
    send_messages(carrier=Carrier(lambda letter: 550), now=NOW, by="test")

    note(code, CallOutcome.REACHED)

    message = Message.objects.get(kind="called_off")
    assert (message.state, message.settled_at, message.settled_by) == ("phoned", NOW + HOUR, "petugas")
    assert Obligation.objects.get().outcome == "reached"


def test_note_call_reached_about_an_offer_leaves_it_open_for_the_answer(serang):
    code = displaced_person()

    note(code, CallOutcome.REACHED)
    assert Obligation.objects.get().outcome == "open"
    assert open_call(code=code, now=NOW + HOUR) is None
    accept_offer(code=code, slot=None, key="k", now=NOW + 2 * HOUR, by="petugas")

    assert Obligation.objects.get().outcome == "accepted"


def test_note_call_reached_about_an_offer_never_answered_expires_and_is_called_again(serang):
    code = displaced_person()
    note(code, CallOutcome.REACHED)

    expire_offers(office="serang", now=NOW + 49 * HOUR, by="test")

    assert Obligation.objects.get().outcome == "expired"
    assert open_call(code=code, now=NOW + 49 * HOUR) is not None
    note(code, CallOutcome.REACHED, "k2", hours=50)
    assert open_call(code=code, now=NOW + 50 * HOUR) is None
    consistent()


def test_note_call_not_reached_stays_open_and_is_counted(serang):
    code = displaced_person()

    note(code, CallOutcome.NOT_REACHED, "k1")
    note(code, CallOutcome.NOT_REACHED, "k2", hours=2)

    call = open_call(code=code, now=NOW + 2 * HOUR)
    assert call is not None
    assert (call.tries, call.is_wrong_number) == (2, False)
    assert Obligation.objects.get().outcome == "open"


def test_note_call_wrong_number_stays_open_and_is_marked(serang):
    code = displaced_person()

    note(code, CallOutcome.WRONG_NUMBER)

    call = open_call(code=code, now=NOW + HOUR)
    assert call is not None
    assert (call.tries, call.is_wrong_number) == (1, True)


def test_note_call_twice_with_one_key_is_noted_once(serang):
    code = displaced_person()

    note(code, CallOutcome.NOT_REACHED)
    note(code, CallOutcome.NOT_REACHED)

    assert LedgerRow.objects.filter(action="call.noted").count() == 1


def test_note_call_with_a_key_used_for_something_else_is_refused(serang):
    code = displaced_person()
    note(code, CallOutcome.NOT_REACHED)

    with pytest.raises(Refused) as refused:
        note(code, CallOutcome.REACHED)

    assert refused.value.refusal == Refusal("key.reused", "key")


def test_note_call_unknown_booking_is_refused(serang):
    with pytest.raises(Refused) as refused:
        note("nobody", CallOutcome.REACHED)

    assert refused.value.refusal == Refusal("booking.not_found")


def test_note_call_when_nobody_need_call_is_refused(serang):
    code = displaced_person("ani@example.org")

    with pytest.raises(Refused) as refused:
        note(code, CallOutcome.REACHED)

    assert refused.value.refusal == Refusal("call.none")
    assert LedgerRow.objects.filter(action="call.noted").count() == 0
