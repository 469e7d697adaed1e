"""What holds at an office now, as far as notices speak of it: the state they are drafted from and measured against."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db import connection

from serambi.records.queries.decline import DeclineAsked, DeclineFound, public_decline
from serambi.records.queries.orders import all_instruments, orders_of_office
from serambi.rules.baseline import read_baseline
from serambi.rules.capacity import day_quota
from serambi.rules.decline import Weighting, percent
from serambi.rules.figures import Measure
from serambi.rules.instrument import Advice, Instrument
from serambi.rules.notice import About, Figured, GroupHours, Holding, NoticeKind, Said, Standing
from serambi.rules.offices import OfficeProfile
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refused
from serambi.rules.regime import Decision, Regime, SeatOrders, regime_on
from serambi.rules.revocation import standing
from serambi.rules.spans import read_span

Stamp = tuple[object, ...]
"""Changes whenever something changes that a notice of the office can say, or what is shown of replies to it."""


@dataclass(frozen=True, slots=True)
class Ground:
    """An office at an instant: its day `on`, the orders that can speak for it, every instrument by number, and what is
    left of the periods of those that stand."""

    profile: OfficeProfile
    now: datetime
    on: date
    orders: SeatOrders
    instruments: Mapping[str, Instrument]
    left: Mapping[str, DayPeriod]


@dataclass(frozen=True, slots=True)
class _AsOf:
    """When a decline was worked out: the same until the stamp changes, whatever the clock says."""

    stamp: Stamp
    now: datetime = field(compare=False)


def ground_of(*, profile: OfficeProfile, now: datetime) -> Ground:
    """What notices of an office are measured against at `now` (aware UTC)."""
    instruments = all_instruments()
    return Ground(
        profile=profile,
        now=now,
        on=now.astimezone(ZoneInfo(profile.time_zone)).date(),
        orders=orders_of_office(profile=profile, known_at=now),
        instruments={each.number: each for each in instruments},
        left={each.instrument.number: each.in_force for each in standing(instruments, now)},
    )


def standing_of(ground: Ground, about: About) -> Standing:
    """What a notice is about, now: an order with what is left of it; figures and days last without end."""
    if about.order is None:
        return Standing(False, DayPeriod(about.on or date.min))
    undone_at = ground.instruments[about.order].undone_at
    return Standing(undone_at is not None and undone_at <= ground.now, ground.left.get(about.order))


def said_now(ground: Ground, about: About) -> Said:
    """The state that a notice would be published with now, on the first day that it concerns (today, or a later one).

    `figured` is None also where the decline cannot be told from published figures.
    """
    left = standing_of(ground, about).left
    on = ground.on if left is None else max(ground.on, left.from_on)
    found = decline_about(ground, about)
    return Said(
        holding=holding_on(ground, on, about.order),
        figured=None if found is None else _figured(found),
        ends_on=left.until_on if left else None,
    )


def holding_on(ground: Ground, on: date, order: str | None = None) -> Holding:
    """How the office runs on a day; with an `order`, of permit deadlines only those it speaks of."""
    regime = regime_on(ground.orders, on)
    groups = {each.code: regime_on(ground.orders, on, service_group=each.code) for each in ground.profile.means.groups}
    advice = _advice([regime, *groups.values()])
    named = _permits_of(ground, order)
    return Holding(
        on=on,
        open=regime.open,
        mode=regime.mode,
        staff_share=regime.staff_share,
        quota_share=regime.quota_share,
        last_service_at=regime.last_service_at,
        distance_m=regime.distance_m,
        max_temperature_c=regime.max_temperature_c,
        walk_in=regime.walk_in,
        restrictions=regime.restrictions,
        advice=tuple(advice),
        permit_deadlines=tuple(d for d in regime.permit_deadlines if named is None or d.permit in named),
        groups=tuple(
            GroupHours(each.code, each.opens_at, each.closes_at, day_quota(each, groups[each.code]))
            for each in ground.profile.means.groups
        ),
        address=ground.profile.address,
        by=_deciding(regime) | {"advice": tuple(dict.fromkeys(advice.values()))},
    )


def decline_about(ground: Ground, about: About) -> DeclineFound | None:
    """The decline that a notice tells; None where it tells none, or what it tells is not published (any more)."""
    if about.kind is not NoticeKind.FIGURES or about.figures is None:
        return None
    stamp = stamp_of(office=ground.profile.code, now=ground.now)
    return _decline(_asked(ground.profile.code, about.figures), _AsOf((*stamp, ground.on), ground.now))


def stamp_of(*, office: str, now: datetime) -> Stamp:
    """The stamp of an office at `now` (aware UTC), in one statement; empty for an unknown office."""
    with connection.cursor() as cursor:
        cursor.execute(STAMP, {"office": office, "now": now})
        found = cursor.fetchone()
    return tuple(found or ())


def day_of_stamp(stamp: Stamp, now: datetime) -> date:
    """The day it is at the office that a stamp is of."""
    return now.astimezone(ZoneInfo(str(stamp[0]))).date()


@lru_cache(maxsize=256)
def _decline(asked: DeclineAsked | None, as_of: _AsOf) -> DeclineFound | None:
    if asked is None:
        return None
    try:
        return public_decline(asked=asked, now=as_of.now)
    except Refused:
        return None


def _asked(office: str, written: Mapping[str, str]) -> DeclineAsked | None:
    """The question as it was when the notice was written; None when it cannot be read."""
    period, baseline = read_span(written.get("period", "")), read_baseline(written.get("baseline", ""))
    if period is None or baseline is None:
        return None
    measure, weighting = Measure(written["measure"]), Weighting(written["weighting"])
    return DeclineAsked(office, period, baseline, measure, weighting, written.get("group") or None)


def _figured(found: DeclineFound) -> Figured:
    base = Decimal(sum(row.count for row in found.base)) / len(found.base)
    return Figured(found.period.count, base.quantize(Decimal("0.01")), percent(found.decline.change))


def _advice(regimes: Iterable[Regime]) -> dict[Advice, str]:
    """Every piece of advice, also what is for one service group, with who gave it; who stands nearest comes first."""
    rulings = [ruling for regime in regimes for ruling in regime.because["advice"].deciding]
    nearest = sorted(rulings, key=lambda each: each.standing_order, reverse=True)
    return {ruling.value: ruling.instrument.short_name for ruling in nearest}


def _deciding(regime: Regime) -> dict[str, tuple[str, ...]]:
    return {name: names for name, decision in regime.because.items() if (names := _short_names(decision))}


def _short_names(decision: Decision) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.instrument.short_name for each in decision.deciding))


def _permits_of(ground: Ground, order: str | None) -> frozenset[str] | None:
    if order is None:
        return None
    clauses = ground.instruments[order].clauses
    return frozenset(clause.value.permit for clause in clauses if hasattr(clause.value, "permit"))


# The sequence of the history's rows moves with every import, corrections included, and counting the rows would be slow.
STAMP = """
SELECT office.time_zone, office.name, md5(office.profile::text),
    (SELECT (count(*), max(id), count(undone_at))::text FROM instrument),
    (SELECT (count(*), max(id))::text FROM assessment),
    (SELECT count(*) FROM public_holiday),
    (SELECT through_at::text FROM figure_run),
    (SELECT last_value FROM history_figure_id_seq),
    (SELECT (count(*), max(version.id))::text FROM notice_version AS version
        JOIN notice ON notice.id = version.notice_id
        WHERE notice.office_id = office.id AND version.from_at <= %(now)s),
    (SELECT max(id) FROM notice_withdrawal),
    (SELECT max(id) FROM reply_decision WHERE office_id = office.id)
FROM office WHERE office.code = %(office)s
"""
