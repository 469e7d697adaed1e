"""A weekly risk map as it comes in: the CSV of the policy folder, or the same as lines of JSON."""

import csv
import io
import json
from datetime import datetime
from typing import Any

from serambi.records.queries.orders import known_places
from serambi.rules.policyfile.days import ASSESSMENT_COLUMNS, parse_assessments
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.risk import Assessment

HEADING_LINES = 1


def read_risk_csv(text: str, file: str, *, now: datetime) -> tuple[Assessment, ...]:
    """The lines of a risk map, recorded now whatever it says. Raises PolicyFaults."""
    places = known_places()
    return parse_assessments(text, file, places.provinces | places.regions, recorded_at=now)


def read_risk_lines(text: str, file: str, *, now: datetime) -> tuple[Assessment, ...]:
    """The same from one JSON object a line with the columns as keys; `known_at` may be left out.

    Raises PolicyFaults, each fault at its line of JSON.
    """
    rows = [_row(line, file, number, now) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(ASSESSMENT_COLUMNS)
    writer.writerows(rows)
    try:
        return read_risk_csv(table.getvalue(), file, now=now)
    except PolicyFaults as found:
        moved = [Fault(each.file, max(1, each.line - HEADING_LINES), each.reason) for each in found.faults]
        raise PolicyFaults(moved) from found


def _row(line: str, file: str, number: int, now: datetime) -> list[str]:
    values = _object(line, file, number)
    unknown = sorted(values.keys() - set(ASSESSMENT_COLUMNS))
    if unknown:
        raise PolicyFaults([Fault(file, number, f"unknown key {unknown[0]}")])
    values.setdefault("known_at", now.isoformat())
    # A remark's sign or a line break would make a row of the table something else.
    cells = ["" if (value := values.get(column)) is None else str(value) for column in ASSESSMENT_COLUMNS]
    return [" ".join(cell.split()).lstrip("#") for cell in cells]


def _object(line: str, file: str, number: int) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise PolicyFaults([Fault(file, number, "the line is no JSON object")])
    return values
