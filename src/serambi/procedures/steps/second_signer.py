"""The second signature: what closes much is proposed by one person, and done when another one signs the same."""

from dataclasses import dataclass
from datetime import datetime

from serambi.records.models import ProposedOrder
from serambi.rules.refusal import Refusal, Refused

WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is signed: an order to enact, or one on record to undo for a reason (`undone_why`, else empty)."""

    number: str
    file: str
    text: str
    undone_why: str = ""


def signers_of(proposal: Proposal, *, decision: str, now: datetime, by: str) -> list[str] | None:
    """Both who signed, when `by` is the second; None when it is now proposed and waits. `decision` is kept of it.

    Raises Refused: `instrument.proposed_otherwise`, `instrument.same_signer`.
    """
    waiting = ProposedOrder.objects.select_for_update().filter(number=proposal.number, decision="").first()
    if waiting is not None and bool(waiting.undone_why) != bool(proposal.undone_why):
        # To enact what has come on record in other words meanwhile: nobody can sign that any more.
        _decide(waiting, WITHDRAWN, now, by)
        waiting = None
    if waiting is None:
        ProposedOrder.objects.create(
            number=proposal.number,
            file=proposal.file,
            text=proposal.text,
            undone_why=proposal.undone_why,
            proposed_by=by,
            proposed_at=now,
        )
        return None
    if waiting.text != proposal.text:
        raise Refused(Refusal("instrument.proposed_otherwise", "text", {"number": proposal.number}))
    if waiting.proposed_by == by:
        raise Refused(Refusal("instrument.same_signer", None, {"number": proposal.number}))
    _decide(waiting, decision, now, by)
    return [waiting.proposed_by, by]


def _decide(waiting: ProposedOrder, decision: str, now: datetime, by: str) -> None:
    waiting.decision, waiting.decided_by, waiting.decided_at = decision, by, now
    waiting.save(update_fields=["decision", "decided_by", "decided_at"])
