"""Judge a reply: everybody may read it, or nobody. A verdict may be replaced by a later one."""

from datetime import datetime

from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.lock_reply import lock_reply, note_decision
from serambi.records.sealing import unseal
from serambi.rules.refusal import Refused
from serambi.rules.reply import ReplyState, why_not_judge


def judge_reply(*, code: str, verdict: ReplyState, reason: str, now: datetime, by: str) -> None:
    """Approve or reject a reply. `reason` is plain text for colleagues, needed for a rejection only.

    From a rejection on nothing of it can be read, the office's answer included; approved again, all of it can. The
    verdict it already has changes nothing. Raises SealBroken, Busy, OutcomeUnknown, and Refused: `reply.not_found`,
    `reply.verdict`, `reply.reason`. Source: docs/rules.md, replies.
    """
    refusal = why_not_judge(verdict, reason)
    if refusal is not None:
        raise Refused(refusal)
    with durable_transaction():
        reply = lock_reply(code)
        if reply.state == verdict:
            return
        is_shown = verdict is ReplyState.APPROVED
        shown = unseal(reply.sealed) if is_shown else {"name": "", "text": ""}
        reply.state, reply.judged_at = str(verdict), now
        reply.shown_name, reply.shown_text = shown["name"], shown["text"]
        reply.save(update_fields=["state", "judged_at", "shown_name", "shown_text"])
        note_decision(reply, str(verdict), "" if is_shown else reason, now=now, by=by)
