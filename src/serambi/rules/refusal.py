"""How a rule says no: a stable code, the field it concerns and the facts a reader needs to understand it."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """An expected no.

    `code` is stable and published (`slot.full`); `field` names the input at fault, None when no single one is;
    `facts` holds JSON-ready values that the counters put into the sentence people read.
    """

    code: str
    field: str | None = None
    facts: Mapping[str, str | int] = dataclasses.field(default_factory=dict)


class Refused(Exception):
    """Raised by a procedure that was refused; carries the refusal for the counter to translate."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal
