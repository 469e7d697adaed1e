"""A bank's file of payments as bytes: its lines, or every fault with its line."""

import csv
import io
from dataclasses import dataclass

from serambi.rules.payment import COLUMNS, BankFault, BankLine, read_bank_rows

MOST_BYTES = 5_000_000


@dataclass(frozen=True, slots=True)
class BankFile:
    """Either lines or faults: a file with one fault is not loaded at all."""

    lines: tuple[BankLine, ...]
    faults: tuple[BankFault, ...]


def read_bank_file(content: bytes) -> BankFile:
    """Read a CSV with the columns billing_code, amount_idr and paid_at, others ignored; comma or semicolon."""
    try:
        text = content.decode("utf-8-sig")
        first = text.partition("\n")[0]
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if ";" in first else ",", strict=True)
        missing = [name for name in COLUMNS if name not in (rows.fieldnames or ())]
        if missing:
            return BankFile((), tuple(BankFault(1, "missing", name) for name in missing))
        lines, faults = read_bank_rows(rows)
    except (UnicodeDecodeError, csv.Error) as wrong:
        return BankFile((), (BankFault(1, "file", type(wrong).__name__),))
    return BankFile((), faults) if faults else BankFile(lines, ())
