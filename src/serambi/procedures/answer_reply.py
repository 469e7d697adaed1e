"""Answer a reply as the office: the answer stands under it, and the replier is told by e-mail."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.lock_reply import lock_reply, note_decision
from serambi.procedures.steps.write_messages import put_in_outbox
from serambi.records.models import Message, Reply
from serambi.records.reply_addresses import address_of
from serambi.rules.refusal import Refused
from serambi.rules.reply import ReplyState, why_not_answer


def answer_reply(*, code: str, answer: str, now: datetime, by: str) -> bool:
    """Put the office's answer (plain text) under an approved reply, in place of an earlier one.

    Gives whether the replier is told: not when their address was forgotten. The same answer again changes nothing and
    tells nobody. Raises SealBroken, Busy, OutcomeUnknown, and Refused: `reply.not_found`, `reply.not_approved`,
    `reply.answer`. Source: docs/rules.md, replies.
    """
    with durable_transaction():
        reply = lock_reply(code)
        replier = address_of(reply)
        refusal = why_not_answer(ReplyState(reply.state), answer, replier)
        if refusal is not None:
            raise Refused(refusal)
        is_told = replier is not None
        if reply.answer == answer:
            return is_told
        reply.answer, reply.answered_at, reply.judged_at = answer, now, now
        reply.answer_number += 1
        reply.save(update_fields=["answer", "answered_at", "judged_at", "answer_number"])
        if is_told:
            put_in_outbox([_message(reply, now)])
        note_decision(reply, "answered", answer, now=now, by=by, number=reply.answer_number, is_told=is_told)
        return is_told


def _message(reply: Reply, now: datetime) -> Message:
    return Message(
        reply=reply,
        office_id=reply.office_id,
        kind="reply_answered",
        facts={"number": reply.answer_number},
        dedupe_key=f"reply {reply.code} answered {reply.answer_number}",
        made_at=now,
        next_try_at=now,
    )
