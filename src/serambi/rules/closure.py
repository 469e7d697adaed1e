"""The days on which orders close an office, and the order that decides each."""

from dataclasses import dataclass
from datetime import date

from serambi.rules.instrument import Topic
from serambi.rules.period import DayPeriod
from serambi.rules.regime import SeatOrders, regime_on


@dataclass(frozen=True, slots=True)
class Closure:
    """A run of closed days with the deciding instrument: its number and the name people read. An open end is None."""

    days: DayPeriod
    number: str
    order: str


def closures(orders: SeatOrders, *, service_group: str | None = None) -> tuple[Closure, ...]:
    """Every closure of the orders' seat, past and to come, in the order of time.

    Days are closed when the regime says so, so the same words decide here and in the plan of places. The regime can
    change only where an order, a restriction or an assessment begins or ends; it is asked once for each such day.
    `service_group` counts clauses for that group too. Source: docs/rules.md, the promise.
    """
    if not any(ruling.clause.topic is Topic.OPEN and ruling.value is False for ruling in orders.rulings):
        return ()
    found: list[Closure] = []
    changes = days_of_change(orders)
    for from_on, until_on in zip(changes, [*changes[1:], None], strict=True):
        regime = regime_on(orders, from_on, service_group=service_group)
        decided = regime.because["open"].decided_by
        if regime.open or decided is None:
            continue
        number, days = decided.instrument.number, DayPeriod(from_on, until_on)
        if found and (found[-1].number, found[-1].days.until_on) == (number, from_on):
            days = DayPeriod(found.pop().days.from_on, until_on)
        found.append(Closure(days, number, decided.instrument.short_name))
    return tuple(found)


def days_of_change(orders: SeatOrders) -> list[date]:
    """The days, sorted, on which the regime of the orders' seat can change: an order, a restriction or an assessment
    begins or ends. Between two of them it stays."""
    periods = [ruling.in_force for ruling in (*orders.rulings, *orders.restrictions)]
    days = {period.from_on for period in periods} | {period.until_on for period in periods if period.until_on}
    days |= {each.assessed_on for each in (*orders.own_assessments, *orders.province_assessments)}
    return sorted(days)
