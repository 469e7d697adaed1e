"""Undo an instrument: from now on it is as if it had never been, and displaced people get their places back."""

from datetime import datetime

from serambi.procedures.enact_instrument import ENACTED
from serambi.procedures.steps.carry_out import CarriedOut, carry_out
from serambi.procedures.steps.durable import durable_transaction
from serambi.procedures.steps.find_emptied import emptied_by_undoing
from serambi.procedures.steps.record_order import concerned
from serambi.procedures.steps.second_signer import Proposal, signers_of
from serambi.procedures.steps.write_ledger import write_ledger
from serambi.records.codec import to_json
from serambi.records.models import InstrumentRow
from serambi.records.queries.orders import all_instruments
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.signing import empties_much

UNDONE = "undone"


def undo_instrument(*, number: str, reason: str, now: datetime, by: str) -> CarriedOut | None:
    """Strike an instrument as if it had never been; what it had revoked stands again, as known from `now`.

    `by` is a member of the directorate whom the counter has let in; `reason`, never blank, goes into the ledger. Those
    it displaced get their old places back unless they have settled otherwise. What would close more than one office or
    day, such as undoing what reopened them, is only proposed by its first signer, and the answer is None: nothing has
    changed; another one's call does it.

    Raises Busy, OutcomeUnknown, and Refused: `instrument.unknown`, `instrument.undone_already`,
    `instrument.no_reason`, `instrument.same_signer`. Source: docs/rules.md, orders.
    """
    with durable_transaction():
        row = InstrumentRow.objects.select_for_update().filter(number=number).first()
        if row is None:
            raise Refused(Refusal("instrument.unknown", "number", {"number": number}))
        if row.undone_at is not None:
            raise Refused(Refusal("instrument.undone_already", "number", {"number": number}))
        if not reason.strip():
            raise Refused(Refusal("instrument.no_reason", "reason"))
        instrument = next(each for each in all_instruments() if each.number == number)
        offices = concerned(instrument)
        signers: list[str] | None = [by]
        if empties_much(emptied_by_undoing(instrument, offices, now)):
            signers = signers_of(Proposal(number, row.file, row.text, reason), decision=UNDONE, now=now, by=by)
        if signers is None:
            write_ledger("instrument.undoing_proposed", number, now=now, by=by, facts={"reason": reason})
            return None
        row.undone_at = now
        row.save(update_fields=["undone_at"])
        done = carry_out(offices, cause=f"{UNDONE} {number}", restores=f"{ENACTED} {number}", now=now, by=by)
        facts = {"reason": reason, "signers": signers, **to_json(done)}
        write_ledger("instrument.undone", number, now=now, by=by, facts=facts)
        return done
