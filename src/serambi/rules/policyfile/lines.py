"""Finds the line of a key in a TOML text, since tomllib does not tell it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

HEADER = re.compile(r"^\s*\[\[?\s*([A-Za-z0-9_.\-]+)\s*\]?\]")
KEY = re.compile(r"^\s*([A-Za-z0-9_\-]+)\s*=")
TOP = ""


@dataclass(frozen=True, slots=True)
class LineIndex:
    """Where each table and key of a TOML text starts.

    A table is named by its header's path ("" above the first header) and its ordinal among the headers of
    that path, from 1.
    """

    tables: Mapping[tuple[str, int], int]
    keys: Mapping[tuple[str, int, str], int]

    def line_of(self, table: str, ordinal: int, key: str | None = None) -> int:
        """The line of a key; that of its table's header when the key is not there; 1 when neither is."""
        header = self.tables.get((table, ordinal), 1)
        return header if key is None else self.keys.get((table, ordinal, key), header)


def index_lines(text: str) -> LineIndex:
    """Index the tables and keys of a TOML text, leaving out what is inside inline tables and long strings."""
    tables: dict[tuple[str, int], int] = {(TOP, 1): 1}
    keys: dict[tuple[str, int, str], int] = {}
    table, ordinal, is_in_string = TOP, 1, False
    for number, line in enumerate(text.splitlines(), start=1):
        was_in_string = is_in_string
        is_in_string ^= line.count('"""') % 2 == 1
        if was_in_string:
            continue
        if header := HEADER.match(line):
            table = header.group(1)
            ordinal = sum(1 for path, _ in tables if path == table) + 1
            tables[table, ordinal] = number
        elif key := KEY.match(line):
            keys.setdefault((table, ordinal, key.group(1)), number)
    return LineIndex(tables, keys)
