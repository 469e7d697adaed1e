"""An attacker who keeps every public file of a year, also of months that were corrected and published anew, and works
out what was kept back."""

import csv
import io
import random
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

import numpy
import pytest
from django.test import Client
from scipy.optimize import linprog

from serambi.procedures.import_history import import_history
from serambi.procedures.roll_up_figures import roll_up_figures
from serambi.records.codec import to_json
from serambi.records.models import PublishedMonth, ServiceRow
from serambi.rules import publication, suppression
from serambi.rules.figures import Measure
from serambi.rules.period import DayPeriod, days_between
from serambi.rules.policyfile.history import HistoryEntry
from serambi.rules.spans import end_of, month_after, span_text
from tests.factories import save_office, service
from tests.stories.visiting import live_at

YEAR = 2019
SERVICES = {"passport-new": 7, "passport-replacement": 4, "passport-lost": 0.15, "passport-damaged": 0.05}
DECLINE = "/api/v1/offices/serang/decline?weighting=none&baseline=2018-12"
Cell = tuple[str, str]
"""The day with service "*", or the month with a service ("" for the total)."""
Counts = dict[tuple[date, str], int]
Sums = list[tuple[frozenset[Cell], int]]
"""Cells and what they come to together."""


@pytest.fixture
def office(transactional_db):
    office = save_office()
    for position, code in enumerate(SERVICES, start=1):
        ServiceRow.objects.get_or_create(
            code=code, defaults={"group": "passport", "position": position, "entry": to_json(service(code))}
        )
    return office


class Year:
    """A year of people a day, brought in month by month, corrected a while after; with all that was ever public of it.

    Nobody comes on a weekend, and the attacker knows it.
    """

    def __init__(self, seed: int, scale: float, monkeypatch) -> None:
        self.chance, self.monkeypatch = random.Random(seed), monkeypatch
        self.client = Client()
        self.counts: Counts = {}
        for code, mean in SERVICES.items():
            for on in days_between(date(YEAR, 1, 1), date(YEAR + 1, 1, 1)):
                weight = 0 if on.weekday() > 4 else 1
                self.counts[on, code] = sum(self.chance.random() < mean * scale * weight / 40 for _ in range(40))
        self.seen: dict[date, list[tuple[dict[Cell, int], dict[Cell, int | None], Sums]]] = defaultdict(list)

    def live(self) -> None:
        for number in range(12):
            month = date(YEAR, number + 1, 1)
            self.bring_in(month, list(days_between(month, month_after(month, 1))))
            self.look(month)
            for _ in range(2):
                days = self.chance.sample(list(days_between(month, month_after(month, 1))), 3)
                self.correct(days)
                self.bring_in(month, days)
                self.look(month)

    def correct(self, days: list[date]) -> None:
        for on in days:
            code = self.chance.choice(list(SERVICES))
            self.counts[on, code] = max(0, self.counts[on, code] + self.chance.randint(-2, 6))

    def bring_in(self, month: date, days: list[date]) -> None:
        now = datetime.combine(month_after(month, 1) + timedelta(days=2), time(5), tzinfo=UTC)
        entries = [
            HistoryEntry("serang", code, Measure.APPLIED, _day(f"{on}"), self.counts[on, code], "register")
            for on in days
            for code in SERVICES
        ]
        live_at(now, self.monkeypatch)
        import_history(entries=entries, file="register.csv", now=now, by="test")
        roll_up_figures(now=now, by="test")

    def look(self, month: date) -> None:
        """Note what every public page and file says of a month."""
        shown = _shown(self.client, month)
        sums = [] if month.month % 6 else list(_asked(self.client, month))
        self.seen[month].append((self._truth(month), shown, sums))

    def _truth(self, month: date) -> dict[Cell, int]:
        truth: dict[Cell, int] = defaultdict(int)
        for (on, code), count in self.counts.items():
            if on.replace(day=1) == month:
                for cell in ((f"{month}", ""), (f"{month}", code), (f"{on}", "*")):
                    truth[cell] += count
        return truth

    def recovered(self) -> set[tuple[Cell, int]]:
        """What the attacker rightly works out of all that was kept back: from each table alone, and taking what an
        older or a newer one shows for unchanged."""
        found = set()
        for versions in self.seen.values():
            for truth, shown, sums in versions:
                others = [other for _, other, _ in versions]
                guessed = {cell: _known(cell, shown, others) for cell in shown}
                for known in (shown, guessed):
                    found |= {
                        (cell, number)
                        for cell, number in _determined(known, sums).items()
                        if shown[cell] is None and truth[cell] == number and not _is_weekend(cell)
                    }
        return found


def _known(cell: Cell, shown: dict[Cell, int | None], others: list[dict[Cell, int | None]]) -> int | None:
    if shown[cell] is not None:
        return shown[cell]
    return next((other[cell] for other in reversed(others) if other.get(cell) is not None), None)


def _is_weekend(cell: Cell) -> bool:
    return cell[1] == "*" and date.fromisoformat(cell[0]).weekday() > 4


def _shown(client: Client, month: date) -> dict[Cell, int | None]:
    """A month in all the files, which say the same; a number that any of them shows is shown."""
    shown: dict[Cell, int | None] = {}
    api = f"/api/v1/offices/serang/figures{{}}from={month}&until={month_after(month, 1)}&by="
    for path in ("/serang/figures/months.csv", "/serang/figures/days.csv", api.format(".csv?") + "day"):
        for row in csv.DictReader(io.StringIO(client.get(path).content.decode())):
            _note(shown, row["on"], row["service"], row["count"], month, "day" in path)
    for path in ("/serang/figures/figures.json", api.format("?") + "month", api.format("?") + "day"):
        for row in client.get(path).json()["figures"]:
            _note(shown, row["on"], row["service"] or "", row["count"], month, "day" in path)
    return shown


def _note(shown: dict[Cell, int | None], on: str, service: str, count: object, month: date, is_day: bool) -> None:
    if on.startswith(f"{month:%Y-%m}"):
        cell = (on, "*" if is_day else service)
        number = None if count in (None, "") else int(count)
        assert cell not in shown or shown[cell] == number
        shown[cell] = number


def _asked(client: Client, month: date) -> Iterator[tuple[frozenset[Cell], int]]:
    """What the pages of declines say of the month, of each of its days, and of many stretches of it."""
    days = [f"{on}" for on in days_between(month, month_after(month, 1))]
    for first in range(0, len(days), 3):
        for last in range(first + 1, len(days) + 1, 4):
            answer = client.get(f"{DECLINE}&period={days[first]}..{end_of(_day(days[last - 1]))}")
            if answer.status_code == 200:
                yield frozenset((on, "*") for on in days[first:last]), answer.json()["value"]
            assert answer.status_code in (200, 422)


def _day(on: str) -> DayPeriod:
    return DayPeriod(date.fromisoformat(on), date.fromisoformat(on) + timedelta(days=1))


def _determined(known: dict[Cell, int | None], asked: Sums) -> dict[Cell, int]:
    """The cells that the sums leave only one whole number for, nobody being counted below nothing."""
    totals = [cell for cell in known if cell[1] == ""]
    sums: Sums = list(asked)
    for total in totals:
        for parts in ([c for c in known if c[1] not in ("", "*")], [c for c in known if c[1] == "*"]):
            if parts and known[total] is not None:
                sums.append((frozenset(parts), known[total]))
    hidden = [cell for cell, count in known.items() if count is None and not _is_weekend(cell)]
    left, right = [], []
    for cells, number in sums:
        left.append([float(cell in cells) for cell in hidden])
        right.append(number - sum(known[cell] or 0 for cell in cells))
    found = {}
    for place, cell in enumerate(hidden):
        if left and any(row[place] for row in left):
            low, high = _bounds(place, numpy.array(left), numpy.array(right))
            if low is not None and high is not None and high - low < 1:
                found[cell] = round(low)
    return found


def _bounds(place: int, left: numpy.ndarray, right: numpy.ndarray) -> tuple[float | None, float | None]:
    aim = numpy.zeros(left.shape[1])
    aim[place] = 1
    low, high = (linprog(sign * aim, A_eq=left, b_eq=right, bounds=(0, None)) for sign in (1, -1))
    return (low.fun if low.status == 0 else None), (-high.fun if high.status == 0 else None)


@pytest.mark.parametrize(("seed", "scale"), [(1, 1), (2, 1.5)])
def test_a_year_of_public_files_corrected_twice_a_month_gives_nothing_away(office, monkeypatch, seed, scale):
    year = Year(seed, scale, monkeypatch)

    year.live()

    tables = [shown for versions in year.seen.values() for _, shown, _ in versions]
    told = [number for shown in tables for number in shown.values() if number is not None]
    kept = sum(len(shown) for shown in tables) - len(told)
    assert (kept > 100, len(told) > 36, min(told) >= 10) == (True, True, True)
    assert year.recovered() == set()


def _without_complements(cells):
    return tuple(count if count >= 10 else None for count in cells)


def _always_anew(before, cells):
    return suppression.protect(cells)


@pytest.mark.parametrize(
    ("name", "instead"), [("protect", _without_complements), ("protect_again", _always_anew)], ids=["parts", "anew"]
)
def test_the_attack_finds_what_is_left_unprotected(office, monkeypatch, name, instead):
    """Without complements a single small cell is the total less the others; with cells kept back anew after each
    correction, an older table and a newer one tell it together."""
    monkeypatch.setattr(publication, name, instead)
    if name == "protect":
        monkeypatch.setattr(publication, "protect_again", lambda before, cells: _without_complements(cells))
    year = Year(2, 1.5, monkeypatch)

    year.live()

    assert year.recovered() != set()


def test_a_sentence_is_told_only_of_what_is_published_and_the_page_shows_no_more(office, monkeypatch):
    year = Year(1, 1, monkeypatch)
    year.live()
    december = PublishedMonth.objects.get(month=date(YEAR, 12, 1))
    kept = next(number for number, count in enumerate(december.days) if count is None)
    period = span_text(_day(f"{december.month + timedelta(days=kept)}"))

    page, decline = (
        year.client.get("/en/serang/figures/"),
        year.client.get(f"/en/serang/figures/decline/?period={period}"),
    )

    assert decline.status_code == 422
    assert "Some figures of that period are not published" in decline.content.decode()
    numbers = re.findall(r"<td>([0-9,]+)</td>", page.content.decode())
    assert f"{december.total:,}" in numbers
    assert year.client.get("/console/nation/").status_code == 302
    assert year.client.get("/serang/figures/datapackage.json").json()["resources"][0]["path"] == "months.csv"
