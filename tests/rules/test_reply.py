"""Replies: what is refused and why, how many are taken, and when an address is forgotten."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules.refusal import Refusal
from serambi.rules.reply import (
    ReplyState,
    TypedReply,
    faults_of_reply,
    forgotten_when_judged_until,
    forgotten_when_sent_until,
    read_reply,
    why_not_answer,
    why_not_judge,
    why_not_take_reply,
)
from tests.factories import NOW

GOOD = {"name": "Ani", "email": "ani@contoh.example", "text": "Apakah kuota hari Senin sudah ada?"}
OWN = GOOD["email"]
EMPTY, ADDRESS = {"reason": "empty"}, {"reason": "address"}
NO_EMAIL = ("email.invalid", "email", {})


def too_long(most: int) -> dict[str, str | int]:
    return {"reason": "long", "most": most, "has": most + 1}


def faults(**changes: str) -> list[tuple[str, str | None, dict]]:
    found = faults_of_reply(read_reply(**(GOOD | changes)))
    return [(fault.code, fault.field, dict(fault.facts)) for fault in found]


def test_read_reply_makes_plain_what_was_typed():
    read = read_reply(" Ani\u202e  Dewi ", " ani@contoh.example ", "Satu\r\n\r\n\r\ndua\x00 <b>tiga</b>")

    assert read == TypedReply("Ani Dewi", "ani@contoh.example", "Satu\n\ndua <b>tiga</b>")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"name": "Ani 0812-3456-7890"}, []),
        ({"text": "Lihat https://imigrasi.example/?a=b"}, []),
        ({"name": "Ani" * 20}, []),
        ({"text": "a" * 2000}, []),
        (dict.fromkeys(GOOD, ""), [("reply.name", "name", EMPTY), NO_EMAIL, ("reply.text", "text", EMPTY)]),
        ({"name": "\u200b\u3164 -"}, [("reply.name", "name", EMPTY)]),
        ({"name": "A" * 61}, [("reply.name", "name", too_long(60))]),
        ({"text": "a" * 2001}, [("reply.text", "text", too_long(2000))]),
        ({"email": "ani@contoh"}, [NO_EMAIL]),
        ({"email": "hari"}, [NO_EMAIL]),
        ({"email": "ani@contoh.example\nBcc: budi@contoh.example"}, [NO_EMAIL]),
        ({"name": "budi@contoh.example"}, [("reply.name", "name", ADDRESS)]),
        ({"text": "Balas ke Ani @ Contoh.example."}, [("reply.text", "text", ADDRESS)]),
        ({"text": "Balas ke ａｎｉ＠contoh.example"}, [("reply.text", "text", ADDRESS)]),
        ({"text": "Surel: mailto:budi.santoso@pos.example"}, [("reply.text", "text", ADDRESS)]),
    ],
)
def test_faults_of_reply(changes, expected):
    assert faults(**changes) == expected


@given(st.text(max_size=40), st.text(max_size=40), st.sampled_from(["", " ", "\n", "\u200b", "."]))
def test_the_own_address_never_passes_in_a_text(before, after, between):
    text = f"{before}{between}ANI@contoh.example{between}{after}"

    assert ("reply.text", "text", ADDRESS) in faults(text=text)


@pytest.mark.parametrize(
    ("network", "address", "is_taken"),
    [(0, 0, True), (19, 4, True), (20, 0, False), (0, 5, False), (21, 6, False)],
)
def test_why_not_take_reply(network, address, is_taken):
    expected = None if is_taken else Refusal("reply.too_many", None, {"minutes": 60})

    assert why_not_take_reply(of_network=network, of_address=address) == expected


@pytest.mark.parametrize(
    ("verdict", "reason", "expected"),
    [
        (ReplyState.APPROVED, "", None),
        (ReplyState.REJECTED, "iklan", None),
        (ReplyState.REJECTED, " - ", Refusal("reply.reason", "reason", EMPTY)),
        (
            ReplyState.REJECTED,
            "a" * 301,
            Refusal("reply.reason", "reason", too_long(300)),
        ),
        (ReplyState.WAITING, "", Refusal("reply.verdict", "verdict")),
    ],
)
def test_why_not_judge(verdict, reason, expected):
    assert why_not_judge(verdict, reason) == expected


@pytest.mark.parametrize(
    ("state", "answer", "replier", "expected"),
    [
        (ReplyState.APPROVED, "Sudah, mulai Senin. Tulis ke info@kantor.example.", OWN, None),
        (ReplyState.APPROVED, "Sudah.", None, None),
        (ReplyState.WAITING, "Sudah.", None, Refusal("reply.not_approved")),
        (ReplyState.REJECTED, "Sudah.", None, Refusal("reply.not_approved")),
        (ReplyState.APPROVED, "", None, Refusal("reply.answer", "answer", EMPTY)),
        (ReplyState.APPROVED, "Kami menulis ke ANI @contoh.example.", OWN, Refusal("reply.answer", "answer", ADDRESS)),
        (ReplyState.APPROVED, "a" * 2001, None, Refusal("reply.answer", "answer", too_long(2000))),
    ],
)
def test_why_not_answer(state, answer, replier, expected):
    assert why_not_answer(state, answer, replier) == expected


def test_addresses_are_forgotten_a_month_after_the_last_decision_and_after_three_without_one():
    assert forgotten_when_judged_until(NOW) == NOW - timedelta(days=30)
    assert forgotten_when_sent_until(NOW) == NOW - timedelta(days=90)
