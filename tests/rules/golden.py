"""Tables of figures that others printed, to be reproduced."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden"


def golden(name: str) -> list[dict[str, str]]:
    lines = [line for line in (FOLDER / name).read_text().splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))
