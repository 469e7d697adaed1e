"""Paper lines as text: a CSV with the names of the fields in its first line, as pasted or as a file."""

import csv
import io

from serambi.rules.paper.lines import COLUMNS, LineFault, PaperFaults
from serambi.rules.refusal import Refusal, Refused

MOST_BYTES = 500_000
DELIMITERS = "\t;,"


def read_paper_file(content: bytes) -> dict[int, dict[str, str]]:
    """The lines of a CSV by their number in it; tab, semicolon or comma between the fields, empty lines left out.

    Raises PaperFaults: no CSV, a column that no line has, a line longer than its heading (which is line 1); and
    Refused: `paper.too_large`.
    """
    if len(content) > MOST_BYTES:
        raise Refused(Refusal("paper.too_large", "file"))
    try:
        text = content.decode("utf-8-sig")
        first = text.partition("\n")[0]
        delimiter = next((sign for sign in DELIMITERS if sign in first), ",")
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        names = [name.strip().lower() for name in rows.fieldnames or ()]
        faults = [(1, LineFault(name, "columns", name)) for name in names if name not in COLUMNS]
        rows.fieldnames = names
        read = [(rows.line_num, row) for row in rows]
    except (UnicodeDecodeError, csv.Error) as wrong:
        raise PaperFaults([(1, LineFault("", "file", type(wrong).__name__))]) from wrong
    faults += [(line, LineFault("", "cells", "")) for line, row in read if None in row]
    if faults or not names:
        raise PaperFaults(faults or [(1, LineFault("", "file", ""))])
    return {line: {name: value or "" for name, value in row.items()} for line, row in read}
