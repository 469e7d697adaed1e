"""Sending the outbox through a real mail server: nothing lost, nothing sent twice, nothing after the visit."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection

from serambi.procedures.book_visits import book_visits
from serambi.procedures.cancel_booking import cancel_booking
from serambi.procedures.close_messages import close_messages
from serambi.procedures.judge_urgency import reject_urgency
from serambi.procedures.move_booking import move_booking
from serambi.procedures.send_messages import send_messages
from serambi.procedures.steps.write_messages import message_for, put_in_outbox
from serambi.procedures.undo_instrument import undo_instrument
from serambi.records.models import ApplicantRow, Booking, LedgerRow, Message, Obligation, Slot
from serambi.records.queries.call_list import call_list
from serambi.records.queries.letters import Letter
from serambi.records.sealing import unseal
from serambi.rules.capacity import Contingent
from serambi.rules.delivery import CUT_OFF, NOT_REACHED
from tests.factories import CLOSED, NOW, applicant, order_text, request, save_office, save_slot
from tests.mail import carrier_to, dead_server, mail_server, text_of
from tests.procedures.orders import ONE_DAY, enact, fill

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Carrier:
    """Takes letters in memory and answers as it is told; tests/counters/common/test_mail.py has the real one."""

    def __init__(self, answer: Callable[[Letter], int] = lambda letter: 250, letters_at_most: int = 1000) -> None:
        self.answer, self.left, self.sent = answer, letters_at_most, []

    def send(self, letter: Letter) -> int:
        self.left -= 1
        code = self.answer(letter)
        if code == 250:
            self.sent.append((letter.kind, letter.to))
        return code

    def may_go_on(self) -> bool:
        return self.left > 0


def book(*emails: str | None, on: date = date(2020, 9, 14), office=None) -> list[str]:
    """Single people in one slot; their codes."""
    slot = save_slot(office or save_office(), places=len(emails), on=on)
    requests = [request(slot.code, applicant(email=email)) for email in emails]
    return [answer.visits[0].code for answer in book_visits(requests=requests, now=NOW, by="test")]


def send(carrier, now: datetime = NOW):
    return dict(send_messages(carrier=carrier, now=now, by="test"))


def states(kind: str = "confirmed") -> dict[str, str]:
    """State of every message of a kind, by booking."""
    return dict(Message.objects.filter(kind=kind).values_list("booking__code", "state"))


def work_until(until: datetime, carriers: Callable[[datetime], object], start: datetime = NOW) -> None:
    """Let the office's minutes pass, only stopping at those in which something is due."""
    now = start
    while now < until:
        close_messages(now=now, by="test")
        while send(carriers(now), now):
            pass
        due = Message.objects.filter(state="waiting", next_try_at__gt=now).order_by("next_try_at").first()
        now = max(now + MINUTE, due.next_try_at) if due else until


def test_send_delivers_what_is_due_and_keeps_the_reminder():
    (ani,) = book("ani@example.org")

    with mail_server() as (mailbox, server):
        first, second = send(carrier_to(server)), send(carrier_to(server))

    assert (first, second) == ({"delivered": 1}, {})
    assert mailbox.recipients == ["ani@example.org"]
    done = Message.objects.get(kind="confirmed")
    assert (done.state, done.tries, done.last_result, done.settled_at) == ("delivered", 1, "250", NOW)
    assert states("reminder") == {ani: "waiting"}
    ledger = LedgerRow.objects.get(action="messages.sent")
    assert (ledger.subject, ledger.facts) == ("messages", {"delivered": 1})


def test_send_the_reminder_at_nine_the_day_before():
    book("ani@example.org")
    send(Carrier())
    nine = datetime(2020, 9, 13, 2, 0, tzinfo=NOW.tzinfo)

    early, on_time = Carrier(), Carrier()
    send(early, nine - MINUTE)
    send(on_time, nine)

    assert (early.sent, on_time.sent) == ([], [("reminder", "ani@example.org")])


def test_send_nobody_without_an_address_gets_a_message():
    book(None, "ani@example.org")

    assert Message.objects.filter(booking__is_reachable=False).count() == 0
    assert Message.objects.filter(kind="confirmed").count() == 1


def test_send_one_bad_address_and_one_greylisted_stop_nobody():
    ani, budi, citra = book("ani@example.org", "budi@example.org", "citra@example.org")
    refuses = {"ani@example.org": "550 no such user", "budi@example.org": "451 later"}

    with mail_server(refuses) as (mailbox, server):
        first = send(carrier_to(server))
        mailbox.refuses.clear()
        too_early = send(carrier_to(server), NOW + MINUTE / 2)
        second = send(carrier_to(server), NOW + MINUTE)

    assert first == {"given_up": 1, "waiting": 1, "delivered": 1}
    assert (too_early, second) == ({}, {"delivered": 1})
    assert states() == {ani: "given_up", budi: "delivered", citra: "delivered"}
    assert mailbox.recipients == ["budi@example.org", "citra@example.org"]
    assert set(Message.objects.filter(kind="confirmed").values_list("last_result", flat=True)) == {"250", "550"}


def test_send_a_broken_seal_stops_nobody():
    ani, _ = book("ani@example.org", "budi@example.org")
    ApplicantRow.objects.filter(booking__code=ani).update(sealed=b"broken")

    carrier = Carrier()
    assert send(carrier) == {"given_up": 1, "delivered": 1}
    assert carrier.sent == [("confirmed", "budi@example.org")]


def test_send_two_days_with_a_dead_port_loses_nothing_and_sends_once():
    office = save_office()
    soon = book("ani@example.org", on=date(2020, 9, 11), office=office)
    later = book("budi@example.org", "citra@example.org", on=date(2020, 9, 14), office=office)
    back_at, dead = NOW + 2 * DAY, carrier_to(dead_server())

    with mail_server() as (mailbox, server):
        work_until(NOW + 6 * DAY, lambda now: dead if now < back_at else carrier_to(server))

    assert states() == {soon[0]: "given_up"} | dict.fromkeys(later, "delivered")
    assert states("reminder") == {soon[0]: "given_up"} | dict.fromkeys(later, "delivered")
    assert Counter(mailbox.recipients) == {"budi@example.org": 2, "citra@example.org": 2}
    assert len({mail["Message-ID"] for _, mail in mailbox.mails}) == 4
    for sent in Message.objects.filter(state="delivered"):
        assert back_at <= sent.settled_at < sent.not_after
    assert min(Message.objects.filter(state="delivered", kind="confirmed").values_list("tries", flat=True)) > 40


def test_send_gives_up_after_three_days_of_silence():
    book("ani@example.org", on=date(2020, 9, 21))

    work_until(NOW + 5 * DAY, lambda now: Carrier(lambda letter: NOT_REACHED))

    given_up = Message.objects.get(kind="confirmed")
    assert (given_up.state, given_up.last_result) == ("given_up", "not reached")
    assert timedelta(hours=71) < given_up.settled_at - NOW <= timedelta(hours=72)


def test_send_a_bug_stops_one_message_and_not_the_others():
    book("ani@example.org", "budi@example.org", "citra@example.org")
    received: list[str] = []

    def break_on_second(letter: Letter) -> int:
        received.append(letter.to)
        if len(received) == 2:
            raise ZeroDivisionError
        return 250

    with pytest.raises(ZeroDivisionError):
        send(Carrier(break_on_second))
    after = Counter(Message.objects.filter(kind="confirmed").values_list("state", flat=True))
    others = Carrier()
    at_once = send(others, NOW)
    close_messages(now=NOW + 9 * MINUTE, by="test")
    still = Message.objects.filter(state="handing_over").count()
    close_messages(now=NOW + 10 * MINUTE, by="test")

    assert after == {"delivered": 1, "handing_over": 1, "waiting": 1}
    assert (at_once, still, send(others, NOW + DAY)) == ({"delivered": 1}, 1, {})
    assert sorted([*received, others.sent[0][1]]) == ["ani@example.org", "budi@example.org", "citra@example.org"]
    unknown = Message.objects.get(state="given_up")
    assert (unknown.last_result, unseal(unknown.booking.applicant.sealed)["email"]) == ("unknown", received[1])
    assert LedgerRow.objects.get(action="messages.closed").facts == {"given_up": 1, "lapsed": 0, "unknown": 1}


def test_send_a_connection_cut_after_the_text_is_not_repeated():
    book("ani@example.org")

    with mail_server(after_data="hang up") as (_, server):
        first = send(carrier_to(server))
    again = send(Carrier(), NOW + DAY)

    assert (first, again) == ({"given_up": 1}, {})
    assert Message.objects.get(kind="confirmed").last_result == "unknown"


def test_send_noted_too_late_changes_nothing():
    book("ani@example.org")

    def slow(letter: Letter) -> int:
        close_messages(now=NOW + DAY, by="test")
        return 250

    assert send(Carrier(slow)) == {}
    assert Message.objects.get(kind="confirmed").state == "given_up"


def test_send_two_senders_share_the_work_and_send_once():
    people = [f"p{number}@example.org" for number in range(40)]
    book(*people)
    start, sent, failures = Barrier(2), [], []

    def work(server) -> None:
        try:
            start.wait()
            carrier = carrier_to(server)
            while counts := send(carrier):
                sent.append(counts)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    with mail_server() as (mailbox, server):
        threads = [Thread(target=work, args=(server,)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert failures == []
    assert mailbox.recipients == sorted(people)
    assert sum(counts["delivered"] for counts in sent) == 40


def test_send_stops_when_the_carriers_time_is_over_and_gives_the_rest_back():
    book("ani@example.org", "budi@example.org", "citra@example.org")

    first = send(Carrier(letters_at_most=1))
    second = send(Carrier())

    assert (first, second) == ({"delivered": 1}, {"delivered": 2})


def test_send_what_is_no_longer_true_lapses():
    office = save_office()
    ani, budi = book("ani@example.org", "budi@example.org", office=office)
    other = save_slot(office, at=time(11, 0))
    cancel_booking(code=ani, key="k1", now=NOW, by="test")
    move_booking(code=budi, slot=other.code, key="k2", now=NOW, by="test")

    carrier = Carrier()
    assert send(carrier) == {"lapsed": 2, "delivered": 2}
    assert sorted(carrier.sent) == [("cancelled", "ani@example.org"), ("moved", "budi@example.org")]
    work_until(NOW + 5 * DAY, lambda now: carrier)
    assert carrier.sent[2:] == [("reminder", "budi@example.org")]
    assert Counter(states("reminder").values()) == {"lapsed": 1, "delivered": 1}


def test_send_word_of_a_restored_visit_only_while_it_is_still_that_visit(serang):
    stays, moves = fill(date(2020, 9, 14), 2)
    enact(order_text("SE-9", CLOSED, **ONE_DAY))
    undo_instrument(number="SE-9", reason="keliru", now=NOW, by="direktur")
    other = Slot.objects.filter(office_day__on=date(2020, 9, 16), contingent="general").earliest("start_at")
    move_booking(code=moves, slot=other.code, key="k", now=NOW, by="test")

    send(Carrier())

    assert states("offer") == {stays: "lapsed", moves: "lapsed"}
    assert states("restored") == {stays: "delivered", moves: "lapsed"}
    assert states("moved") == {moves: "delivered"}


def test_send_an_offer_says_until_when_and_why(serang):
    fill(date(2020, 9, 14), 1)
    with mail_server() as (mailbox, server):
        send(carrier_to(server))
        enact(order_text("SE-9", CLOSED, **ONE_DAY))
        send(carrier_to(server))

    _, mail = mailbox.mails[-1]
    due = Obligation.objects.get()
    text = text_of(mail)
    assert "Jadwal Anda pada Senin, 14 September 2020 pukul 07.30 WIB tidak dapat dilayani karena SE-9." in text
    assert "Waktu: Selasa, 15 September 2020 pukul 07.30 WIB" in text
    assert "Jawab paling lambat Sabtu, 12 September 2020 pukul 07.30 WIB." in text
    assert due.outcome == "open"


def test_send_word_that_the_visit_is_off_settles_what_was_owed(serang):
    (code,) = fill(date(2020, 9, 14), 1)
    for by in ("direktur", "sekretaris"):
        enact(order_text("SE-9", CLOSED, areas='["office:serang"]'), by=by)
    refused = send(Carrier(lambda letter: 451))
    open_still = Obligation.objects.get().outcome

    delivered = send(Carrier(), NOW + MINUTE)

    assert (refused, open_still) == ({"lapsed": 1, "waiting": 1}, "open")
    assert delivered == {"delivered": 1}
    due = Obligation.objects.get()
    assert (due.outcome, due.settled_at, due.settled_by) == ("told", NOW + MINUTE, "test")
    assert LedgerRow.objects.filter(action="person.told", subject=code).count() == 1


@pytest.mark.parametrize(
    ("email", "became", "written_to"),
    [("ani@example.org", "delivered", ["ani@example.org"]), (None, "given_up", [])],
)
def test_send_why_an_urgent_need_was_not_accepted_or_have_it_phoned(email, became, written_to):
    slot = save_slot(save_office(), places=1, on=date(2020, 9, 21), contingent=Contingent.URGENT)
    asked = request(slot.code, applicant(email=email), urgency="medical", language="en")
    (answer,) = book_visits(requests=[asked], now=NOW, by="test")
    reject_urgency(code=answer.visits[0].code, reason="tidak ada rujukan", now=NOW, by="triage")

    with mail_server() as (mailbox, server):
        send(carrier_to(server))

    about_it = [(to, mail) for to, mail in mailbox.mails if mail["Subject"].startswith("Your urgent need")]
    assert list(states("urgency_rejected").values()) == [became]
    assert [to for to, _ in about_it] == written_to
    assert all("tidak ada rujukan" in text_of(mail) for _, mail in about_it)
    to_call = [row.call.code for row in call_list(office="serang", now=NOW)]
    assert to_call == ([] if written_to else [answer.visits[0].code])


def test_messages_of_no_known_kind_are_refused(serang):
    (code,) = fill(date(2020, 9, 14), 1)
    message = message_for(Booking.objects.get(code=code), "birthday", occasion="1", now=NOW, not_after=None)

    with pytest.raises(ValueError, match="birthday"):
        put_in_outbox([message])


def test_send_a_cut_off_message_about_a_visit_called_off_is_still_owed(serang):
    fill(date(2020, 9, 14), 1)
    for by in ("direktur", "sekretaris"):
        enact(order_text("SE-9", CLOSED, areas='["office:serang"]'), by=by)

    send(Carrier(lambda letter: CUT_OFF))

    assert Obligation.objects.get().outcome == "open"
    assert Message.objects.get(kind="called_off").state == "given_up"


def test_messages_hold_nothing_of_a_person_and_the_ledger_neither():
    book("ani@example.org")
    send(Carrier(lambda letter: 550))

    rows = [*Message.objects.values(), *LedgerRow.objects.values()]
    assert [row for row in rows if "example.org" in str(row) or "Ani" in str(row)] == []
    assert [message.facts for message in Message.objects.all()] == [{"slot": Slot.objects.get().code}] * 2
