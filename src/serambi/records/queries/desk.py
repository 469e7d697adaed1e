"""What the document desk found of a booking's file."""

from dataclasses import dataclass
from datetime import datetime

from serambi.records.codec import from_json
from serambi.records.models import Case, LedgerRow
from serambi.rules.desk import DeskFindings

FILE_RETURNED = "file.returned"


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file that was returned, with what was found."""

    findings: DeskFindings
    at: datetime
    by: str


def returned_file(*, code: str) -> ReturnedFile | None:
    """The file of a booking as it was returned last; None when it never was."""
    row = LedgerRow.objects.filter(subject=code, action=FILE_RETURNED).order_by("-id").first()
    return None if row is None else ReturnedFile(from_json(DeskFindings, row.facts["findings"]), row.at, row.by)


def case_of_booking(*, code: str) -> str | None:
    """The number of the case that was opened for a booking; None when none was."""
    return Case.objects.filter(booking__code=code).values_list("number", flat=True).first()
