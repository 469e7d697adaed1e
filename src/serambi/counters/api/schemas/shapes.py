"""Shapes that several calls share: days, instants, codes and lines of text that a database can keep."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from ninja import Header, Query, Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, StringConstraints, WithJsonSchema

from serambi.counters.common.years import is_askable
from serambi.rules.policy import MAX_KEY_CHARACTERS, URGENCIES
from serambi.rules.refusal import Refusal, Refused

OFFICE = re.compile(r"[a-z0-9-]{1,50}")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9:]{5})")


def _written_as(shape: re.Pattern[str]) -> BeforeValidator:
    # Without this, a bare number would be taken for seconds since 1970.
    def check(value: Any) -> Any:
        if isinstance(value, str) and not shape.fullmatch(value):
            raise ValueError("shape")
        return value

    return BeforeValidator(check)


def _in_our_time(value: date) -> date:
    if not is_askable(value):
        raise ValueError("year")
    return value


def _known_shape(code: str) -> str:
    if not OFFICE.fullmatch(code):
        raise Refused(Refusal("office.unknown", "office"))
    return code


# The years of the pattern are those that are askable.
Day = Annotated[
    date,
    _written_as(DAY),
    AfterValidator(_in_our_time),
    WithJsonSchema({"type": "string", "format": "date", "pattern": "^(19|20|21)[0-9]{2}-", "examples": ["2020-09-10"]}),
]
Instant = Annotated[
    AwareDatetime,
    _written_as(INSTANT),
    AfterValidator(_in_our_time),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": "^(19|20|21)[0-9]{2}-"}),
]
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,50}$")]
OfficeCode = Annotated[str, AfterValidator(_known_shape)]
"""In an address: what cannot be a code is just an unknown office."""
SlotCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,100}$")]
Line = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f]{1,300}$")]
Key = Annotated[str, StringConstraints(pattern=rf"^[\x20-\x7e]{{1,{MAX_KEY_CHARACTERS}}}$")]
Secret = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,100}$")]
FromDay = Annotated[Day | None, Query(alias="from")]
UntilDay = Annotated[Day | None, Query(alias="until")]
HolderSecret = Annotated[Secret, Header(alias="Booking-Secret")]
KEY_MEANS = "A text of your own for one request, sent again unchanged with it. A changed request needs a new one."
RequestKey = Annotated[Key, Header(alias="Idempotency-Key", description=KEY_MEANS)]
OptionalKey = Annotated[Key | None, Header(alias="Idempotency-Key", description=KEY_MEANS)]
Urgency = Literal[URGENCIES]  # type: ignore[valid-type]  # the one list of them lives in rules/policy.py


class Text(Schema):
    """A text for the public in Indonesian and English."""

    id: str
    en: str
