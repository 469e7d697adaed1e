"""Enacting an order at a counter: sending the same text again gives the same answer, and the worker is told."""

from dataclasses import dataclass
from datetime import datetime

from serambi.counters.common.answers import Answer
from serambi.counters.common.hurry import carry_out_soon
from serambi.counters.common.order_answers import enacted_answer
from serambi.procedures.enact_instrument import Enacted, enact_instrument
from serambi.procedures.steps.carry_out import CarriedOut
from serambi.records.queries.order_book import is_on_record
from serambi.rules.refusal import Refused

OK, CREATED, ACCEPTED = 200, 201, 202


@dataclass(frozen=True, slots=True)
class EnactedOnce:
    """What became of an order; `is_repeat` when exactly this text had been enacted before (then it did nothing)."""

    enacted: Enacted
    is_repeat: bool

    @property
    def is_proposed(self) -> bool:
        return self.enacted.carried_out is None and not self.is_repeat

    @property
    def status(self) -> int:
        return OK if self.is_repeat else ACCEPTED if self.is_proposed else CREATED

    @property
    def so_far(self) -> CarriedOut:
        """What was carried out in the same transaction."""
        return self.enacted.carried_out or CarriedOut(0, 0, 0, {}, 0)

    @property
    def answer(self) -> Answer:
        answer = enacted_answer(self.enacted)
        return answer | {"state": "enacted"} if self.is_repeat else answer


def one_line_ending(text: str) -> str:
    """The same text with one kind of line ending, so that what two people sign is one text: forms send their own."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def enact_once(*, text: str, file: str, now: datetime, by: str, head_of: str | None) -> EnactedOnce:
    """Enact an order. Raises what enact_instrument does, but not `instrument.already_recorded` for the same text."""
    try:
        enacted = enact_instrument(text=text, file=file, now=now, by=by, head_of=head_of)
    except Refused as refused:
        number = str(refused.refusal.facts.get("number", ""))
        if refused.refusal.code != "instrument.already_recorded" or not is_on_record(number=number, text=text):
            raise
        return EnactedOnce(Enacted(number, 0, None), is_repeat=True)
    if enacted.carried_out is not None and enacted.carried_out.offices_left:
        carry_out_soon()
    return EnactedOnce(enacted, is_repeat=False)
