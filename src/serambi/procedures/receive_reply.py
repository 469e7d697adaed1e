"""Receive a reader's reply to a notice: it waits for a moderator, and its e-mail address goes where nobody reads it."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.new_secrets import new_code
from serambi.procedures.steps.write_ledger import ledger_row, write_ledger
from serambi.records.models import LedgerRow, Notice, Reply
from serambi.records.queries.replies import notice_for_reply
from serambi.records.queries.reply_tries import REPLY_TRIED, reply_subjects, tries_in_window
from serambi.records.reply_postbox import put_address
from serambi.records.sealing import pseudonym, seal
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.reply import TypedReply, faults_of_reply, why_not_take_reply


def receive_reply(
    *, office: str, notice: str, reply: TypedReply, language: str, network: str, now: datetime, by: str
) -> str:
    """Keep a reply to a notice (its slug) and give its code; nobody sees it before judge_reply approves it.

    `network` is any address of the sender's network. The same words with the same e-mail address under one notice are
    one reply, however often they are sent. A try is committed before tries are counted again, so that however many
    arrive together no more than the allowed ones are kept. Raises Busy, OutcomeUnknown, and Refused:
    `notice.unknown`, `reply.too_many` and the codes of faults_of_reply. Source: docs/rules.md, replies.
    """
    for fault in faults_of_reply(reply):
        raise Refused(fault)
    found = notice_for_reply(office=office, notice=notice, now=now)
    if found is None:
        raise Refused(Refusal("notice.unknown"))
    content_hash = pseudonym("|".join(("reply", reply.email.casefold(), reply.name, reply.text)))
    earlier = Reply.objects.filter(notice=found, content_hash=content_hash).first()
    if earlier is not None:
        return earlier.code
    _count_try(reply_subjects(network=network, email=reply.email), now, by)
    with durable_transaction():
        return _keep(found, reply, content_hash, office, language, now, by)


def _count_try(subjects: tuple[str, str], now: datetime, by: str) -> None:
    _refuse_too_many(subjects, now, own=0)
    with durable_transaction():
        LedgerRow.objects.append([ledger_row(REPLY_TRIED, subject, now=now, by=by) for subject in subjects])
    _refuse_too_many(subjects, now, own=1)


def _refuse_too_many(subjects: tuple[str, str], now: datetime, *, own: int) -> None:
    """`own` 1: this try is among the counted ones; it may be the last that is allowed, but not one more."""
    of_network, of_address = tries_in_window(subjects=subjects, now=now)
    refusal = why_not_take_reply(of_network=of_network - own, of_address=of_address - own)
    if refusal is not None:
        raise Refused(refusal)


def _keep(
    notice: Notice, reply: TypedReply, content_hash: bytes, office: str, language: str, now: datetime, by: str
) -> str:
    kept, is_new = Reply.objects.get_or_create(
        notice=notice,
        content_hash=content_hash,
        defaults={
            "code": new_code(),
            "office_id": notice.office_id,
            "sealed": seal({"name": reply.name, "text": reply.text}),
            "language": language,
            "sent_at": now,
        },
    )
    if is_new:
        put_address(kept, reply.email)
        write_ledger("reply.received", kept.code, now=now, by=by, office=office, facts={"notice": notice.slug})
    return kept.code
