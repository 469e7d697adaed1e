"""Figures and declines as JSON-ready objects and as lines of CSV: the API, the pages and the command line give the
same ones."""

import csv
import io
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from serambi.counters.common.decline_asking import parameters_of
from serambi.counters.common.decline_words import claim_sentences, sentences
from serambi.records.queries.decline import DeclineFound, StretchRow
from serambi.records.queries.figures import FigureRow
from serambi.records.queries.public_figures import PublicCell
from serambi.rules.claim import ClaimCheck, Reading
from serambi.rules.decline import percent
from serambi.rules.rate_ratio import CONFIDENCE
from serambi.rules.spans import span_text

Answer = dict[str, Any]

COLUMNS = ("on", "group", "service", "measure", "count", "kept_back", "imported")
OWN_COLUMNS = ("on", "group", "service", "measure", "count", "imported")
METHOD = "exact interval of the ratio of two Poisson rates (Clopper-Pearson, conditional on the total)"


def public_line(cell: PublicCell) -> Answer:
    """One published figure; `service` null is the group's total, `count` null is kept back."""
    return {
        "on": str(cell.on),
        "group": cell.group,
        "service": cell.service or None,
        "measure": str(cell.measure),
        "count": cell.count,
        "kept_back": cell.count is None,
        "imported": cell.is_history,
    }


def own_line(row: FigureRow) -> Answer:
    """One figure as the office itself sees it."""
    return {
        "on": str(row.on),
        "group": row.group,
        "service": row.service,
        "measure": str(row.measure),
        "count": row.count,
        "imported": row.is_history,
    }


def public_csv(cells: Iterable[PublicCell]) -> str:
    return _csv(COLUMNS, (public_line(cell) for cell in cells))


def own_csv(rows: Iterable[FigureRow]) -> str:
    return _csv(OWN_COLUMNS, (own_line(row) for row in rows))


def decline_answer(found: DeclineFound, claim: ClaimCheck | None = None) -> Answer:
    """The decline with its sentence in both languages, and the data that it can be worked out from again."""
    decline, base = found.decline, found.base
    split, interval = decline.split, decline.interval
    answer: Answer = {
        "office": found.asked.office,
        **parameters_of(found),
        "value": found.period.count,
        "baseline_value": _number(Fraction(sum(row.count for row in base), len(base))),
        "unit": found.unit,
        "value_per_unit": _number(decline.value.rate),
        "baseline_per_unit": _number(decline.base.rate),
        "change_pct": float(percent(decline.change)),
        "interval": {
            "low_pct": _pct(interval.low),
            "high_pct": None if interval.high is None else _pct(interval.high),
            "confidence": float(CONFIDENCE),
            "method": METHOD,
        },
        "quota_cut_pct": float(percent(split.quota_cut)) if split else None,
        "unused_quota_pct": float(percent(split.unused_quota)) if split else None,
        "quota_is_example": found.is_example,
        "data": {"period": _stretch(found.period), "baseline": [_stretch(row) for row in base]},
        "sentence": sentences(found),
        "page": decline_page(found),
    }
    if claim is not None:
        answer["claim"] = _claim(claim)
    return answer


def decline_page(found: DeclineFound) -> str:
    """The address of the page that works this decline out again."""
    return f"/{found.asked.office}/figures/decline/?{urlencode(parameters_of(found))}"


def _claim(claim: ClaimCheck) -> Answer:
    asked = _reading(claim.readings[0])
    return {
        "claimed_pct": float(claim.claimed),
        "recomputed_pct": asked["recomputed_pct"],
        "points_off": asked["points_off"],
        "agrees": claim.agrees,
        "readings": [_reading(reading) for reading in claim.readings],
        "sentence": claim_sentences(claim),
    }


def _reading(reading: Reading) -> Answer:
    return {
        "per": reading.per,
        "recomputed_pct": float(reading.recomputed),
        "points_off": float(reading.points_off),
        "agrees": reading.agrees,
    }


def _stretch(row: StretchRow) -> Answer:
    return {"span": span_text(row.span), "count": row.count, "working_days": row.working_days, "quota": row.quota}


def _number(rate: Fraction) -> float:
    return round(float(rate), 2)


def _pct(share: Decimal) -> float:
    return float((share * 100).quantize(Decimal("0.1")))


def _csv(columns: tuple[str, ...], lines: Iterable[Answer]) -> str:
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(columns)
    for line in lines:
        writer.writerow([_cell(line[column]) for column in columns])
    return table.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
