"""Replies from the form to the answer: kept once, shown by nobody but a moderator, told by mail, and forgotten."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from serambi.procedures.answer_reply import answer_reply
from serambi.procedures.forget_reply_addresses import forget_reply_addresses
from serambi.procedures.judge_reply import judge_reply
from serambi.procedures.send_messages import send_messages
from serambi.procedures.view_reply_address import view_reply_address
from serambi.procedures.withdraw_notice import withdraw_notice
from serambi.records.models import LedgerRow, Message, Reply, ReplyDecision
from serambi.records.queries.replies import ShownReply, reply_of_office, shown_replies
from serambi.records.reply_addresses import ReplyAddress
from serambi.records.sealing import unseal
from serambi.rules.catalogue import Text
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.reply import ReplyState
from tests.factories import NOW, save_office
from tests.mail import carrier_to, mail_server, text_of
from tests.replies import SLUG, hang_notice, send_reply

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TOO_MANY = Refusal("reply.too_many", None, {"minutes": 60})
TEXT = "Apakah hari Senin buka?\n\nTerima kasih."


@pytest.fixture(autouse=True)
def serang():
    save_office()
    hang_notice()


def send(**changes: object) -> str | Refusal:
    try:
        return send_reply(**changes)  # type: ignore[arg-type]
    except Refused as refused:
        return refused.refusal


def approve(code: str, now=NOW) -> None:
    judge_reply(code=code, verdict=ReplyState.APPROVED, reason="", now=now, by="penyelia")


def reject(code: str, reason: str = "iklan", now=NOW) -> None:
    judge_reply(code=code, verdict=ReplyState.REJECTED, reason=reason, now=now, by="penyelia")


def answer(code: str, text: str = "Ya, pukul 07.30.", now=NOW) -> bool:
    return answer_reply(code=code, answer=text, now=now, by="penyelia")


def shown() -> list[str]:
    return [reply.code for reply in shown_replies(office="serang", notice=SLUG, most=100).replies]


def ledger(action: str) -> list[tuple[str, str, str, dict]]:
    return list(LedgerRow.objects.filter(action=action).values_list("subject", "office", "by", "facts"))


def test_receive_reply_keeps_everything_sealed_and_waits():
    code = send_reply()

    reply = Reply.objects.get()
    assert (reply.code, reply.notice.slug, reply.state) == (code, SLUG, "waiting")
    assert (reply.language, reply.sent_at) == ("id", NOW)
    assert (reply.shown_name, reply.shown_text, reply.answer) == ("", "", "")
    assert unseal(reply.sealed) == {"name": "Ani", "text": TEXT}
    assert unseal(ReplyAddress.objects.get(reply=reply).sealed) == "ani@contoh.example"
    assert ledger("reply.received") == [(code, "serang", "test", {"notice": SLUG})]
    assert shown() == []


def test_receive_reply_twice_is_one_however_it_comes():
    first = [send_reply(), send_reply(email="ANI@contoh.example"), send_reply(network="198.51.100.1")]
    others = [send_reply(name="Budi"), send_reply(email="budi@contoh.example"), send_reply(text="Lain")]

    assert len(set(first)) == 1
    assert len({*first, *others}) == 4 == Reply.objects.count() == ReplyAddress.objects.count()


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"name": "\u200b"}, Refusal("reply.name", "name", {"reason": "empty"})),
        ({"email": "ani"}, Refusal("email.invalid", "email")),
        ({"text": "Tulis ke ani@contoh.example"}, Refusal("reply.text", "text", {"reason": "address"})),
        ({"slug": "lain"}, Refusal("notice.unknown")),
        ({"office": "bandung"}, Refusal("notice.unknown")),
        ({"now": NOW - MINUTE}, Refusal("notice.unknown")),
    ],
)
def test_receive_reply_refuses_and_writes_nothing(changes, refusal):
    assert send(**changes) == refusal
    assert (Reply.objects.count(), LedgerRow.objects.filter(action__startswith="reply").count()) == (0, 0)


def test_receive_reply_to_a_notice_taken_back_is_refused():
    reason = Text("Keliru", "A mistake")
    withdraw_notice(office="serang", slug=SLUG, reason=reason, now=NOW + MINUTE, by="kepala", head_of="serang")

    assert send(now=NOW + MINUTE) == Refusal("notice.unknown")


def test_receive_reply_rests_after_many_with_one_address():
    answers = [send(text=f"Tanggapan {number}", network=f"203.0.113.{number}") for number in range(7)]

    assert [isinstance(each, str) for each in answers] == [True] * 5 + [False] * 2
    assert answers[5:] == [TOO_MANY] * 2
    assert isinstance(send(email="budi@contoh.example"), str)
    assert isinstance(send(text="Nanti", now=NOW + 61 * MINUTE), str)


def test_receive_reply_rests_after_many_from_one_network_and_still_knows_what_it_has():
    first = send(network="2001:db8::1")
    answers = [send(email=f"ani{number}@contoh.example", network=f"2001:db8::{number:x}") for number in range(21)]

    assert [isinstance(each, str) for each in answers] == [True] * 19 + [False] * 2
    assert answers[19:] == [TOO_MANY] * 2
    assert send(network="2001:db8::1") == first
    assert isinstance(send(email="ani19@contoh.example", network="2001:db8:0:1::1"), str)


def test_receive_reply_that_arrive_together_are_no_more_than_allowed_and_one_form_is_one():
    def one(number: int) -> str | Refusal:
        try:
            return send(text=f"Tanggapan {number // 2}")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(one, range(24)))

    assert all(isinstance(each, str) or each == TOO_MANY for each in answers)
    assert Reply.objects.count() == len({each for each in answers if isinstance(each, str)}) <= 5


def test_the_ledger_of_tries_names_nobody():
    send_reply()

    assert list(
        LedgerRow.objects.filter(action__startswith="reply").order_by("id").values_list("action", flat=True)
    ) == [
        "reply.tried",
        "reply.tried",
        "reply.received",
    ]
    text = str(list(LedgerRow.objects.values_list()))
    assert "contoh" not in text and "203.0.113" not in text and "Ani" not in text


def test_judge_reply_shows_hides_and_shows_again_with_every_decision_kept():
    code = send_reply()

    approve(code)
    seen = [shown()]
    answer(code)
    reject(code, "menghina", NOW + MINUTE)
    seen.append(shown())
    hidden = Reply.objects.values_list("shown_name", "shown_text").get()
    approve(code, NOW + 2 * MINUTE)

    assert (seen, hidden) == ([[code], []], ("", ""))
    assert shown_replies(office="serang", notice=SLUG, most=5).replies == (
        ShownReply(code, "Ani", TEXT, NOW, "Ya, pukul 07.30.", NOW),
    )
    found = reply_of_office(code=code, office="serang")
    assert found is not None
    assert [(each.event, each.text, each.at, each.by) for each in found.decisions] == [
        ("approved", "", NOW, "penyelia"),
        ("answered", "Ya, pukul 07.30.", NOW, "penyelia"),
        ("rejected", "menghina", NOW + MINUTE, "penyelia"),
        ("approved", "", NOW + 2 * MINUTE, "penyelia"),
    ]
    assert ledger("reply.approved") == [(code, "serang", "penyelia", {})] * 2
    assert ledger("reply.rejected") == [(code, "serang", "penyelia", {})]


def test_judge_reply_the_same_way_twice_is_once():
    code = send_reply()

    for _ in range(2):
        reject(code)

    assert ReplyDecision.objects.count() == 1


@pytest.mark.parametrize(
    ("code", "verdict", "reason", "refusal"),
    [
        (None, ReplyState.REJECTED, "", Refusal("reply.reason", "reason", {"reason": "empty"})),
        (None, ReplyState.WAITING, "", Refusal("reply.verdict", "verdict")),
        ("2345-6789-ABCD", ReplyState.APPROVED, "", Refusal("reply.not_found")),
    ],
)
def test_judge_reply_refuses(code, verdict, reason, refusal):
    own = send_reply()

    with pytest.raises(Refused) as refused:
        judge_reply(code=code or own, verdict=verdict, reason=reason, now=NOW, by="penyelia")

    assert (refused.value.refusal, Reply.objects.get().state) == (refusal, "waiting")


def test_the_database_itself_shows_nothing_unapproved_and_changes_no_decision():
    code = send_reply()
    approve(code)

    for statement in ({"state": "rejected"}, {"shown_text": ""}):
        with pytest.raises(IntegrityError, match="reply_readable_only_while_approved"), transaction.atomic():
            Reply.objects.update(**statement)
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        ReplyDecision.objects.update(text="lain")


def test_answer_reply_tells_the_replier_once_for_each_answer():
    code = send_reply(language="en")
    approve(code)

    with mail_server() as (mailbox, server):
        told = [answer(code), answer(code)]
        sent = [dict(send_messages(carrier=carrier_to(server), now=NOW, by="test")) for _ in range(2)]
        answer(code, "Tidak, libur.\n\nMaaf.", NOW + MINUTE)
        send_messages(carrier=carrier_to(server), now=NOW + MINUTE, by="test")

    assert (told, sent) == ([True, True], [{"delivered": 1}, {}])
    assert mailbox.recipients == ["ani@contoh.example"] * 2
    first, second = (mail for _, mail in mailbox.mails)
    assert "Ya, pukul 07.30." in text_of(first) and "Tidak, libur.\r\n\r\nMaaf." in text_of(second)
    assert "https://serambi.example/en/serang/notices/jam-layanan-berubah/replies/?at=" + code in text_of(first)
    assert Message.objects.filter(state="delivered").count() == 2
    assert ledger("reply.answered") == [
        (code, "serang", "penyelia", {"number": number, "is_told": True}) for number in (1, 2)
    ]


def test_an_answer_that_was_replaced_or_hidden_before_it_left_is_not_told():
    first, second = send_reply(), send_reply(name="Budi", email="budi@contoh.example")
    for code in (first, second):
        approve(code)
        answer(code)
    answer(first, "Bukan begitu.")
    reject(second)

    with mail_server() as (mailbox, server):
        sent = send_messages(carrier=carrier_to(server), now=NOW, by="test")

    assert dict(sent) == {"lapsed": 2, "delivered": 1}
    assert [(to, "Bukan begitu." in text_of(mail)) for to, mail in mailbox.mails] == [("ani@contoh.example", True)]


@pytest.mark.parametrize(
    ("verdict", "text", "refusal"),
    [
        (None, "Ya.", Refusal("reply.not_approved")),
        (ReplyState.REJECTED, "Ya.", Refusal("reply.not_approved")),
        (ReplyState.APPROVED, " ", Refusal("reply.answer", "answer", {"reason": "empty"})),
        (ReplyState.APPROVED, "Kepada Ani@contoh.example", Refusal("reply.answer", "answer", {"reason": "address"})),
    ],
)
def test_answer_reply_refuses(verdict, text, refusal):
    code = send_reply()
    if verdict is not None:
        judge_reply(code=code, verdict=verdict, reason="x", now=NOW, by="penyelia")

    with pytest.raises(Refused) as refused:
        answer(code, text)

    assert (refused.value.refusal, Message.objects.count()) == (refusal, 0)


def test_view_reply_address_is_a_view_of_personal_data():
    code = send_reply()

    assert view_reply_address(code=code, now=NOW, by="penyelia") == "ani@contoh.example"
    assert ledger("person.viewed") == [(code, "serang", "penyelia", {"reason": "reply address"})]
    with pytest.raises(Refused):
        view_reply_address(code="2345-6789-ABCD", now=NOW, by="penyelia")


def test_addresses_are_forgotten_a_month_after_the_last_decision_or_three_after_none():
    judged, answered, ignored = (send_reply(name=name) for name in ("Ani", "Budi", "Citra"))
    reject(judged)
    approve(answered)
    answer(answered, now=NOW + 5 * DAY)

    left = {}
    for day in (29, 30, 34, 35, 89, 90):
        forget_reply_addresses(now=NOW + day * DAY, by="jobs")
        left[day] = ReplyAddress.objects.count()

    assert left == {29: 3, 30: 2, 34: 2, 35: 1, 89: 1, 90: 0}
    assert forget_reply_addresses(now=NOW + 90 * DAY, by="jobs") == 0
    forgotten = [(subject, by) for subject, _, by, _ in ledger("reply.address_forgotten")]
    assert forgotten == [(judged, "jobs"), (answered, "jobs"), (ignored, "jobs")]
    assert Reply.objects.count() == 3 and shown() == [answered]


def test_an_answer_after_the_address_was_forgotten_stands_and_tells_nobody():
    code = send_reply()
    approve(code)
    forget_reply_addresses(now=NOW + 30 * DAY, by="jobs")

    assert answer(code, now=NOW + 31 * DAY) is False
    assert view_reply_address(code=code, now=NOW, by="penyelia") is None
    assert (Message.objects.count(), shown()) == (0, [code])
