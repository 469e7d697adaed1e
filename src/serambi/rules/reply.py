"""Replies of readers to a notice: what may be sent, how often, who is heard, and when an address is forgotten."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from serambi.rules.contact import EMAIL_SHAPE, why_not_email
from serambi.rules.plain_text import plain_line, plain_text, says_something
from serambi.rules.policy import (
    REPLIES_COUNT_MINUTES,
    REPLIES_PER_ADDRESS,
    REPLIES_PER_NETWORK,
    REPLY_ADDRESS_DAYS,
    REPLY_NAME_MAX_CHARACTERS,
    REPLY_REASON_MAX_CHARACTERS,
    REPLY_TEXT_MAX_CHARACTERS,
    REPLY_UNJUDGED_ADDRESS_DAYS,
)
from serambi.rules.refusal import Refusal

Facts = Mapping[str, str | int]

EMPTY: Facts = {"reason": "empty"}
ADDRESS: Facts = {"reason": "address"}
AROUND_AN_AT = re.compile(r"\s*@\s*")


class ReplyState(StrEnum):
    """Where a reply stands; only an approved one is ever shown."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class TypedReply:
    """What a reader sends: plain text without markup. `email` is for the office's answer and never shown."""

    name: str
    email: str
    text: str


def read_reply(name: str, email: str, text: str) -> TypedReply:
    """A reply in one spelling from what was typed; see `plain_line` and `plain_text`."""
    return TypedReply(plain_line(name), email.strip(), plain_text(text))


def faults_of_reply(reply: TypedReply) -> tuple[Refusal, ...]:
    """Find everything that is wrong with a reply, in the order of its fields; empty when nothing is.

    Refusal codes: `reply.name` and `reply.text`, each with `reason` = empty | long (facts `most`, `has`) | address
    (an e-mail address in it, which everybody would read), and `email.invalid`.
    """
    name = _wrong_with(reply.name, REPLY_NAME_MAX_CHARACTERS) or _address_in(reply.name, reply.email)
    text = _wrong_with(reply.text, REPLY_TEXT_MAX_CHARACTERS) or _address_in(reply.text, reply.email)
    found = (
        Refusal("reply.name", "name", name) if name else None,
        why_not_email(reply.email),
        Refusal("reply.text", "text", text) if text else None,
    )
    return tuple(fault for fault in found if fault is not None)


def why_not_take_reply(*, of_network: int, of_address: int) -> Refusal | None:
    """Say why no reply is taken now, after so many from a network and with an e-mail address in the window.

    Refusal code: `reply.too_many` (fact `minutes`).
    """
    if of_network < REPLIES_PER_NETWORK and of_address < REPLIES_PER_ADDRESS:
        return None
    return Refusal("reply.too_many", None, {"minutes": REPLIES_COUNT_MINUTES})


def why_not_judge(verdict: ReplyState, reason: str) -> Refusal | None:
    """Say why a verdict cannot be given; it may replace an earlier one. A rejection says why, to colleagues only.

    Refusal codes: `reply.verdict`, `reply.reason` (`reason` = empty | long, with `most` and `has`).
    """
    if verdict is ReplyState.WAITING:
        return Refusal("reply.verdict", "verdict")
    wrong = _wrong_with(reason, REPLY_REASON_MAX_CHARACTERS) if verdict is ReplyState.REJECTED else {}
    return Refusal("reply.reason", "reason", wrong) if wrong else None


def why_not_answer(state: ReplyState, answer: str, replier: str | None) -> Refusal | None:
    """Say why the office's answer cannot stand under a reply. `replier` is their address, None once forgotten.

    Refusal codes: `reply.not_approved` and `reply.answer` (`reason` = empty | long | address: the replier's own,
    which is never shown; the office may name addresses of its own).
    """
    if state is not ReplyState.APPROVED:
        return Refusal("reply.not_approved")
    wrong = _wrong_with(answer, REPLY_TEXT_MAX_CHARACTERS)
    if not wrong and replier is not None and _folded(replier) in _folded(answer):
        wrong = ADDRESS
    return Refusal("reply.answer", "answer", wrong) if wrong else None


def forgotten_when_judged_until(now: datetime) -> datetime:
    """Addresses of replies judged or answered last at or before this instant are deleted."""
    return now - timedelta(days=REPLY_ADDRESS_DAYS)


def forgotten_when_sent_until(now: datetime) -> datetime:
    """Addresses of replies sent at or before this instant, and never judged, are deleted."""
    return now - timedelta(days=REPLY_UNJUDGED_ADDRESS_DAYS)


def _wrong_with(text: str, most: int) -> Facts:
    """Why a text cannot be taken as it is; nothing when it can."""
    if not says_something(text):
        return EMPTY
    return {} if len(text) <= most else {"reason": "long", "most": most, "has": len(text)}


def _address_in(text: str, own: str) -> Facts:
    """Any e-mail address counts, and first of all the own one."""
    folded = _folded(text)
    is_own = why_not_email(own) is None and _folded(own) in folded
    return ADDRESS if is_own or EMAIL_SHAPE.search(folded) else {}


def _folded(text: str) -> str:
    """As it is looked for: wide and ornamental letters as plain ones, small, without spaces around an @."""
    return AROUND_AN_AT.sub("@", unicodedata.normalize("NFKC", text).casefold())
