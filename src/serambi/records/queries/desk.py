"""What the document desk found of a booking's file, and how far the file has come since."""

from dataclasses import dataclass
from datetime import datetime

from serambi.records.codec import from_json
from serambi.records.models import Case, LedgerRow
from serambi.rules.desk import DeskFindings
from serambi.rules.queueing import Stage
from serambi.rules.states import CaseStage
from serambi.rules.station import station_of

FILE_RETURNED = "file.returned"


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file that was returned, with what was found."""

    findings: DeskFindings
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class AcceptedFile:
    """The case that was opened for a booking; `station` is the stage of the visit at which it goes on, None: none."""

    number: str
    stage: CaseStage
    station: Stage | None


def returned_file(*, code: str) -> ReturnedFile | None:
    """The file of a booking as it was returned last; None when it never was."""
    row = LedgerRow.objects.filter(subject=code, action=FILE_RETURNED).order_by("-id").first()
    return None if row is None else ReturnedFile(from_json(DeskFindings, row.facts["findings"]), row.at, row.by)


def accepted_file(*, code: str) -> AcceptedFile | None:
    """The file of a booking once it was accepted; None before."""
    row = Case.objects.filter(booking__code=code).values_list("number", "stage", "billing_code").first()
    if row is None:
        return None
    number, stage, billing_code = row[0], CaseStage(row[1]), row[2]
    return AcceptedFile(number, stage, station_of(stage, has_slip=billing_code is not None))
