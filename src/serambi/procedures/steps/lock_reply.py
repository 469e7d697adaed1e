"""Taking hold of a reply and noting what was decided, inside the caller's transaction."""

from datetime import datetime

from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.models import Office, Reply, ReplyDecision
from serambi.rules.refusal import Refusal, Refused


def lock_reply(code: str) -> Reply:
    """The reply with a code, with its office, both locked. Raises Refused: `reply.not_found`.

    With its office, so that an office's decisions become visible in the order of their numbers: pages that were kept
    are asked by the newest of them whether they still hold (queries/notice_ground.py).
    """
    Office.objects.select_for_update(no_key=True).filter(
        pk__in=Reply.objects.filter(code=code).values("office")
    ).first()
    rows = Reply.objects.select_related("office").select_for_update(of=("self",))
    reply = rows.filter(code=code).first()
    if reply is None:
        raise Refused(Refusal("reply.not_found"))
    return reply


def note_decision(reply: Reply, event: str, text: str, *, now: datetime, by: str, **facts: int | bool) -> None:
    """Add a decision to a reply's history and to the ledger, which holds no words of it."""
    ReplyDecision.objects.create(reply=reply, office=reply.office, event=event, text=text, at=now, by=by)
    write_ledger(f"reply.{event}", reply.code, now=now, by=by, office=reply.office.code, facts=facts)
