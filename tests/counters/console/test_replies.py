"""Moderating readers' replies: who may, that every look is noted, and what each button does."""

import pytest

from serambi.procedures.forget_reply_addresses import forget_reply_addresses
from serambi.procedures.judge_reply import judge_reply
from serambi.records.models import LedgerRow, Message, Reply
from serambi.rules.reply import ReplyState
from tests.counters.portal.walking import texts_of
from tests.factories import NOW, save_office
from tests.replies import TYPED, hang_notice, send_reply

LIST = "/console/serang/replies/"


@pytest.fixture
def code(serang) -> str:
    hang_notice()
    return send_reply()


@pytest.fixture
def moderator(code, sign_in_as):
    return sign_in_as("serang", "supervisor")


def views() -> list[tuple[str, dict]]:
    rows = LedgerRow.objects.filter(action="person.viewed", office="serang").order_by("id")
    return list(rows.values_list("subject", "facts"))


def approve(client, code: str):
    return client.post(f"/console/replies/{code}/judgement/", {"verdict": "approved"})


def test_the_list_shows_what_waits_and_the_look_is_noted(moderator, code):
    shown = moderator.get(LIST)

    page = shown.context["page"]
    assert [(tab.state, tab.number) for tab in page.tabs] == [("waiting", 1), ("approved", 0), ("rejected", 0)]
    assert [(reply.code, reply.name, reply.title) for reply in page.replies] == [(code, "Ani", "Jam layanan berubah")]
    assert views() == [("replies", {"reason": "replies"})]
    assert TYPED["email"] not in shown.content.decode()


def test_approving_takes_it_off_the_list_and_answering_tells_the_replier(moderator, code):
    approved = approve(moderator, code)
    answered = moderator.post(f"/console/replies/{code}/answer/", {"answer": " Ya,\r\npukul 07.30.\u202e "})

    assert (approved.status_code, approved["Location"]) == (302, LIST)
    assert (answered.status_code, answered["Location"]) == (302, f"/console/replies/{code}/")
    assert moderator.get(LIST).context["page"].replies == ()
    assert [reply.is_answered for reply in moderator.get(f"{LIST}?state=approved").context["page"].replies] == [True]
    assert Reply.objects.get().answer == "Ya,\npukul 07.30."
    assert Message.objects.get().kind == "reply_answered"
    page = texts_of(moderator.get(f"/console/replies/{code}/"))
    assert "Dijawab : Ya, pukul 07.30. Kamis, 10 September 2020 pukul 07.30 WIB, clerk of serang" in page


def test_a_rejection_says_why_and_can_be_taken_back(moderator, code):
    without = moderator.post(f"/console/replies/{code}/judgement/", {"verdict": "rejected", "reason": " "})
    moderator.post(f"/console/replies/{code}/judgement/", {"verdict": "rejected", "reason": "iklan"})
    rejected = Reply.objects.get().state
    approve(moderator, code)

    assert without.status_code == 422
    assert without.context["errors"] == ["Tulis mengapa ditolak; hanya petugas yang membacanya."]
    assert 'id="id_reason_error"' in without.content.decode()
    assert (rejected, Reply.objects.get().state) == ("rejected", "approved")


def test_a_wrong_answer_stays_to_be_put_right(moderator, code):
    approve(moderator, code)

    shown = moderator.post(f"/console/replies/{code}/answer/", {"answer": "Kami menulis ke ani@contoh.example"})

    assert shown.status_code == 422
    assert shown.context["errors"] == [
        "Alamat surel penulis tidak boleh disebut: semua orang dapat membaca jawaban ini."
    ]
    assert "Kami menulis ke" in shown.content.decode()
    assert Reply.objects.get().answer == ""


def test_an_address_is_shown_only_when_asked_for_and_each_look_is_noted(moderator, code):
    plain = moderator.get(f"/console/replies/{code}/").content.decode()
    shown = moderator.post(f"/console/replies/{code}/address/").content.decode()

    assert (TYPED["email"] in plain, TYPED["email"] in shown) == (False, True)
    assert views() == [(code, {"reason": "reply"}), (code, {"reason": "reply address"})]
    assert moderator.get(f"/console/replies/{code}/address/").status_code == 405


def test_a_forgotten_address_is_said_to_be(moderator, code):
    judge_reply(code=code, verdict=ReplyState.APPROVED, reason="", now=NOW.replace(year=2019), by="test")
    before = texts_of(moderator.get(f"/console/replies/{code}/"))
    forget_reply_addresses(now=NOW, by="test")

    after = texts_of(moderator.post(f"/console/replies/{code}/address/"))

    assert "penulisnya diberi tahu lewat surel." in before
    assert "Surel sudah dihapus" in after and "jadi ia tidak diberi tahu." in after


@pytest.mark.parametrize(
    ("office", "role", "status"),
    [
        ("serang", "clerk", (404, 404, 404, 404, 404)),
        ("bandung", "supervisor", (404, 404, 404, 404, 404)),
        (None, "auditor", (200, 200, 404, 404, 404)),
        (None, "directorate", (200, 200, 200, 422, 302)),
        ("serang", "office_head", (200, 200, 200, 422, 302)),
    ],
)
def test_who_may_see_and_who_may_decide(code, sign_in_as, office, role, status):
    if office == "bandung":
        save_office("bandung")
    client, own = sign_in_as(office, role), f"/console/replies/{code}/"

    found = (
        client.get(LIST).status_code,
        client.get(own).status_code,
        client.post(f"{own}address/").status_code,
        client.post(f"{own}answer/", {"answer": "Ya."}).status_code,
        approve(client, code).status_code,
    )

    assert found == status
    assert Reply.objects.get().state == ("approved" if status[-1] == 302 else "waiting")


def test_nonsense_is_refused(moderator, code):
    assert moderator.post(f"/console/replies/{code}/judgement/", {"verdict": "perhaps"}).status_code == 400
    assert moderator.post(f"/console/replies/{code}/judgement/", {"verdict": "waiting"}).status_code == 422
    assert moderator.get("/console/replies/2345-6789-ABCD/").status_code == 404
    assert moderator.get(f"{LIST}?state=perhaps&at=nothing").context["page"].state == "waiting"


def test_the_list_asks_the_database_as_often_for_one_and_for_three(moderator, code, django_assert_num_queries):
    moderator.get(LIST)
    with django_assert_num_queries(9) as first:
        moderator.get(LIST)
    for name in ("Budi", "Citra"):
        send_reply(name=name)

    with django_assert_num_queries(len(first)):
        moderator.get(LIST)
