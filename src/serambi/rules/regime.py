"""The regime of an office on a day: every value with the clause that decided it and those it overruled."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar

from serambi.rules.instrument import (
    Advice,
    Clause,
    Instrument,
    Mode,
    PermitDeadline,
    Rank,
    Topic,
    is_competent,
)
from serambi.rules.period import DayPeriod
from serambi.rules.revocation import Standing, standing
from serambi.rules.risk import Assessment, Zone, zone_of
from serambi.rules.territory import Area, Seat, covers, province_of

FULL_SHARE = Decimal(1)

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Ruling:
    """One clause's word for a seat: what it says, and in which instrument."""

    instrument: Instrument
    clause: Clause
    in_force: DayPeriod

    @property
    def value(self) -> Any:  # the type is fixed by the topic; each reader below knows its own
        return self.clause.value

    @property
    def standing_order(self) -> tuple[int, date, str, int]:
        """Decides between equals: higher rank, earlier signed, number, place in the file."""
        rank = list(Rank).index(self.instrument.rank)
        return rank, self.instrument.signed_on, self.instrument.number, self.clause.ordinal


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided a value: `decided_by` None means no clause speaks and the default stands.

    Where several add up (advice, deadlines, restrictions) `also` are the others whose word is in the value.
    """

    value: Any
    decided_by: Ruling | None
    overruled: tuple[Ruling, ...] = ()
    also: tuple[Ruling, ...] = ()

    @property
    def deciding(self) -> tuple[Ruling, ...]:
        """All whose word is in the value; empty when the default stands."""
        return () if self.decided_by is None else (self.decided_by, *self.also)


@dataclass(frozen=True, slots=True)
class Regime:
    """How one office runs on one day.

    Shares are 0..1 of normal; `last_service_at` is local time; None for `last_service_at`, `distance_m` (metres),
    `max_temperature_c` and `walk_in` means that no clause limits it; `zone` None means never assessed.
    `because` maps each field's name to its decision.
    """

    office: str
    on: date
    open: bool
    mode: Mode
    staff_share: Decimal
    quota_share: Decimal
    last_service_at: time | None
    distance_m: Decimal | None
    max_temperature_c: Decimal | None
    walk_in: frozenset[str] | None
    advice: tuple[Advice, ...]
    permit_deadlines: tuple[PermitDeadline, ...]
    zone: Zone | None
    assessment: Assessment | None
    restrictions: tuple[str, ...]
    because: Mapping[str, Decision]


@dataclass(frozen=True, slots=True)
class SeatOrders:
    """All that can speak for one seat, as known at one instant: the compiled form for many days."""

    seat: Seat
    rulings: tuple[Ruling, ...]
    restrictions: tuple[Ruling, ...]
    own_assessments: tuple[Assessment, ...]
    province_assessments: tuple[Assessment, ...]


def orders_for(
    seat: Seat,
    known_at: datetime,
    *,
    instruments: Iterable[Instrument] = (),
    standings: Sequence[Standing] | None = None,
    assessments: Iterable[Assessment] = (),
) -> SeatOrders:
    """Collect what can speak for a seat as known at `known_at` (aware UTC).

    Only clauses of standing instruments count whose area covers the seat, whose issuer is competent for the topic
    and whose sectors the seat has. Give `standings` to reuse one list over many seats.
    """
    stand = standing(instruments, known_at) if standings is None else standings
    rulings = [ruling for each in stand for ruling in _rulings_of(each, seat)]
    known = sorted((a for a in assessments if a.known_at <= known_at), key=lambda a: (a.assessed_on, a.known_at))
    return SeatOrders(
        seat=seat,
        rulings=tuple(r for r in rulings if r.clause.topic is not Topic.RESTRICTION),
        restrictions=tuple(r for r in rulings if r.clause.topic is Topic.RESTRICTION),
        own_assessments=tuple(a for a in known if a.region == seat.region),
        province_assessments=tuple(a for a in known if a.region == province_of(seat.region)),
    )


def regime_on(orders: SeatOrders, on: date, *, service_group: str | None = None) -> Regime:
    """The regime of the orders' seat on a day.

    The strictest clause decides each topic, then the staff floor lifts the ceiling; advice adds up; of deadlines the
    newest signed counts. Clauses for one service group count only when that group is asked for. No clause: open,
    all services, full share. Source: docs/rules.md.
    """
    assessment = _newest(orders.own_assessments, on) or _newest(orders.province_assessments, on)
    zone = zone_of(assessment.score) if assessment else None
    declared = [r for r in orders.restrictions if r.in_force.covers(on) and _zone_holds(r.clause, zone)]
    names = frozenset(r.value for r in declared)
    speaking: dict[Topic, list[Ruling]] = {}
    for ruling in orders.rulings:
        if ruling.in_force.covers(on) and _holds(ruling.clause, zone, names, service_group):
            speaking.setdefault(ruling.clause.topic, []).append(ruling)

    because = {
        "open": _strictest(speaking.get(Topic.OPEN), default=True, strictness=lambda value: value),
        "mode": _strictest(speaking.get(Topic.MODE), default=Mode.ALL, strictness=_mode_width),
        "staff_share": _staff_share(speaking.get(Topic.STAFF_CEILING_SHARE), speaking.get(Topic.STAFF_FLOOR_SHARE)),
        "quota_share": _strictest(speaking.get(Topic.QUOTA_SHARE), default=FULL_SHARE, strictness=_as_is),
        "last_service_at": _strictest(speaking.get(Topic.LAST_SERVICE_AT), default=None, strictness=_as_is),
        "distance_m": _strictest(speaking.get(Topic.DISTANCE_M), default=None, strictness=_negated),
        "max_temperature_c": _strictest(speaking.get(Topic.MAX_TEMPERATURE_C), default=None, strictness=_as_is),
        "walk_in": _common_kinds(speaking.get(Topic.WALK_IN)),
        "advice": _all_advice(speaking.get(Topic.ADVICE)),
        "permit_deadlines": _newest_deadlines(speaking.get(Topic.PERMIT_DEADLINE)),
        "restrictions": _all_restrictions(declared),
    }
    return Regime(
        office=orders.seat.office,
        on=on,
        zone=zone,
        assessment=assessment,
        because=because,
        **{name: decision.value for name, decision in because.items()},
    )


def _rulings_of(each: Standing, seat: Seat) -> Iterable[Ruling]:
    instrument = each.instrument
    for clause in instrument.clauses:
        areas: tuple[Area, ...] = clause.areas or instrument.areas
        asked = clause.condition.sectors
        if (
            is_competent(instrument.rank, clause.topic)
            and any(covers(area, seat) for area in areas)
            and (not asked or asked & seat.sectors)
        ):
            yield Ruling(instrument, clause, each.in_force)


def _newest(assessments: Sequence[Assessment], on: date) -> Assessment | None:
    return next((a for a in reversed(assessments) if a.assessed_on <= on), None)


def _zone_holds(clause: Clause, zone: Zone | None) -> bool:
    return not clause.condition.zones or zone in clause.condition.zones


def _holds(clause: Clause, zone: Zone | None, declared: frozenset[str], service_group: str | None) -> bool:
    condition = clause.condition
    return (
        _zone_holds(clause, zone)
        and (not condition.restrictions or not condition.restrictions.isdisjoint(declared))
        and (not condition.service_groups or service_group in condition.service_groups)
    )


def _strictest(rulings: Sequence[Ruling] | None, *, default: Value, strictness: Callable[[Any], Any]) -> Decision:
    if not rulings:
        return Decision(default, None)
    ordered = sorted(rulings, key=lambda r: (strictness(r.value), r.standing_order))
    first = ordered[0]
    return Decision(first.value, first, tuple(r for r in ordered[1:] if r.value != first.value))


def _staff_share(ceilings: Sequence[Ruling] | None, floors: Sequence[Ruling] | None) -> Decision:
    """The strictest ceiling, lifted to the highest floor where it lies below it."""
    ceiling = _strictest(ceilings, default=FULL_SHARE, strictness=_as_is)
    floor = _strictest(floors, default=Decimal(0), strictness=_negated)
    if floor.value <= ceiling.value:
        return ceiling
    lifted = sorted(ceilings or (), key=lambda r: (r.value, r.standing_order))
    return Decision(floor.value, floor.decided_by, tuple(r for r in lifted if r.value != floor.value))


def _common_kinds(rulings: Sequence[Ruling] | None) -> Decision:
    if not rulings:
        return Decision(None, None)
    common = frozenset.intersection(*(r.value for r in rulings))
    ordered = sorted(rulings, key=lambda r: (len(r.value), r.standing_order))
    return Decision(common, ordered[0], tuple(r for r in ordered[1:] if r.value != common))


def _all_advice(rulings: Sequence[Ruling] | None) -> Decision:
    ordered = sorted(rulings or (), key=lambda r: r.standing_order)
    return _all_of(tuple(r.value for r in ordered), ordered)


def _newest_deadlines(rulings: Sequence[Ruling] | None) -> Decision:
    newest: dict[str, Ruling] = {}
    for ruling in sorted(rulings or (), key=lambda r: (r.instrument.signed_on, r.instrument.number)):
        newest[ruling.value.permit] = ruling
    deciding = [newest[permit] for permit in sorted(newest)]
    overruled = tuple(r for r in rulings or () if r not in deciding)
    return _all_of(tuple(r.value for r in deciding), deciding, overruled)


def _all_restrictions(declared: Sequence[Ruling]) -> Decision:
    ordered = sorted(declared, key=lambda r: r.standing_order)
    names = tuple(sorted({r.value for r in ordered}))
    return _all_of(names, ordered)


def _all_of(value: Any, deciding: Sequence[Ruling], overruled: tuple[Ruling, ...] = ()) -> Decision:
    return Decision(value, deciding[0] if deciding else None, overruled, tuple(deciding[1:]))


def _mode_width(mode: Mode) -> int:
    return 0 if mode is Mode.URGENT_ONLY else 1


def _as_is(value: Any) -> Any:
    return value


def _negated(value: Decimal) -> Decimal:
    return -value
