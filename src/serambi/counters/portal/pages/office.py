"""The page of an office: open or not and why, the zone, what is limited, and the next free day."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.dates import clock_text, date_text, hours_text, period_text, zone_text
from serambi.counters.common.reasons import Said, ruling_text, said_by_each
from serambi.counters.common.reasons import zone_text as risk_text
from serambi.counters.common.words import listed, percent_text
from serambi.counters.portal.pages.limits import (
    ComingOrder,
    Elsewhere,
    Limits,
    coming_orders,
    elsewhere,
    limits_of,
    planned_days,
)
from serambi.counters.portal.pages.place import AtOffice
from serambi.counters.portal.pages.standing import people_text
from serambi.counters.portal.pages.words_of_regime import walk_in_text
from serambi.records.queries.hall import HallRow, hall_state
from serambi.records.queries.offices import region_name
from serambi.records.queries.orders import calendar_of, regime_of
from serambi.records.queries.slots import next_free_days
from serambi.records.queries.waiting import people_waiting
from serambi.rules.capacity import day_quota
from serambi.rules.emptied import ruling_that_empties
from serambi.rules.instrument import Mode
from serambi.rules.regime import FULL_SHARE, Regime, Ruling
from serambi.rules.slotplan import slot_times
from serambi.rules.workdays import Calendar


@dataclass(frozen=True, slots=True)
class State:
    """Whether people are served today; `kind` is ok, wait or stop."""

    kind: str
    headline: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure with what it is and who decided it; `is_example` where it builds on example means."""

    label: str
    figure: str
    because: str
    is_example: bool = False


@dataclass(frozen=True, slots=True)
class GroupToday:
    """A service group: its next free day (None: none planned), how many wait in line, its hours as written."""

    code: str
    name: str
    next_free_on: date | None
    waiting: str
    hours: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OfficePage:
    state: State
    limits: Limits | None
    elsewhere: Elsewhere | None
    coming: tuple[ComingOrder, ...]
    facts: tuple[Fact, ...]
    advice: tuple[Said, ...]
    groups: tuple[GroupToday, ...]
    walk_in: str
    hours_are_example: bool
    may_postpone: bool
    address: str
    hall: HallRow | None


def office_page(at: AtOffice) -> OfficePage | None:
    """All that the page shows."""
    regime = regime_of(office=at.code, on=at.today, known_at=at.now)
    if regime is None:
        return None
    calendar = calendar_of(known_at=at.now, language=get_language() or "id")
    days = planned_days(at)
    return OfficePage(
        state=state_today(at, regime, calendar),
        limits=limits_of(at, regime, days),
        elsewhere=None if days else elsewhere(at),
        coming=coming_orders(at, days),
        facts=tuple(_facts(at, regime)),
        advice=said_by_each("advice", regime.because["advice"]),
        groups=_groups(at),
        walk_in=walk_in_text(regime) if regime.open else "",
        hours_are_example=at.is_example and not at.profile.hours_note,
        may_postpone=regime.quota_share < FULL_SHARE or regime.mode is Mode.URGENT_ONLY,
        address=at.profile.address,
        hall=hall_state(office=at.code, now=at.now),
    )


def state_today(at: AtOffice, regime: Regime, calendar: Calendar) -> State:
    """Open or not, and why: the calendar first, then the orders, then the hour."""
    off = day_off_text(calendar, at.today)
    if off:
        return State("stop", _("Hari ini libur"), (off,))
    decided_by = regime.because["open"].decided_by
    if not regime.open:
        return State("stop", _("Hari ini tutup"), (_("Menurut %(order)s.") % {"order": _order(decided_by)},))
    emptied_by = ruling_that_empties(at.profile.means, regime)
    if emptied_by is not None:
        return State("stop", _("Hari ini tidak ada tempat"), (_("Menurut %(order)s.") % {"order": _order(emptied_by)},))
    open_reason = _("Tidak ada perintah Direktorat Jenderal Imigrasi untuk menutup kantor.")
    if regime.mode is Mode.URGENT_ONLY:
        order = _order(regime.because["mode"].decided_by)
        served = _("Hanya keperluan mendesak, menurut %(order)s.") % {"order": order}
        return State("wait", _("Buka untuk keperluan mendesak"), (served, walk_in_text(regime)))
    if _is_over(at, regime):
        return State("wait", _("Pelayanan hari ini sudah selesai"), (open_reason,))
    return State("ok", _("Hari ini buka"), (open_reason, _served_until(at, regime)))


def day_off_text(calendar: Calendar, on: date) -> str:
    """Why a day is not worked, in words; empty on a working day."""
    match calendar.why_off(on):
        case None:
            return ""
        case "weekend":
            return _("Akhir pekan")
        case name:
            return name


def _facts(at: AtOffice, regime: Regime) -> list[Fact]:
    facts = [_zone(at, regime)]
    restrictions = regime.because["restrictions"].deciding
    if restrictions:
        names = listed([words.word(words.RESTRICTIONS, name) for name in regime.restrictions])
        orders = [f"{ruling.instrument.short_name}, {period_text(ruling.in_force)}" for ruling in restrictions]
        because = "; ".join(dict.fromkeys(orders))
        facts.append(Fact(_("Pembatasan wilayah"), names, because))
    staff = _decided(regime, "staff_share")
    facts.append(Fact(_("Pegawai hadir"), percent_text(regime.staff_share), staff))
    facts.extend(_quotas(at, regime))
    if regime.distance_m:
        distance = _("%(metres)s meter") % {"metres": words.number_text(regime.distance_m)}
        facts.append(Fact(_("Jarak antarorang"), distance, _decided(regime, "distance_m")))
    return facts


def _zone(at: AtOffice, regime: Regime) -> Fact:
    code = regime.assessment.region if regime.assessment else at.profile.seat_region
    label = _("Zona risiko %(region)s") % {"region": region_name(code=code) or code}
    because = ""
    if regime.assessment:
        day = date_text(regime.assessment.assessed_on)
        because = _("peta risiko %(day)s; sumber: %(source)s") % {"day": day, "source": regime.assessment.source}
    return Fact(label, risk_text(regime), because)


def _quotas(at: AtOffice, regime: Regime) -> list[Fact]:
    because = _decided(regime, "quota_share")
    share = percent_text(regime.quota_share)
    facts = []
    for group in at.profile.means.groups:
        label = _("Kuota sehari: %(group)s") % {"group": words.word(words.SERVICE_GROUPS, group.code).lower()}
        text = _("%(share)s dari %(normal)s; %(because)s")
        detail = text % {"share": share, "normal": group.normal_quota, "because": because}
        if not regime.open:
            detail = _("kantor ditutup; %(because)s") % {"because": _decided(regime, "open")}
        facts.append(Fact(label, str(day_quota(group, regime)), detail, at.is_example))
    return facts


def _groups(at: AtOffice) -> tuple[GroupToday, ...]:
    waiting = people_waiting(office=at.code)
    return tuple(
        GroupToday(
            code=group.code,
            name=words.word(words.SERVICE_GROUPS, group.code),
            next_free_on=next_free_days(group=group.code, now=at.now, office=at.code).get(at.code),
            waiting=people_text(waiting.get(group.code, 0)),
            hours=hours_text(group.opens_at, group.closes_at),
        )
        for group in at.profile.means.groups
    )


def _served_until(at: AtOffice, regime: Regime) -> str:
    last = regime.last_service_at
    if last is None:
        return ""
    decided_by = regime.because["last_service_at"].decided_by
    text = _("Pelayanan terakhir pukul %(time)s, menurut %(order)s.")
    name = decided_by.instrument.short_name if decided_by else ""
    return text % {"time": f"{clock_text(last)} {zone_text(at.zone)}", "order": name}


def _is_over(at: AtOffice, regime: Regime) -> bool:
    """Whether the last slot of every group has begun."""
    local = at.now.astimezone(ZoneInfo(at.zone)).time()
    lasts = [slot_times(group, at.today, regime.last_service_at)[-1:] for group in at.profile.means.groups]
    return all(last <= local for times in lasts for last in times)


def _decided(regime: Regime, name: str) -> str:
    ruling = regime.because[name].decided_by
    return ruling.instrument.short_name if ruling else _("tidak ada aturan yang membatasi")


def _order(ruling: Ruling | None) -> str:
    return ruling_text(ruling) if ruling else ""
