"""Enact an instrument: record it, change the plans of all it concerns, and give everybody displaced their due."""

from dataclasses import dataclass
from datetime import datetime

from serambi.procedures.steps.carry_out import CarriedOut, carry_out
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.find_emptied import emptied_by_enacting
from serambi.procedures.steps.record_order import (
    concerned,
    read_order,
    record,
    refuse_if_incompetent,
    refuse_if_not_theirs,
    refuse_if_signed_later,
)
from serambi.procedures.steps.second_signer import Proposal, signers_of
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
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

    An order that closes more than one office or day, by whatever name, is only proposed by its first signer; the same
    text from another one enacts it. It is known from `now`, whatever the file says. Few offices are done in this one
    transaction; when more are concerned, their days are shut here and carry_out_task does the rest, office by office.

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
        emptied = emptied_by_enacting(instrument, offices, now)
        refuse_if_incompetent(instrument, offices, emptied, now)
        signers: list[str] | None = [by]
        if needs_second_signer(instrument, len(offices), emptied):
            signers = signers_of(Proposal(instrument.number, file, text), decision=ENACTED, now=now, by=by)
        if signers is None:
            write_ledger("instrument.proposed", instrument.number, now=now, by=by)
            return Enacted(instrument.number, len(offices), None)
        record(instrument, text, file)
        cause = f"{ENACTED} {instrument.number}"
        done = carry_out(offices, cause=cause, restores="", now=now, by=by)
        facts = {"signers": signers, **to_json(done)}
        write_ledger("instrument.enacted", instrument.number, now=now, by=by, facts=facts)
        return Enacted(instrument.number, len(offices), done)
