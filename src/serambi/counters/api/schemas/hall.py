"""The gate for programs: who comes in and out, and how full the hall is then."""

from decimal import Decimal
from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints, model_validator

from serambi.counters.api.schemas.shapes import Line
from serambi.counters.common import words
from serambi.rules.gate import MAX_COMPANIONS

COLDEST_C, WARMEST_C = 30, 45
Gate = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{1,20}$")]
Kind = Annotated[str, StringConstraints(pattern=f"^({'|'.join(words.WALK_IN)})$")]
Group = Annotated[str, StringConstraints(pattern=f"^({'|'.join(words.SERVICE_GROUPS)})$")]


class AdmissionAsked(Schema):
    """Somebody at the gate: with a booking (`code`, as on the QR), or without (`kind`, and `group` for what they come).

    `temperature_c` is asked for while a limit is in force; `companions` come in with them.
    """

    model_config = ConfigDict(extra="forbid")

    code: Line | None = None
    kind: Kind | None = None
    group: Group = "passport"
    companions: Annotated[int, Field(ge=0, le=MAX_COMPANIONS)] = 0
    temperature_c: Annotated[Decimal, Field(ge=COLDEST_C, le=WARMEST_C, decimal_places=1)] | None = None
    gate: Gate = "utama"

    @model_validator(mode="after")
    def _one_of_both(self) -> "AdmissionAsked":
        if (self.code is None) == (self.kind is None):
            raise ValueError("either code or kind")
        return self


class ExitAsked(Schema):
    """Somebody who leaves, by the ticket the gate gave."""

    model_config = ConfigDict(extra="forbid")

    ticket: Line
    gate: Gate = "utama"


class HallAnswer(Schema):
    """The ticket, and the hall afterwards."""

    ticket: str
    inside: int
    limit: int
