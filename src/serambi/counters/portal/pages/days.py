"""Days and times that can be chosen, and why the others cannot."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from serambi.counters.common.dates import clock_text, day_text, zone_text
from serambi.counters.common.reasons import Said, places_text, ruling_text, said_by_each
from serambi.counters.portal.pages.office import day_off_text
from serambi.counters.portal.pages.place import AtOffice
from serambi.counters.portal.pages.words_of_regime import walk_in_text
from serambi.records.queries.draws import DrawWindowRow, collecting_window
from serambi.records.queries.orders import calendar_of, regime_of
from serambi.records.queries.slots import DayState, day_states, free_slots
from serambi.rules.capacity import Contingent
from serambi.rules.instrument import Mode
from serambi.rules.workdays import Calendar

HORIZON_DAYS = 92
"""How far ahead a day can be chosen, if it is planned."""

DAYS_ON_A_PAGE = 10

WAITING_AHEAD = timedelta(days=7)
"""Who can wait is shown days from a week on first (a setting of ours), and may go back to the nearer ones."""


@dataclass(frozen=True, slots=True)
class OtherDay:
    """A day that cannot be chosen, and why."""

    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Urgent:
    """What to say where only urgent needs are served: by whose order, who is served, and where."""

    order: str
    advice: tuple[Said, ...]
    walk_in: str


@dataclass(frozen=True, slots=True)
class DayChoice:
    """Days with a free place, in order, at most one page of them; `later_on` starts the next page, `first_on` the first
    one, None: it is this one, or there is none; `is_planned` is False where the office plans no day at all."""

    choices: tuple[tuple[str, str], ...]
    others: tuple[OtherDay, ...]
    later_on: date | None
    first_on: date | None
    urgent: Urgent | None
    is_planned: bool = True


def choose_day(
    at: AtOffice, *, group: str, contingents: Collection[Contingent], from_on: date | None, chosen: date | None
) -> DayChoice:
    """The page of days that starts at `from_on` (None: today); a day already chosen is always on it.

    Where no free day is left from then on, the page starts today.
    """
    states = day_states(
        office=at.code,
        group=group,
        contingents=contingents,
        from_on=at.today,
        until_on=at.today + timedelta(days=HORIZON_DAYS),
        now=at.now,
    )
    free = [state for state in states if state.free > 0]
    asked_on = max(from_on or at.today, at.today)
    first = asked_on if any(state.on >= asked_on for state in free) else at.today
    shown = [state for state in free if state.on >= first][:DAYS_ON_A_PAGE]
    later = [state.on for state in free if shown and state.on > shown[-1].on]
    kept = [state for state in free if state.on == chosen and state not in shown]
    last = shown[-1].on if shown else at.today + timedelta(days=HORIZON_DAYS)
    between = [state for state in states if first <= state.on <= last and state.free <= 0]
    return DayChoice(
        choices=tuple((f"{state.on}", _day_label(state)) for state in sorted(kept + shown, key=lambda s: s.on)),
        others=_other_days(between, contingents, at, collecting_window(office=at.code, group=group, now=at.now)),
        later_on=later[0] if later else None,
        first_on=free[0].on if free and free[0].on < first else None,
        urgent=_urgent(at, [state for state in states if state.on >= first], has_choices=bool(shown)),
        is_planned=bool(states),
    )


def is_free_day(at: AtOffice, *, group: str, contingents: Collection[Contingent], on: date) -> bool:
    """Whether a day still has a place."""
    return bool(choose_time(at, group=group, contingents=contingents, on=on, people=1))


def choose_time(
    at: AtOffice, *, group: str, contingents: Collection[Contingent], on: date, people: int
) -> tuple[tuple[str, str], ...]:
    """Slots of a day with room for so many people: one for each time, the urgent one first where there are two."""
    slots = free_slots(
        office=at.code,
        group=group,
        contingents=contingents,
        from_on=on,
        until_on=on + timedelta(days=1),
        now=at.now,
        people=people,
    )
    by_time = {slot.start_at: slot for slot in slots}  # "urgent" sorts after "general", so it stays
    return tuple(
        (slot.code, f"{span_text(slot.start_at, slot.minutes, at.zone)} – {places_text(slot.free)}")
        for slot in by_time.values()
    )


def slot_text(at: AtOffice, *, group: str, on: date, slot: str) -> str:
    """When a slot of a day is, if it can still be had; empty when it cannot."""
    slots = free_slots(
        office=at.code,
        group=group,
        contingents=tuple(Contingent),
        from_on=on,
        until_on=on + timedelta(days=1),
        now=at.now,
    )
    times = [at.moment(each.start_at) for each in slots if each.code == slot]
    return times[0] if times else ""


def span_text(start_at: datetime, minutes: int, zone: str) -> str:
    """ "09.30–10.00 WIB"."""
    until = start_at + timedelta(minutes=minutes)
    first, last = (_local_clock(instant, zone) for instant in (start_at, until))
    return f"{first}–{last} {zone_text(zone)}"


def _local_clock(instant: datetime, zone: str) -> str:
    return clock_text(instant.astimezone(ZoneInfo(zone)).time())


def _day_label(state: DayState) -> str:
    return f"{day_text(state.on)} – {places_text(state.free)}"


def _other_days(
    states: list[DayState], contingents: Collection[Contingent], at: AtOffice, draw: DrawWindowRow | None
) -> tuple[OtherDay, ...]:
    calendar = calendar_of(known_at=at.now, language=get_language() or "id")
    workdays = [state for state in states if calendar.why_off(state.on) != "weekend"]
    return tuple(OtherDay(state.on, _reason(state, calendar, contingents, draw)) for state in workdays)


def _reason(
    state: DayState, calendar: Calendar, contingents: Collection[Contingent], draw: DrawWindowRow | None
) -> str:
    off = day_off_text(calendar, state.on)
    if off:
        return off
    if not state.is_open:
        return _("ditutup atas perintah Direktorat Jenderal Imigrasi")
    if state.mode is Mode.URGENT_ONLY and Contingent.URGENT not in contingents:
        return _("hanya keperluan mendesak")
    if draw is not None and draw.from_on <= state.on < draw.until_on:
        return _("dibagikan melalui undian")
    return _("penuh")


def _urgent(at: AtOffice, states: list[DayState], *, has_choices: bool) -> Urgent | None:
    """What the first day of urgent needs only says; None when there is none, or free days come before it."""
    served = [state for state in states if not state.why_none]
    if has_choices:
        served = served[:1]
    urgent_on = next((state.on for state in served if state.mode is Mode.URGENT_ONLY), None)
    regime = regime_of(office=at.code, on=urgent_on, known_at=at.now) if urgent_on else None
    if regime is None:
        return None
    decided_by = regime.because["mode"].decided_by
    return Urgent(
        order=ruling_text(decided_by) if decided_by else "",
        advice=said_by_each("advice", regime.because["advice"]),
        walk_in=walk_in_text(regime),
    )
