"""A column for each month, as the numbers that a template draws into an SVG."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from serambi.counters.common.dates import month_text
from serambi.counters.common.words import number_text

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 360, 190, 46, 24, 12
FLOOR = HEIGHT - BOTTOM
KEPT_BACK_HEIGHT = 4
GAP_SHARE = 0.25
STEPS = (1, 2, 5, 10)
LINES = 4


@dataclass(frozen=True, slots=True)
class Column:
    """`is_kept` where the number is kept back: a mark stands on the floor instead."""

    x: float
    y: float
    width: float
    height: float
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    columns: tuple[Column, ...]
    lines: tuple[Label, ...]
    years: tuple[Label, ...]
    title: str
    description: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    floor: int = FLOOR


def month_chart(title: str, description: str, months: Sequence[tuple[date, int | None]]) -> Chart:
    """Months in order, each with its number or None where that is kept back."""
    step = _step(max((count or 0 for _, count in months), default=0))
    top = step * LINES
    each = (WIDTH - LEFT) / max(1, len(months))
    columns = tuple(_column(place, count, each, top) for place, (_, count) in enumerate(months))
    lines = tuple(Label(LEFT, _y(step * line, top), number_text(step * line)) for line in range(LINES + 1))
    starts = [(place, month) for place, (month, _) in enumerate(months) if month.month == 1 or place == 0]
    spaced = [start for number, start in enumerate(starts) if not _is_crowded(starts, number, each)]
    years = tuple(Label(LEFT + place * each, HEIGHT - 6, str(month.year)) for place, month in spaced)
    return Chart(columns, lines, years, title, description)


def said_reach(months: Sequence[tuple[date, int | None]]) -> tuple[str, str]:
    """The first and the last month in words."""
    return month_text(months[0][0]), month_text(months[-1][0])


def _column(place: int, count: int | None, each: float, top: int) -> Column:
    x = round(LEFT + (place + GAP_SHARE / 2) * each, 1)
    y = FLOOR - KEPT_BACK_HEIGHT if count is None else _y(count, top)
    return Column(x, y, round(each * (1 - GAP_SHARE), 1), round(FLOOR - y, 1), count is None)


def _is_crowded(starts: Sequence[tuple[int, date]], number: int, each: float) -> bool:
    """Whether a year's name would run into the next one."""
    return number + 1 < len(starts) and (starts[number + 1][0] - starts[number][0]) * each < LEFT - 12


def _y(count: int, top: int) -> float:
    return round(FLOOR - (FLOOR - TOP) * count / top, 1)


def _step(most: int) -> int:
    """A round number that so many lines carry past the largest column."""
    size = 1
    while size * STEPS[-1] * LINES < most:
        size *= 10
    return next(size * step for step in STEPS if size * step * LINES >= most)
