"""What is in force at an office on a day, as known at an instant: values with their reasons, and the instruments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from serambi.counters.common.dates import period_text
from serambi.counters.common.reasons import RegimeLine, regime_lines
from serambi.counters.portal.pages.place import AtOffice
from serambi.records.queries.orders import regime_of
from serambi.rules.regime import Regime, Ruling


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One instrument that speaks on the day."""

    short_name: str
    title: str
    number: str
    issuer: str
    signed_on: date
    period: str
    source: str
    confidence: str


@dataclass(frozen=True, slots=True)
class OrdersPage:
    on: date
    lines: tuple[RegimeLine, ...]
    orders: tuple[OrderRow, ...]
    assessment_source: str


def orders_page(at: AtOffice, on: date, known_at: datetime) -> OrdersPage | None:
    regime = regime_of(office=at.code, on=on, known_at=known_at)
    if regime is None:
        return None
    rulings = {ruling.instrument.number: ruling for ruling in _rulings(regime)}
    by_day = sorted(rulings.values(), key=lambda r: (r.instrument.signed_on, r.instrument.number), reverse=True)
    source = regime.assessment.source if regime.assessment else ""
    return OrdersPage(on, tuple(regime_lines(regime)), tuple(_order_row(each) for each in by_day), source)


def _rulings(regime: Regime) -> Iterator[Ruling]:
    for decision in regime.because.values():
        yield from decision.deciding
        yield from decision.overruled


def _order_row(ruling: Ruling) -> OrderRow:
    instrument = ruling.instrument
    return OrderRow(
        short_name=instrument.short_name,
        title=instrument.title,
        number=instrument.number,
        issuer=instrument.issuer,
        signed_on=instrument.signed_on,
        period=period_text(ruling.in_force),
        source=instrument.source,
        confidence=instrument.confidence,
    )
