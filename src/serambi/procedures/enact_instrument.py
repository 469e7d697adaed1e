"""Enact an instrument: record it, change the plans of all it concerns, and give everybody displaced their due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from serambi.procedures.steps.carry_out import CarriedOut, carry_out
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.record_order import (
    concerned,
    read_order,
    record,
    refuse_if_incompetent,
    refuse_if_not_theirs,
    refuse_if_signed_later,
)
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
from serambi.records.models import ProposedOrder
from serambi.rules.instrument import Instrument
from serambi.rules.offices import OfficeProfile
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.signing import needs_second_signer

ENACTED = "enacted"


@dataclass(frozen=True, slots=True)
class Enacted:
    """What became of an order. `carried_out` is None while it waits for its second signer: then nothing has changed."""

    number: str
    offices: int
    carried_out: CarriedOut | None


def enact_instrument(*, text: str, file: str, now: datetime, by: str, head_of: str | None = None) -> Enacted:
    """Enact the order in a TOML text, signed by `by`, whom the counter has let in.

    `head_of` None means that a member of the directorate signs; else it is the code of the office whose head does, who
    may order for that office alone and in no other rank.

    An order that closes more than one office or day is only proposed by its first signer; the same text from another
    one enacts it. It is known from `now`, whatever the file says. Few offices are done in this one transaction; when
    more are concerned, their days are shut here and carry_out_task does the rest, office by office.

    Raises Busy, OutcomeUnknown, PolicyFaults (each fault of the text at its line) and Refused:
    `instrument.not_competent`, `instrument.signer_not_competent`, `instrument.already_recorded`,
    `instrument.revokes_unknown`, `instrument.signed_later`, `instrument.same_signer`, `instrument.proposed_otherwise`.
    Source: docs/rules.md, orders.
    """
    with durable_transaction():
        instrument = read_order(text, file, now)
        refuse_if_not_theirs(instrument, head_of)
        offices = concerned(instrument)
        refuse_if_signed_later(instrument, offices, now)
        refuse_if_incompetent(instrument, offices, now)
        signers = _signers(instrument, offices, text, file, now, by)
        if signers is None:
            write_ledger("instrument.proposed", instrument.number, now=now, by=by)
            return Enacted(instrument.number, len(offices), None)
        record(instrument, text, file)
        cause = f"{ENACTED} {instrument.number}"
        done = carry_out(offices, cause=cause, restores="", now=now, by=by)
        facts = {"signers": signers, **to_json(done)}
        write_ledger("instrument.enacted", instrument.number, now=now, by=by, facts=facts)
        return Enacted(instrument.number, len(offices), done)


def _signers(
    instrument: Instrument, offices: Sequence[OfficeProfile], text: str, file: str, now: datetime, by: str
) -> list[str] | None:
    """Everybody who signed, when that is enough; None when the order is now proposed and waits."""
    if not needs_second_signer(instrument, len(offices)):
        return [by]
    proposed = ProposedOrder.objects.select_for_update().filter(number=instrument.number, decision="").first()
    if proposed is None:
        ProposedOrder.objects.create(number=instrument.number, file=file, text=text, proposed_by=by, proposed_at=now)
        return None
    if proposed.text != text:
        raise Refused(Refusal("instrument.proposed_otherwise", "text", {"number": instrument.number}))
    if proposed.proposed_by == by:
        raise Refused(Refusal("instrument.same_signer", None, {"number": instrument.number}))
    proposed.decision, proposed.decided_by, proposed.decided_at = ENACTED, by, now
    proposed.save(update_fields=["decision", "decided_by", "decided_at"])
    return [proposed.proposed_by, by]
