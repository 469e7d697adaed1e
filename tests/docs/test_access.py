"""The page about access names every column of the table once."""

import csv
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROW = re.compile(r"^\| (\w+) \|", re.MULTILINE)


def test_each_role_has_one_row_in_the_order_of_the_table():
    heading = next(csv.reader((ROOT / "tests/counters/access_table.csv").read_text().splitlines()))

    rows = ROW.findall((ROOT / "docs/access.md").read_text())

    assert rows == ["role", *heading[2:]]
