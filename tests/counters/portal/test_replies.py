"""Replying to a notice as a browser without scripts does: errors at the field, nothing lost, nothing shown unread."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from serambi.procedures.answer_reply import answer_reply
from serambi.procedures.judge_reply import judge_reply
from serambi.records.models import LedgerRow, Reply
from serambi.records.reply_addresses import ReplyAddress
from serambi.rules.policy import REPLIES_PER_NETWORK
from serambi.rules.reply import ReplyState
from tests.counters.portal.walking import texts_of
from tests.factories import NOW, save_office
from tests.replies import SLUG, TYPED, hang_notice, send_reply

REPLIES = f"/serang/notices/{SLUG}/replies/"
NEW = f"{REPLIES}new/"


@pytest.fixture
def visitor(transactional_db) -> Client:
    save_office()
    hang_notice()
    return Client()


def approved(**changes: str) -> str:
    code = send_reply(**changes)
    judge_reply(code=code, verdict=ReplyState.APPROVED, reason="", now=NOW, by="test")
    return code


def errors_of(response) -> list[tuple[str, str]]:
    return [(error.href, error.text) for error in response.context["errors"]]


def test_a_reply_is_kept_once_and_thanked_for_and_not_shown(visitor):
    for _ in range(2):
        sent = visitor.post(NEW, TYPED)
        assert (sent.status_code, sent["Location"]) == (302, f"{REPLIES}received/")

    assert "Tanggapan Anda sudah diterima" in texts_of(visitor.get(sent["Location"]))
    assert Reply.objects.count() == 1
    assert "Belum ada tanggapan." in texts_of(visitor.get(REPLIES))


def test_the_form_says_in_words_what_is_required_and_what_is_never_shown(visitor):
    indonesian, english = texts_of(visitor.get(NEW)), texts_of(visitor.get(f"/en{NEW}"))

    for label in ("Nama", "Alamat surel (email)", "Tanggapan Anda"):
        assert f"{label} (wajib diisi)" in indonesian
    for label in ("Name", "E-mail address", "Your reply"):
        assert f"{label} (required)" in english
    assert "Tidak pernah ditampilkan." in indonesian and "Never shown." in english


def test_errors_stand_at_the_top_and_at_each_field_and_what_was_typed_stays(visitor):
    shown = visitor.post(NEW, {"name": "", "email": "ani", "text": "a" * 2001})

    page = shown.content.decode()
    assert shown.status_code == 422
    assert errors_of(shown) == [
        ("#id_name", "Isi nama. Nama ini tampil bersama tanggapan Anda."),
        ("#id_email", "Alamat surel tidak dikenali. Contoh: nama@contoh.id"),
        ("#id_text", "Tanggapan terlalu panjang: 2001 huruf, paling banyak 2000."),
    ]
    for field in ("name", "email", "text"):
        assert re.search(rf'<(input|textarea)[^>]*name="{field}"[^>]*aria-describedby="[^"]*id_{field}_error', page)
    assert 'value="ani"' in page and "a" * 2001 in page
    assert not Reply.objects.exists()


def test_a_program_that_fills_in_everything_is_told_and_so_is_a_person_whose_browser_did(visitor):
    hidden = visitor.get(NEW).content.decode()
    caught = visitor.post(NEW, TYPED | {"subject": "Win"})
    corrected = visitor.post(NEW, TYPED | {"subject": ""})

    assert '<div class="unseen" aria-hidden="true">' in hidden
    assert '<div class="unseen" aria-hidden="true">' not in caught.content.decode()
    assert (caught.status_code, [href for href, _ in errors_of(caught)]) == (422, ["#id_subject"])
    assert (corrected.status_code, Reply.objects.count()) == (302, 1)


def test_too_many_replies_are_refused_with_what_was_typed(visitor):
    for number in range(5):
        send_reply(text=f"Tanggapan {number}", network=f"203.0.113.{number}")

    shown = visitor.post(NEW, TYPED)

    assert shown.status_code == 429
    assert "coba lagi 60 menit lagi" in errors_of(shown)[0][1]
    assert 'value="ani@contoh.example"' in shown.content.decode()
    assert Reply.objects.count() == 5


def test_behind_a_proxy_each_forwarded_address_sends_replies_of_its_own(visitor, settings):
    settings.PROXIES = 1
    first, second = ({"HTTP_X_FORWARDED_FOR": f"198.51.100.1, 203.0.113.{host}"} for host in (9, 10))
    for number in range(REPLIES_PER_NETWORK):
        send_reply(text=f"Tanggapan {number}", email=f"ani{number}@contoh.example", network="203.0.113.9")

    sent = [visitor.post(NEW, TYPED, **each) for each in (first, second)]

    assert [answer.status_code for answer in sent] == [429, 302]


@pytest.mark.parametrize(
    ("typed", "name", "text"),
    [
        ({"name": "A\0n\u202ei", "text": "satu\0\u200b\u2066 dua"}, "Ani", "satu dua"),
        ({"name": "<b>Ani</b>", "text": "<script>alert(1)</script>"}, "<b>Ani</b>", "<script>alert(1)</script>"),
        ({"text": "Lihat https://evil.example/ <a href='//evil.example'>di sini</a>"}, "Ani", None),
    ],
)
def test_strange_signs_markup_and_links_are_plain_words(visitor, typed, name, text):
    visitor.post(NEW, TYPED | typed)
    judge_reply(code=Reply.objects.get().code, verdict=ReplyState.APPROVED, reason="", now=NOW, by="test")

    shown = visitor.get(REPLIES)

    (reply,) = shown.context["page"].replies
    assert (reply.name, reply.text) == (name, text or typed["text"])
    listed = shown.content.decode().partition('<ol class="replies">')[2].partition("</ol>")[0]
    assert set(re.findall(r"<(\w+)", listed)) == {"li", "p", "strong", "bdi", "span"}


def test_half_a_letter_and_bytes_that_are_no_text_do_no_harm(visitor):
    for number, raw in enumerate((b"%ff%fe", b"%ed%a0%80", b"%00")):
        body = b"name=Ani" + raw + b"&email=ani%d@contoh.example&text=Halo" % number
        sent = visitor.generic("POST", NEW, body, content_type="application/x-www-form-urlencoded")
        assert sent.status_code == 302

    assert Reply.objects.count() == 3


def test_an_answer_stands_under_its_reply(visitor):
    answer_reply(code=approved(), answer="Ya, pukul 07.30.", now=NOW, by="test")

    text = texts_of(visitor.get(REPLIES))

    assert "Ani Kamis, 10 September 2020 pukul 07.30 WIB Apakah hari Senin buka? Terima kasih." in text
    assert "Jawaban kantor Kamis, 10 September 2020 pukul 07.30 WIB Ya, pukul 07.30." in text


def test_pages_of_replies_ask_the_database_as_often_however_many_there_are(visitor, django_assert_num_queries):
    codes = [approved(text=f"Tanggapan {number}", email=f"ani{number}@contoh.example") for number in range(3)]
    with django_assert_num_queries(3):  # the office, the notice, its replies
        visitor.get(REPLIES)
    rows = list(Reply.objects.all())
    for number in range(60):
        Reply.objects.create(
            code=f"code-{number}",
            content_hash=b"%d" % number,
            **{
                name: getattr(rows[0], name)
                for name in ("notice", "office", "sealed", "language", "sent_at", "state", "shown_name", "shown_text")
            },
        )

    with django_assert_num_queries(3):
        first = visitor.get(REPLIES)
    with django_assert_num_queries(3):
        second = visitor.get(f"{REPLIES}?at={first.context['page'].older}")

    pages = [[reply.code for reply in shown.context["page"].replies] for shown in (first, second)]
    assert pages == [[f"code-{n}" for n in range(59, 9, -1)], [f"code-{n}" for n in range(9, -1, -1)] + codes[::-1]]
    assert second.context["page"].older is None
    assert visitor.get(f"{REPLIES}?at=nothing").context["page"].replies == ()


@pytest.mark.parametrize("page", ["", "new/", "received/"])
def test_there_are_no_replies_to_what_is_not_published(visitor, page):
    assert visitor.get(f"/serang/notices/nothing/replies/{page}").status_code == 404
    assert visitor.get(f"/bandung/notices/{SLUG}/replies/{page}").status_code == 404


def test_a_busy_database_loses_nothing_that_was_typed(visitor, monkeypatch):
    from serambi.counters.portal.views import replies
    from serambi.procedures.steps.durable import Busy

    def busy(**_):
        raise Busy

    monkeypatch.setattr(replies, "receive_reply", busy)
    shown = visitor.post(NEW, TYPED)

    assert shown.status_code == 503
    assert 'name="email" value="ani@contoh.example"' in shown.content.decode()
    assert (LedgerRow.objects.filter(action__startswith="reply").count(), ReplyAddress.objects.count()) == (0, 0)


def test_a_kept_notice_shows_each_decision_at_once_and_asks_no_more_than_before(visitor, django_assert_num_queries):
    notice, seen = REPLIES.removesuffix("replies/"), []
    code = send_reply()
    for verdict in (None, ReplyState.APPROVED, ReplyState.REJECTED, ReplyState.APPROVED):
        if verdict is not None:
            judge_reply(code=code, verdict=verdict, reason="x", now=NOW, by="test")
        shown = visitor.get(notice)
        seen.append(f'id="reply-{code}"' in shown.content.decode())
    answer_reply(code=code, answer="Ya, pukul 07.30.", now=NOW, by="test")
    answered = visitor.get(notice, headers={"If-None-Match": shown["ETag"]})
    with django_assert_num_queries(1):  # only whether it still holds
        again = visitor.get(notice)

    assert seen == [False, True, False, True]
    assert "Jawaban kantor" in texts_of(answered) and again.content == answered.content
    assert "csrf" not in again.content.decode() and "Set-Cookie" not in again


def test_a_copy_of_a_notice_is_not_taken_for_new_after_a_decision(visitor):
    code, notice = send_reply(), REPLIES.removesuffix("replies/")
    before = visitor.get(notice)
    judge_reply(code=code, verdict=ReplyState.APPROVED, reason="", now=NOW + timedelta(minutes=5), by="test")

    after = visitor.get(notice, headers={"If-Modified-Since": before["Last-Modified"]})

    assert (after.status_code, code in after.content.decode()) == (200, True)
