"""What keeps an office from serving everybody: closed or urgent needs only, until when, and where else to go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from serambi.counters.common.dates import day_text, period_text
from serambi.counters.common.notice_words import in_both
from serambi.counters.common.reasons import TOPICS, ruling_text, value_text
from serambi.counters.portal.pages.office_list import GROUP
from serambi.counters.portal.pages.place import AtOffice, short_name
from serambi.counters.portal.pages.words_of_regime import walk_in_text
from serambi.records.queries.offices import list_offices
from serambi.records.queries.orders import orders_of_office, regime_of
from serambi.records.queries.slots import DayState, day_states, has_plan, next_free_days
from serambi.rules.capacity import Contingent
from serambi.rules.emptied import ruling_that_empties
from serambi.rules.instrument import Mode
from serambi.rules.regime import Regime, Ruling, regime_on

PLANNED_AHEAD = timedelta(days=92)
OFFICES_SHOWN = 5
UNSAID = frozenset({"advice", "permit_deadlines"})
"""What an order to come says on these topics is too long for a list; the page of orders has it."""


@dataclass(frozen=True, slots=True)
class NearOffice:
    code: str
    city: str
    next_free_on: date


@dataclass(frozen=True, slots=True)
class Limits:
    """`order` names the instrument with issuer and period; `reopens` is the first planned moment of full service (of
    any, when closed), empty when no planned day has it; `others` can take passport applications."""

    is_closed: bool
    headline: str
    order: str
    walk_in: str
    reopens: str
    others: tuple[NearOffice, ...]


@dataclass(frozen=True, slots=True)
class BoardLimits:
    """The same on the big screen, by language: the headline, and the order it rests on (empty when none is named)."""

    headline: Mapping[str, str]
    order: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """That no day is planned here; `others` can take passport applications."""

    others: tuple[NearOffice, ...]


@dataclass(frozen=True, slots=True)
class ComingOrder:
    """An order that will come into force, with the values it decides then."""

    short_name: str
    issuer: str
    starts: str
    says: tuple[str, ...]


def limits_today(at: AtOffice) -> Limits | None:
    """The limits of the office's day; None when everybody is served."""
    regime = regime_of(office=at.code, on=at.today, known_at=at.now)
    return None if regime is None or is_unlimited(at, regime) else limits_of(at, regime, planned_days(at))


def limits_of(at: AtOffice, regime: Regime, days: Sequence[DayState]) -> Limits | None:
    if is_unlimited(at, regime):
        return None
    is_emptied = _emptied_by(at, regime) is not None
    is_closed = is_emptied or not regime.open
    days = [day for day in days if day.free] if is_emptied else days
    return Limits(
        is_closed=is_closed,
        headline=_headline(regime),
        order=_order(at, regime),
        walk_in=walk_in_text(regime) if regime.open else "",
        reopens=_reopens(at, days, may_be_urgent_only=is_closed),
        others=_offices_near(at),
    )


def limits_on_board(at: AtOffice) -> BoardLimits | None:
    """What the hall's board says of the limits of the office's day; None when everybody is served."""
    regime = regime_of(office=at.code, on=at.today, known_at=at.now)
    if regime is None or is_unlimited(at, regime):
        return None
    return BoardLimits(in_both(lambda: _headline(regime)), in_both(lambda: _order(at, regime)))


def elsewhere(at: AtOffice) -> Elsewhere | None:
    """Where to go while no day of the office is planned; None when one is."""
    return None if has_plan(office=at.code, from_on=at.today) else Elsewhere(_offices_near(at))


def is_unlimited(at: AtOffice, regime: Regime) -> bool:
    """Open, for everybody, and not left without a place by another name."""
    return regime.open and regime.mode is Mode.ALL and _emptied_by(at, regime) is None


def planned_days(at: AtOffice) -> tuple[DayState, ...]:
    """The days of the office's plan, today first; service groups do not differ in what is open."""
    return day_states(
        office=at.code,
        group=at.profile.means.groups[0].code,
        contingents=tuple(Contingent),
        from_on=at.today,
        until_on=at.today + PLANNED_AHEAD,
        now=at.now,
    )


def coming_orders(at: AtOffice, days: Sequence[DayState]) -> tuple[ComingOrder, ...]:
    """Orders known now that come into force after today and within the plan, by first day and number."""
    if not days:
        return ()
    orders = orders_of_office(profile=at.profile, known_at=at.now)
    rulings = {each.instrument.number: each for each in (*orders.restrictions, *orders.rulings)}
    coming = [each for each in rulings.values() if at.today < each.in_force.from_on <= days[-1].on]
    by_day = sorted(coming, key=lambda each: (each.in_force.from_on, each.instrument.number))
    return tuple(_coming(each, regime_on(orders, each.in_force.from_on)) for each in by_day)


def _emptied_by(at: AtOffice, regime: Regime) -> Ruling | None:
    return ruling_that_empties(at.profile.means, regime)


def _headline(regime: Regime) -> str:
    if not regime.open:
        return _("Kantor ditutup sementara")
    return _("Sementara tidak ada tempat") if regime.mode is Mode.ALL else _("Hanya keperluan mendesak yang dilayani")


def _order(at: AtOffice, regime: Regime) -> str:
    ruling = _emptied_by(at, regime) or regime.because["mode" if regime.open else "open"].decided_by
    return f"{ruling_text(ruling)}, {period_text(ruling.in_force)}" if ruling else ""


def _coming(ruling: Ruling, regime: Regime) -> ComingOrder:
    number = ruling.instrument.number
    says = tuple(
        f"{TOPICS[name]}: {value_text(name, decision.value)}"
        for name, decision in regime.because.items()
        if name not in UNSAID and any(each.instrument.number == number for each in decision.deciding)
    )
    return ComingOrder(
        short_name=ruling.instrument.short_name,
        issuer=ruling.instrument.issuer,
        starts=day_text(ruling.in_force.from_on),
        says=says,
    )


def _reopens(at: AtOffice, days: Sequence[DayState], *, may_be_urgent_only: bool) -> str:
    """The first planned day of service after today, with the hour at which the office opens."""
    served = [day for day in days if day.on > at.today and day.is_open and not day.why_none]
    first = next((day.on for day in served if may_be_urgent_only or day.mode is Mode.ALL), None)
    if first is None:
        return ""
    opens_at = min(group.opens_at for group in at.profile.means.groups)
    return at.moment(datetime.combine(first, opens_at, tzinfo=ZoneInfo(at.zone)))


def _offices_near(at: AtOffice) -> tuple[NearOffice, ...]:
    """Offices with a free place: those of the same province first, then by the nearest day."""
    free = next_free_days(group=GROUP, now=at.now)
    rows = list_offices()
    own = next((row.province for row in rows if row.code == at.code), "")
    others = [row for row in rows if row.code != at.code and row.code in free]
    near = sorted(others, key=lambda row: (row.province != own, free[row.code], row.code))[:OFFICES_SHOWN]
    return tuple(NearOffice(row.code, short_name(row.name), free[row.code]) for row in near)
