"""Reads a CSV table row by row and collects a fault for each field that is wrong."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from serambi.rules.period import DayPeriod
from serambi.rules.policyfile.faults import Fault
from serambi.rules.policyfile.fields import FIRST_YEAR, LAST_YEAR, is_in_reach


class Row:
    """One line of a table. Reading never stops: a wrong field leaves a fault and reads as None or empty."""

    def __init__(self, file: str, line: int, values: dict[str, str], faults: list[Fault]) -> None:
        self.file = file
        self.line = line
        self.values = values
        self.faults = faults

    def refuse(self, reason: str) -> None:
        self.faults.append(Fault(self.file, self.line, reason))

    def text(self, column: str) -> str:
        """The field, "" when empty."""
        return self.values[column]

    def required(self, column: str, allowed: Iterable[str] | None = None) -> str:
        """A field that must be there, and one of `allowed` unless that is None; "" after a fault."""
        value = self.values[column]
        if not value:
            self.refuse(f"{column} is empty")
        elif allowed is not None and value not in set(allowed):
            self.refuse(f"{column} has an unknown value {value}")
            return ""
        return value

    def words(self, column: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """The words of a field, each from `allowed`; none when empty."""
        known, found = set(allowed), tuple(self.values[column].split())
        for word in found:
            if word not in known:
                self.refuse(f"{column} has an unknown value {word}")
        return found

    def day(self, column: str) -> date | None:
        """A date as YYYY-MM-DD; None when empty or after a fault."""
        value = self.values[column]
        try:
            day = date.fromisoformat(value) if value else None
        except ValueError:
            self.refuse(f"{column} must be a date as 2020-09-10, not {value}")
            return None
        if day is not None and not is_in_reach(day):
            self.refuse(f"{column} must lie in the years {FIRST_YEAR} to {LAST_YEAR}")
            return None
        return day

    def required_day(self, column: str) -> date | None:
        if not self.values[column]:
            self.refuse(f"{column} is empty")
        return self.day(column)

    def instant(self, column: str) -> datetime | None:
        """A date and time with offset; None after a fault."""
        value = self.required(column)
        try:
            instant = datetime.fromisoformat(value) if value else None
        except ValueError:
            instant = None
        if value and (instant is None or instant.tzinfo is None or not is_in_reach(instant)):
            self.refuse(f"{column} must be a date and time with offset, not {value}")
            return None
        return instant

    def number(self, column: str) -> Decimal | None:
        """A decimal number; None when empty or after a fault."""
        value = self.values[column]
        try:
            number = Decimal(value) if value else None
        except InvalidOperation:
            number = Decimal("NaN")
        if number is not None and not number.is_finite():
            self.refuse(f"{column} must be a number, not {value}")
            return None
        return number

    def amount(self, column: str) -> int:
        """A whole number of at least 0; 0 after a fault."""
        value = self.required(column)
        if value and not (value.isascii() and value.isdigit()):
            self.refuse(f"{column} must be a whole number, not {value}")
            return 0
        return int(value or 0)

    def period(self, from_column: str, until_column: str) -> DayPeriod | None:
        """A half-open period; None after a fault."""
        from_on, until_on = self.required_day(from_column), self.day(until_column)
        if from_on is None:
            return None
        if until_on is not None and until_on <= from_on:
            self.refuse(f"the period ends on {until_on}, not after its first day {from_on}")
            return None
        return DayPeriod(from_on, until_on)


def read_rows(text: str, file: str, columns: tuple[str, ...], faults: list[Fault]) -> Iterator[Row]:
    """The rows of a table whose first line names exactly `columns`. Lines starting with # are remarks.

    A wrong heading, or no row at all, leaves one fault; so does a row with too few or too many fields, and it is
    passed over.
    """
    numbered = [
        (number, line)
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip() and not line.startswith("#")
    ]
    records = [(number, next(csv.reader([line]))) for number, line in numbered]
    if not records or tuple(records[0][1]) != columns:
        line = records[0][0] if records else 1
        faults.append(Fault(file, line, f"the heading must be {','.join(columns)}"))
        return
    if len(records) == 1:
        faults.append(Fault(file, records[0][0], "the table has no rows"))
    for number, record in records[1:]:
        if len(record) != len(columns):
            faults.append(Fault(file, number, f"{len(record)} fields where {len(columns)} are due"))
            continue
        values = dict(zip(columns, (field.strip() for field in record), strict=True))
        yield Row(file, number, values, faults)


def refuse_repetition(rows: Iterable[tuple[Row, str]]) -> None:
    """Leave a fault on every row whose key an earlier row already had."""
    seen: dict[str, int] = {}
    for row, key in rows:
        if key in seen:
            row.refuse(f"{key} is already on line {seen[key]}")
        seen.setdefault(key, row.line)


def refuse_overlaps(rows: Iterable[tuple[Row, str, DayPeriod]]) -> None:
    """Leave a fault on every row whose period overlaps an earlier row's under the same key."""
    seen: list[tuple[Row, str, DayPeriod]] = []
    for row, key, period in rows:
        for earlier, earlier_key, earlier_period in seen:
            if key == earlier_key and period.overlaps(earlier_period):
                row.refuse(f"the period of {key} overlaps that of line {earlier.line}")
                break
        seen.append((row, key, period))
