"""An attacker who keeps every public file of a year, from every day of it, and works out what was kept back."""

import csv
import io
import random
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta

import numpy
import pytest
from scipy.optimize import linprog

from serambi.counters.common.figure_answers import public_csv
from serambi.counters.common.public_figures import published
from serambi.records.codec import to_json
from serambi.records.models import ServiceRow
from serambi.rules.period import DayPeriod
from serambi.rules.spans import end_of, month_of
from tests.factories import save_office, service
from tests.figures import save_history

YEAR = 2019
SERVICES = {"passport-new": 7, "passport-replacement": 4, "passport-lost": 0.15, "passport-damaged": 0.05}
Cell = tuple[str, str, str]
"""The granularity of a file, the day, and the service ("" for the total)."""


@pytest.fixture
def office(transactional_db):
    office = save_office()
    for position, code in enumerate(SERVICES, start=1):
        ServiceRow.objects.get_or_create(
            code=code, defaults={"group": "passport", "position": position, "entry": to_json(service(code))}
        )
    return office


def fill(office, seed: int, scale: float) -> dict[Cell, int]:
    """A year of people a day; gives the true number of every cell of the files."""
    chance, truth = random.Random(seed), defaultdict(int)
    for code, mean in SERVICES.items():
        counts = []
        for number in range(365):
            on = date(YEAR, 1, 1) + timedelta(days=number)
            weight = 0.1 if on.weekday() > 4 else 1
            count = sum(chance.random() < mean * scale * weight / 40 for _ in range(40))
            if count:
                counts.append((DayPeriod(on, on + timedelta(days=1)), count))
            month = str(on.replace(day=1))
            for cell in (("month", month, code), ("month", month, ""), ("day", str(on), "")):
                truth[cell] += count
        save_history(office, counts, service=code)
    return truth


def files_of_a_year() -> dict[Cell, int | None]:
    """Everything that was ever published, from a look at both files on every day of the year and after it."""
    known: dict[Cell, int | None] = {}
    for number in [*range(0, 365, 5), 400]:
        now = datetime(YEAR, 1, 1, 5, tzinfo=UTC) + timedelta(days=number)
        for by in ("month", "day"):
            cells = published(office="serang", by=by, from_on=None, until_on=None, now=now)
            for row in csv.DictReader(io.StringIO(public_csv(cells))):
                cell = (by, row["on"], row["service"])
                known[cell] = int(row["count"]) if row["count"] else known.get(cell)
    return known


def recovered(known: dict[Cell, int | None]) -> set[Cell]:
    """The cells that a month's sums leave only one whole number for, nobody being counted below nothing."""
    found: set[Cell] = set()
    for month in sorted({cell[1][:7] for cell in known}):
        cells = [cell for cell in known if cell[1].startswith(month)]
        hidden = [cell for cell in cells if known[cell] is None]
        sums = [[c for c in cells if c[0] == "month" and c[2]], [c for c in cells if c[0] == "day"]]
        left, right = [], []
        for parts in sums:
            total = ("month", f"{month}-01", "")
            row, rest = numpy.zeros(len(hidden)), 0
            for cell, sign in [*((part, 1) for part in parts), (total, -1)]:
                if known[cell] is None:
                    row[hidden.index(cell)] += sign
                else:
                    rest -= sign * known[cell]
            if parts:
                left.append(row)
                right.append(rest)
        for place, cell in enumerate(hidden):
            aim = numpy.zeros(len(hidden))
            aim[place] = 1
            low, high = (
                linprog(sign * aim, A_eq=numpy.array(left), b_eq=numpy.array(right), bounds=(0, None))
                for sign in (1, -1)
            )
            if low.status == high.status == 0 and -high.fun - low.fun < 1:
                found.add(cell)
    return found


@pytest.mark.parametrize(("seed", "scale"), [(1, 1), (2, 0.3), (3, 3), (4, 0.05)])
def test_a_year_of_public_files_gives_nothing_away(office, seed, scale):
    truth = fill(office, seed, scale)

    known = files_of_a_year()

    shown = {cell: count for cell, count in known.items() if count is not None}
    assert {cell: truth[cell] for cell in shown} == shown
    assert min(shown.values(), default=10) >= 10
    assert recovered(known) == set()
    months = [count for (by, _, code), count in shown.items() if by == "month" and not code]
    assert scale < 0.1 or len(months) == 12


def test_the_attack_itself_finds_what_is_left_unprotected():
    """Without complements a single small cell is the total less the others."""
    month = end_of(month_of(date(2019, 1, 1))) - timedelta(days=31)
    known = {
        ("month", str(month), ""): 103,
        ("month", str(month), "passport-new"): 100,
        ("month", str(month), "passport-lost"): None,
    }

    assert recovered(known) == {("month", str(month), "passport-lost")}
