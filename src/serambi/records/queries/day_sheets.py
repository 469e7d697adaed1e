"""The prints of an office's day, and whether a print line is one of them."""

from dataclasses import dataclass
from datetime import date, datetime

from serambi.records.models import DaySheetRow
from serambi.records.signing import is_signed
from serambi.rules.paper.sheet import PrintLine


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One print of a day: how many `people` stand on it; `replaces` and `replaced_by` are numbers of prints."""

    office: str
    on: date
    number: int
    replaces: int | None
    replaced_by: int | None
    people: int
    printed_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class SheetCheck:
    """What can be said of a print line.

    `is_signed`: a key of this installation signed it as it stands. `sheet`: the print it belongs to, None when none is
    on record with that digest, or at another office than the one that asks.
    """

    is_signed: bool
    sheet: SheetRow | None


def sheets_of_day(*, office: str, on: date) -> tuple[SheetRow, ...]:
    """The prints of a day at an office, newest first."""
    rows = DaySheetRow.objects.filter(office__code=office, on=on).order_by("-number")
    return tuple(_row(row) for row in rows.select_related("office", "replaces", "replaced_by"))


def check_print_line(*, line: PrintLine, office: str | None) -> SheetCheck:
    """Check the signature of a line and look for its print at `office` (None: any office)."""
    signed = is_signed(line.signed_text, key=line.key, signature=line.signature)
    rows = DaySheetRow.objects.filter(office__code=line.office, on=line.on, number=line.number, digest=line.digest)
    row = rows.select_related("office", "replaces", "replaced_by").first()
    is_theirs = office in (None, line.office)
    return SheetCheck(signed, _row(row) if row is not None and signed and is_theirs else None)


def _row(row: DaySheetRow) -> SheetRow:
    newer = getattr(row, "replaced_by", None)
    return SheetRow(
        office=row.office.code,
        on=row.on,
        number=row.number,
        replaces=row.replaces.number if row.replaces else None,
        replaced_by=newer.number if newer else None,
        people=row.people,
        printed_at=row.printed_at,
        by=row.by,
    )
