"""What a decline is measured against: five baselines, each of which gives another answer for the same month."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from serambi.rules.period import DayPeriod
from serambi.rules.spans import just_before, month_after, months_of, read_span, span_text, years_earlier

SEVERAL_YEARS = re.compile(r"same-month-mean-([2-9]|10)")
MONTH_OF_YEAR = re.compile(r"mean-month-(\d{4})", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1901, 2198


class BaselineKind(StrEnum):
    """Kinds of baselines, as they are written."""

    LAST_YEAR = "same-month-last-year"
    SEVERAL_YEARS = "same-month-mean"
    MONTH_OF_YEAR = "mean-month"
    WINDOW = "window"
    PREVIOUS = "previous-period"


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline: `years` for the mean of several years, `window` for a year's mean month and for a fixed window."""

    kind: BaselineKind
    years: int = 1
    window: DayPeriod | None = None

    def __str__(self) -> str:
        match self.kind:
            case BaselineKind.SEVERAL_YEARS:
                return f"{self.kind}-{self.years}"
            case BaselineKind.MONTH_OF_YEAR if self.window:
                return f"{self.kind}-{self.window.from_on.year}"
            case BaselineKind.WINDOW if self.window:
                return span_text(self.window)
        return str(self.kind)


def read_baseline(text: str) -> Baseline | None:
    """`same-month-last-year`, `same-month-mean-3`, `mean-month-2019`, `previous-period`, or a fixed window as
    rules.spans reads it (`2020-01`, `2019`, `2020-01-06..2020-03-02`); None for anything else."""
    if text in (BaselineKind.LAST_YEAR, BaselineKind.PREVIOUS):
        return Baseline(BaselineKind(text))
    if several := SEVERAL_YEARS.fullmatch(text):
        return Baseline(BaselineKind.SEVERAL_YEARS, int(several[1]))
    if (of_year := MONTH_OF_YEAR.fullmatch(text)) and FIRST_YEAR <= int(of_year[1]) <= LAST_YEAR:
        year = date(int(of_year[1]), 1, 1)
        return Baseline(BaselineKind.MONTH_OF_YEAR, 1, DayPeriod(year, month_after(year, 12)))
    window = read_span(text)
    return Baseline(BaselineKind.WINDOW, 1, window) if window else None


def base_parts(baseline: Baseline, period: DayPeriod) -> tuple[DayPeriod, ...]:
    """The stretches whose counts are the base of a decline in `period`, latest first; their mean is taken."""
    match baseline.kind:
        case BaselineKind.LAST_YEAR | BaselineKind.SEVERAL_YEARS:
            return tuple(years_earlier(period, back) for back in range(1, baseline.years + 1))
        case BaselineKind.PREVIOUS:
            return (just_before(period),)
    if baseline.window is None:
        raise ValueError(f"the baseline {baseline.kind} needs a window")
    return tuple(reversed(months_of(baseline.window))) or (baseline.window,)
