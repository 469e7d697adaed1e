"""The stages of a case as a table: what may follow what, and who does it."""

from collections.abc import Mapping
from enum import StrEnum

from serambi.rules.refusal import Refusal


class CaseStage(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    VERIFIED = "verified"
    INTERVIEWED = "interviewed"
    PAID = "paid"
    ADJUDICATED = "adjudicated"
    PRINTED = "printed"
    CHECKED = "checked"
    READY = "ready"
    COLLECTED = "collected"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    LAPSED = "lapsed"


class CaseEvent(StrEnum):
    """What moves a case on."""

    VERIFY = "verify"
    INTERVIEW = "interview"
    PAY = "pay"
    ADJUDICATE = "adjudicate"
    PRINT = "print"
    CHECK = "check"
    REPRINT = "reprint"
    MAKE_READY = "make_ready"
    COLLECT = "collect"
    RETURN = "return"
    WITHDRAW = "withdraw"
    REFUSE = "refuse"
    LAPSE = "lapse"


TABLE: Mapping[tuple[CaseStage, CaseEvent], CaseStage] = {
    (CaseStage.RECEIVED, CaseEvent.VERIFY): CaseStage.VERIFIED,
    (CaseStage.RECEIVED, CaseEvent.RETURN): CaseStage.RETURNED,
    (CaseStage.RECEIVED, CaseEvent.WITHDRAW): CaseStage.WITHDRAWN,
    (CaseStage.VERIFIED, CaseEvent.INTERVIEW): CaseStage.INTERVIEWED,
    (CaseStage.VERIFIED, CaseEvent.RETURN): CaseStage.RETURNED,
    (CaseStage.VERIFIED, CaseEvent.WITHDRAW): CaseStage.WITHDRAWN,
    (CaseStage.INTERVIEWED, CaseEvent.PAY): CaseStage.PAID,
    (CaseStage.INTERVIEWED, CaseEvent.REFUSE): CaseStage.REFUSED,
    (CaseStage.INTERVIEWED, CaseEvent.WITHDRAW): CaseStage.WITHDRAWN,
    (CaseStage.INTERVIEWED, CaseEvent.LAPSE): CaseStage.LAPSED,
    (CaseStage.PAID, CaseEvent.ADJUDICATE): CaseStage.ADJUDICATED,
    (CaseStage.PAID, CaseEvent.REFUSE): CaseStage.REFUSED,
    (CaseStage.ADJUDICATED, CaseEvent.PRINT): CaseStage.PRINTED,
    (CaseStage.PRINTED, CaseEvent.CHECK): CaseStage.CHECKED,
    (CaseStage.PRINTED, CaseEvent.REPRINT): CaseStage.ADJUDICATED,
    (CaseStage.CHECKED, CaseEvent.MAKE_READY): CaseStage.READY,
    (CaseStage.READY, CaseEvent.COLLECT): CaseStage.COLLECTED,
    (CaseStage.READY, CaseEvent.LAPSE): CaseStage.LAPSED,
}
"""Each line is one lawful step. Unpaid cases lapse after the interview, uncollected ones when ready; a book that fails
the quality check is cut, reported and printed again (docs/sources.md, steps)."""

NEEDS_REASON = frozenset({CaseEvent.RETURN, CaseEvent.REFUSE, CaseEvent.REPRINT})
"""Steps against the applicant, or back: they say why, and the tracking page shows it."""

ENDS = frozenset({CaseStage.COLLECTED, CaseStage.RETURNED, CaseStage.WITHDRAWN, CaseStage.REFUSED, CaseStage.LAPSED})


def why_not_advance(stage: CaseStage, event: CaseEvent) -> Refusal | None:
    """Refusal code `case.wrong_stage` (facts `stage`, `event`) when the table has no such step, None when it has."""
    if (stage, event) in TABLE:
        return None
    return Refusal("case.wrong_stage", None, {"stage": str(stage), "event": str(event)})


def after(stage: CaseStage, event: CaseEvent) -> CaseStage:
    """The stage that follows. Raises KeyError for a step that is not in the table: ask why_not_advance before."""
    return TABLE[stage, event]


def events_from(stage: CaseStage) -> tuple[CaseEvent, ...]:
    """What can happen next, in the table's order; empty at an end."""
    return tuple(event for (before, event) in TABLE if before is stage)


def drawing() -> str:
    """The table as a Mermaid state diagram, for docs/states.md."""
    lines = [f"    {before} --> {following}: {event}" for (before, event), following in TABLE.items()]
    ends = [f"    {stage} --> [*]" for stage in CaseStage if stage in ENDS]
    return "\n".join(["stateDiagram-v2", "    [*] --> received", *lines, *ends]) + "\n"
