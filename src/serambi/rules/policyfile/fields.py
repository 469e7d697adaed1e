"""Reads the keys of one TOML table by type and collects a fault for each that is wrong."""

import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar

from serambi.rules.catalogue import Text
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.policyfile.lines import TOP, LineIndex, index_lines

Read = TypeVar("Read")

FIRST_YEAR = 1945
LAST_YEAR = 2100

KIND_NAMES = {
    str: "a text",
    int: "a whole number",
    bool: "true or false",
    Decimal: "a number",
    date: "a date",
    datetime: "a date and time with offset",
    time: "a local time",
    list: "a list",
    dict: "a table",
}


class Fields:
    """One table of a policy file. Reading never stops: a wrong key leaves a fault and reads as None."""

    def __init__(
        self,
        table: dict[str, Any],
        file: str,
        lines: LineIndex,
        faults: list[Fault],
        path: str = TOP,
        ordinal: int = 1,
    ) -> None:
        self.table = table
        self.file = file
        self.lines = lines
        self.faults = faults
        self.path = path
        self.ordinal = ordinal

    def refuse(self, key: str | None, reason: str) -> None:
        """Collect a fault at a key's line, at the table's own when `key` is None."""
        self.faults.append(Fault(self.file, self.lines.line_of(self.path, self.ordinal, key), reason))

    def refuse_unknown(self, known: Iterable[str]) -> None:
        for key in self.table.keys() - set(known):
            self.refuse(key, f"unknown key {key}")

    def optional(self, key: str, kind: type[Read]) -> Read | None:
        """The key's value, None when absent or of another type. A whole number passes as a Decimal."""
        if key not in self.table:
            return None
        value = self.table[key]
        if kind is Decimal and type(value) is int:
            value = Decimal(value)
        if type(value) is not kind:  # exact: True is no number, a datetime no date
            self.refuse(key, f"{key} must be {KIND_NAMES[kind]}")
            return None
        if isinstance(value, Decimal) and not value.is_finite():
            self.refuse(key, f"{key} must be a finite number")
            return None
        if isinstance(value, date) and not is_in_reach(value):
            self.refuse(key, f"{key} must lie in the years {FIRST_YEAR} to {LAST_YEAR}")
            return None
        return value

    def required(self, key: str, kind: type[Read]) -> Read | None:
        if key not in self.table:
            self.refuse(None, f"{key} is missing")
        return self.optional(key, kind)

    def required_text(self, key: str) -> str:
        """A text that is there and not empty; "" after a fault."""
        value = self.required(key, str)
        if value is not None and not value.strip():
            self.refuse(key, f"{key} is empty")
        return value or ""

    def required_count(self, key: str, least: int = 0) -> int:
        """A whole number of at least `least`; `least` after a fault."""
        value = self.required(key, int)
        if value is not None and value < least:
            self.refuse(key, f"{key} must be at least {least}")
        return least if value is None else value

    def share(self, key: str) -> Decimal:
        """A share 0..1; 0 after a fault."""
        value = self.required(key, Decimal)
        if value is not None and not 0 <= value <= 1:
            self.refuse(key, f"{key} must be a share from 0 to 1, not {value}")
        return value or Decimal(0)

    def texts(self, key: str, allowed: Iterable[str] | None = None) -> tuple[str, ...]:
        """A list of texts without repetition, empty when absent; each from `allowed`, None allows any."""
        values = self.optional(key, list) or []
        if not all(type(value) is str for value in values):
            self.refuse(key, f"{key} must be a list of texts")
            return ()
        if len(set(values)) < len(values):
            self.refuse(key, f"{key} names something twice")
        known = None if allowed is None else set(allowed)
        for value in values:
            if known is not None and value not in known:
                self.refuse(key, f"{key} has an unknown value {value}")
        return tuple(values)

    def both_languages(self, key: str) -> Text | None:
        """A text as {id = "…", en = "…"}; None when absent or after a fault."""
        value = self.optional(key, dict)
        if value is None:
            return None
        text = text_of(value)
        if text is None:
            self.refuse(key, f"{key} must have exactly the texts id and en")
        return text

    def required_both_languages(self, key: str) -> Text:
        """A text in both languages that must be there; empty texts after a fault."""
        if key not in self.table:
            self.refuse(None, f"{key} is missing")
        return self.both_languages(key) or Text("", "")

    def tables(self, key: str) -> list["Fields"]:
        """The tables of an array [[…]], in order; none when absent."""
        values = self.optional(key, list) or []
        if not all(type(value) is dict for value in values):
            self.refuse(key, f"{key} must be an array of tables")
            return []
        path = key if self.path == TOP else f"{self.path}.{key}"
        return [Fields(value, self.file, self.lines, self.faults, path, n) for n, value in enumerate(values, start=1)]

    def subtable(self, key: str) -> "Fields":
        """The table [key]; an empty one after a fault."""
        value = self.required(key, dict) or {}
        path = key if self.path == TOP else f"{self.path}.{key}"
        return Fields(value, self.file, self.lines, self.faults, path)


def is_in_reach(day: date) -> bool:
    """Whether a date or instant is of this republic and no slip such as the year 0202."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def text_of(value: Any) -> Text | None:
    """A Text from {id, en}, None when it is anything else."""
    if not isinstance(value, dict) or value.keys() != {"id", "en"}:
        return None
    if not all(isinstance(part, str) and part.strip() for part in value.values()):
        return None
    return Text(value["id"], value["en"])


def open_fields(text: str, file: str, faults: list[Fault]) -> Fields:
    """The top table of a TOML text, with floats as Decimal.

    Raises PolicyFaults when the text is not TOML, since nothing more can be said of it then.
    """
    try:
        table = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        # tomllib gives the place only inside its message before Python 3.14.
        place = re.search(r"at line (\d+)", str(error))
        line = int(place.group(1)) if place else max(1, len(text.splitlines()))
        raise PolicyFaults([*faults, Fault(file, line, f"not TOML: {error}")]) from error
    return Fields(table, file, index_lines(text), faults)
