"""The gate: who may come in, and why not (now, today, or at all)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from serambi.rules.queueing import PRIORITY_KINDS, Band, band_of
from serambi.rules.refusal import Refusal
from serambi.rules.regime import Regime
from serambi.rules.visit_day import VisitDay

MAX_COMPANIONS = 4
COLDEST_C, WARMEST_C = Decimal(30), Decimal(45)
"""What a thermometer can have shown of a person."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody at the gate. `temperature_c` None: not measured, which is refused while a limit is in force."""

    now: datetime
    on: date
    companions: int
    temperature_c: Decimal | None


@dataclass(frozen=True, slots=True)
class Hall:
    """People inside and the most that may be; `is_closed` once the day's hall was closed and its exits reconciled."""

    inside: int
    limit: int
    is_closed: bool = False


@dataclass(frozen=True, slots=True)
class BookedArrival:
    """What a rule must know of the booking somebody comes with."""

    on: date
    start_at: datetime
    is_confirmed: bool
    has_arrived: bool
    is_asked: bool = False
    """Another time is held for them, and they have not answered yet."""


def why_not_enter(arrival: Arrival, hall: Hall, regime: Regime) -> Refusal | None:
    """Say why nobody like this can enter now, whatever they come for; None when they can.

    Refusal codes: `office.closed`, `hall.closed`, `visitor.companions`, `visitor.not_measured`, `visitor.too_warm`
    (facts `temperature_c`, `limit_c`: a booking gets a new time, for who has none one is booked: nobody is just turned
    away), `hall.full` (facts `inside`, `limit`: they wait outside). Source: SE IMI-GR.01.01-0946/2020 (37.5 °C,
    distance).
    """
    if not regime.open:
        return Refusal("office.closed")
    if hall.is_closed:
        return Refusal("hall.closed")
    if not 0 <= arrival.companions <= MAX_COMPANIONS:
        return Refusal("visitor.companions", "companions", {"most": MAX_COMPANIONS})
    limit = regime.max_temperature_c
    if limit is not None and arrival.temperature_c is None:
        return Refusal("visitor.not_measured", "temperature_c")
    if limit is not None and arrival.temperature_c is not None and is_too_warm(arrival.temperature_c, limit):
        facts: dict[str, str | int] = {"temperature_c": str(arrival.temperature_c), "limit_c": str(limit)}
        return Refusal("visitor.too_warm", "temperature_c", facts)
    people = 1 + arrival.companions
    if hall.inside + people > hall.limit:
        return Refusal("hall.full", None, {"inside": hall.inside, "limit": hall.limit, "people": people})
    return None


def is_too_warm(temperature_c: Decimal, limit_c: Decimal) -> bool:
    """Whether a temperature is above the limit in force; at the limit it is not."""
    return temperature_c > limit_c


def why_not_arrive(booking: BookedArrival, arrival: Arrival, settings: VisitDay) -> Refusal | None:
    """Say why a booking cannot be used at the gate now, None when it can; late people are let in and wait longer.

    Refusal codes: `booking.not_live`, `visit.arrived_already`, `visit.asked` (fact `on`: the day held for them),
    `visit.other_day` (fact `on`), `visit.too_early` (fact `from`: the earliest instant, ISO 8601).
    """
    if booking.has_arrived:
        return Refusal("visit.arrived_already")
    if booking.is_asked:
        return Refusal("visit.asked", None, {"on": booking.on.isoformat()})
    if not booking.is_confirmed:
        return Refusal("booking.not_live")
    if booking.on != arrival.on:
        return Refusal("visit.other_day", None, {"on": booking.on.isoformat()})
    if _band(booking.start_at, arrival.now, settings) is Band.TOO_EARLY:
        return Refusal("visit.too_early", None, {"start_at": booking.start_at.isoformat()})
    return None


def why_not_walk_in(
    kind: str, admitted_today: int, allowed: Collection[str] | None, settings: VisitDay
) -> Refusal | None:
    """Say why somebody of a walk-in kind cannot come without a booking, None when they can.

    `allowed` are the regime's kinds, None when none is limited; `admitted_today` counts priority visitors so far.
    Priority kinds are never turned away for lack of a booking, only when the office's own bound for them is reached.
    Refusal codes: `visit.kind_not_allowed`, `visit.priority_used_up`.
    """
    if kind in PRIORITY_KINDS:
        most = settings.priority_per_day
        if most is not None and admitted_today >= most:
            return Refusal("visit.priority_used_up", "kind", {"most": most})
        return None
    if allowed is not None and kind not in allowed:
        return Refusal("visit.kind_not_allowed", "kind", {"kind": kind})
    return None


def why_not_reopen(*, is_closed: bool, reason: str) -> Refusal | None:
    """Say why a day's hall cannot be opened again, None when it can: only one that is closed, and for a reason.

    Refusal codes: `hall.not_closed`, `hall.reopening_reason`. Source: docs/rules.md, the visit day.
    """
    if not is_closed:
        return Refusal("hall.not_closed")
    return None if reason.strip() else Refusal("hall.reopening_reason", "reason")


def _band(start_at: datetime, now: datetime, settings: VisitDay) -> Band:
    return band_of(start_at, now, early_minutes=settings.early_minutes, grace_minutes=settings.grace_minutes)
