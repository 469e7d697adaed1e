"""Offices that a change of orders leaves without a place: closing, by whatever name an order does it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from serambi.rules.capacity import Bound, DayCapacity, capacity_of_day
from serambi.rules.closure import days_of_change
from serambi.rules.instrument import Clause, Condition, Instrument, Mode, Topic, is_competent
from serambi.rules.means import Means
from serambi.rules.period import DayPeriod
from serambi.rules.regime import Decision, Regime, Ruling, SeatOrders, regime_on
from serambi.rules.workdays import SATURDAY, Calendar

TAKE_PLACES = frozenset(
    {Topic.OPEN, Topic.MODE, Topic.STAFF_CEILING_SHARE, Topic.QUOTA_SHARE, Topic.LAST_SERVICE_AT, Topic.DISTANCE_M}
)
"""Topics whose clauses can leave an office without a place. A restriction takes none: clauses that ask for it do."""

BINDS: Mapping[Bound, tuple[str, ...]] = {
    Bound.QUOTA: ("open", "quota_share", "mode"),
    Bound.COUNTERS: ("staff_share",),
    Bound.HALL: ("distance_m",),
    Bound.BACK_OFFICE: ("staff_share",),
}
"""Fields of the regime that can lower a bound to nothing."""
WITHOUT_SLOTS = ("last_service_at",)
EVERY_FIELD = ("open", "quota_share", "mode", "staff_share", "distance_m", "last_service_at")

NO_DAYS_OFF = Calendar({})


@dataclass(frozen=True, slots=True)
class Emptied:
    """An office that has no place left on working days on which it would have some.

    `first_on` is the first such day and `days` counts them, None without end. `taken_by` is the clause that takes the
    places, None when none of the order does (it revokes one that lifted them, or is undone). `receives_urgent` says
    that the directorate has urgent needs alone received, and those without a booking.
    """

    office: str
    first_on: date
    days: int | None
    taken_by: Clause | None
    receives_urgent: bool


def can_empty(instrument: Instrument) -> bool:
    """Whether enacting an order can leave an office without a place at all: one without such clauses never does."""
    return bool(instrument.revokes) or any(clause.topic in TAKE_PLACES for clause in instrument.clauses)


def supposed(instrument: Instrument) -> Instrument:
    """An order as if its zones and restrictions held: what it may do any day counts on the day it is signed, and not
    when a risk map or another's restriction comes, whose issuer closes nothing."""
    clauses = tuple(
        replace(clause, condition=_always(clause.condition))
        for clause in instrument.clauses
        if clause.topic is not Topic.RESTRICTION
    )
    return replace(instrument, clauses=clauses)


def span_of(instrument: Instrument, today: date) -> DayPeriod | None:
    """The days from `today` that enacting or undoing an order can change, None when all are past.

    What an order revokes has ended for good, so that one that revokes has no last day.
    """
    from_on = max(today, instrument.in_force.from_on)
    until_on = None if instrument.revokes else instrument.in_force.until_on
    return None if until_on is not None and until_on <= from_on else DayPeriod(from_on, until_on)


def emptied(
    means: Means, before: SeatOrders, after: SeatOrders, calendar: Calendar, span: DayPeriod, number: str
) -> Emptied | None:
    """Say on which working days of `span` an office that would have places `before` has none `after`; None for none.

    Places are the most that a day can have: no file waits in the back office. `calendar` is the one known after;
    `number` that of the order. Source: docs/rules.md, competence.
    """
    first: tuple[date, Clause | None, bool] | None = None
    days: int | None = 0
    for part in _parts(before, after, span):
        found = _emptied_weekdays(means, before, after, part, number)
        if not found:
            continue
        hit = _working_days(part, frozenset(found), calendar)
        if first is None:
            day = next(hit, None)
            if day is None:
                continue
            first = (day, *found[day.weekday()])
            days = 1
        days = None if days is None or part.until_on is None else days + sum(1 for _ in hit)
    if first is None:
        return None
    return Emptied(after.seat.office, first[0], days, first[1], first[2])


def ruling_that_empties(means: Means, regime: Regime) -> Ruling | None:
    """What leaves an office without any place on the regime's day although it is open for all; None when places are
    left, when it is closed outright, or when no order is behind it. A day off is taken as the Friday before.
    """
    if not regime.open or regime.mode is not Mode.ALL:
        return None
    on = regime.on - timedelta(days=max(0, regime.on.weekday() - SATURDAY + 1))
    left = _capacity(means, {"": regime}, on)
    behind = (regime.because[field].decided_by for field in _fields_behind(left))
    return None if left.places else next((ruling for ruling in behind if ruling is not None), None)


def _always(condition: Condition) -> Condition:
    return replace(condition, zones=frozenset(), restrictions=frozenset())


def _parts(before: SeatOrders, after: SeatOrders, span: DayPeriod) -> Iterator[DayPeriod]:
    """The span in pieces in which neither regime changes."""
    changes = {*days_of_change(before), *days_of_change(after)}
    starts = [span.from_on, *sorted(day for day in changes if day > span.from_on and span.covers(day))]
    for from_on, until_on in zip(starts, [*starts[1:], span.until_on], strict=True):
        yield DayPeriod(from_on, until_on)


def _emptied_weekdays(
    means: Means, before: SeatOrders, after: SeatOrders, part: DayPeriod, number: str
) -> dict[int, tuple[Clause | None, bool]]:
    """The weekdays of a piece that lose every place, each with the clause that takes them and whether urgent needs
    are received all the same."""
    found = {}
    then, was = _by_group(means, after, part.from_on), _by_group(means, before, part.from_on)
    if _values(then) == _values(was):
        return {}
    for offset in range(7):
        on = part.from_on + timedelta(days=offset)
        if on.weekday() >= SATURDAY or not part.covers(on):
            continue
        left = _capacity(means, then, on)
        if not left.places and _capacity(means, was, on).places:
            found[on.weekday()] = (_taken_by(left, then, number), _receives_urgent(then[""]))
    return found


def _by_group(means: Means, orders: SeatOrders, on: date) -> dict[str, Regime]:
    """The regime of a day under "", and each service group's under its code."""
    own = {group.code: regime_on(orders, on, service_group=group.code) for group in means.groups}
    return {"": regime_on(orders, on), **own}


def _values(regimes: Mapping[str, Regime]) -> list[tuple[object, ...]]:
    return [tuple(getattr(regime, field) for field in EVERY_FIELD) for regime in regimes.values()]


def _capacity(means: Means, regimes: Mapping[str, Regime], on: date) -> DayCapacity:
    dated = {code: replace(regime, on=on) for code, regime in regimes.items()}
    return capacity_of_day(means, dated[""], NO_DAYS_OFF, {}, regime_by_group=dated)


def _taken_by(left: DayCapacity, regimes: Mapping[str, Regime], number: str) -> Clause | None:
    """The order's clause that leaves nothing: one behind a binding bound first, else any that counts."""
    for field in _fields_behind(left):
        for regime in regimes.values():
            decided = regime.because[field].decided_by
            if decided is not None and decided.instrument.number == number:
                return decided.clause
    return None


def _fields_behind(left: DayCapacity) -> Iterable[str]:
    """The fields of a regime that can take places, those first that bind this day."""
    binding = [field for slot in left.slots for field in BINDS[slot.binding]] or list(WITHOUT_SLOTS)
    return dict.fromkeys([*binding, *EVERY_FIELD])


def _receives_urgent(regime: Regime) -> bool:
    mode: Decision = regime.because["mode"]
    if not regime.open or regime.mode is not Mode.URGENT_ONLY or mode.decided_by is None:
        return False
    is_directorates = is_competent(mode.decided_by.instrument.rank, Topic.OPEN)
    return is_directorates and (regime.walk_in is None or "urgent" in regime.walk_in)


def _working_days(part: DayPeriod, weekdays: frozenset[int], calendar: Calendar) -> Iterator[date]:
    """The working days of a piece that fall on these weekdays; without end when it has none."""
    day = part.from_on
    while part.covers(day):
        if day.weekday() in weekdays and calendar.is_working_day(day):
            yield day
        day += timedelta(days=1)
