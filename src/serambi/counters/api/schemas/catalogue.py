"""What the offices offer: services and the purposes people state."""

from typing import Literal

from ninja import Schema

from serambi.counters.api.schemas.bookings import DocumentLine
from serambi.counters.api.schemas.shapes import Text


class ServiceDocument(DocumentLine):
    """A paper to bring, for these `purposes` (none named: for all), on visits of [`asked_from`, `asked_until`)."""

    purposes: list[str]
    asked_from: str | None
    asked_until: str | None


class ServiceLine(Schema):
    """A kind of application, for citizens (NIK) or foreigners (passport).

    `legal_days` are the working days the law sets, null where it sets none; one that is not `bookable` is given without
    a visit; `jurisdiction` says whether any office takes it or only the one where the applicant lives.
    """

    code: str
    group: Literal["passport", "permit"]
    who: Literal["citizen", "foreigner"]
    name: Text
    summary: Text
    documents: list[ServiceDocument]
    fee_codes: list[str]
    legal_days: int | None
    purposes: list[str]
    bookable: bool
    jurisdiction: Literal["any_office", "own_territory"]


class PurposeLine(Schema):
    code: str
    name: Text
