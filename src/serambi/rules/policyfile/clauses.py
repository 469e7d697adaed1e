"""Reads one [[clause]] of an instrument: its topic, a value of the topic's type, its conditions and areas."""

from collections.abc import Callable, Mapping
from datetime import date, time
from decimal import Decimal

from serambi.rules.catalogue import SERVICE_GROUPS
from serambi.rules.instrument import (
    RESTRICTIONS,
    SECTORS,
    WALK_IN_KINDS,
    Advice,
    Clause,
    ClauseValue,
    Condition,
    HolidayList,
    Mode,
    PermitDeadline,
    Topic,
)
from serambi.rules.policyfile.fields import Fields
from serambi.rules.policyfile.places import Places, area_of
from serambi.rules.risk import Zone
from serambi.rules.territory import Area, lies_within

CLAUSE_KEYS = ("topic", "value", "zones", "restrictions", "sectors", "service_groups", "areas")
HOLIDAY_KINDS = ("collective_leave", "public")
DEADLINE_BOUNDS = frozenset({"entered_before", "ended_from"})
OPEN_LAST_DAY = "open"
"""How a file writes a deadline without a last day, so that one left out by mistake is not taken for it."""


def read_clause(fields: Fields, instrument_areas: tuple[Area, ...], places: Places) -> Clause | None:
    """The clause of a table, None when a fault keeps it from being one."""
    before = len(fields.faults)
    fields.refuse_unknown(CLAUSE_KEYS)
    topic = _topic(fields)
    condition = _condition(fields)
    if topic is Topic.RESTRICTION and condition.restrictions:
        fields.refuse("restrictions", "a restriction clause may not depend on restrictions")
    areas = read_areas(fields, places)
    for area in areas:
        if instrument_areas and not any(lies_within(area, outer) for outer in instrument_areas):
            fields.refuse("areas", f"area {area} does not lie within the instrument's areas")
    value = None if topic is None else VALUE_READERS[topic](fields)
    if topic is None or value is None or len(fields.faults) > before:
        return None
    return Clause(fields.ordinal, topic, value, condition, areas)


def read_areas(fields: Fields, places: Places) -> tuple[Area, ...]:
    """The areas that a table's key `areas` names; unknown ones leave a fault."""
    named = {text: area_of(text, places) for text in fields.texts("areas")}
    for text, area in named.items():
        if area is None:
            fields.refuse("areas", f"unknown area {text}")
    return tuple(area for area in named.values() if area is not None)


def _topic(fields: Fields) -> Topic | None:
    name = fields.required_text("topic")
    if name and name not in set(Topic):
        fields.refuse("topic", f"unknown topic {name}")
        return None
    return Topic(name) if name else None


def _condition(fields: Fields) -> Condition:
    zones = fields.texts("zones", Zone)
    return Condition(
        zones=frozenset(Zone(zone) for zone in zones if zone in set(Zone)),
        restrictions=frozenset(fields.texts("restrictions", RESTRICTIONS)),
        sectors=frozenset(fields.texts("sectors", SECTORS)),
        service_groups=frozenset(fields.texts("service_groups", SERVICE_GROUPS)),
    )


def _boolean(fields: Fields) -> bool | None:
    return fields.required("value", bool)


def _mode(fields: Fields) -> Mode | None:
    name = fields.required_text("value")
    if name and name not in set(Mode):
        fields.refuse("value", f"unknown mode {name}")
        return None
    return Mode(name) if name else None


def _share(fields: Fields) -> Decimal:
    return fields.share("value")


def _positive(fields: Fields) -> Decimal | None:
    number = fields.required("value", Decimal)
    if number is not None and number <= 0:
        fields.refuse("value", f"value must be above 0, not {number}")
    return number


def _time(fields: Fields) -> time | None:
    return fields.required("value", time)


def _walk_in(fields: Fields) -> frozenset[str]:
    fields.required("value", list)
    return frozenset(fields.texts("value", WALK_IN_KINDS))


def _restriction(fields: Fields) -> str:
    name = fields.required_text("value")
    if name and name not in RESTRICTIONS:
        fields.refuse("value", f"unknown restriction {name}")
    return name


def _advice(fields: Fields) -> Advice:
    text = fields.required_both_languages("value")
    return Advice(text.id, text.en)


def _permit_deadline(fields: Fields) -> PermitDeadline | None:
    value = fields.required("value", dict) or {}
    permit, last_on = value.get("permit"), value.get("last_on")
    bounds = [value[name] for name in DEADLINE_BOUNDS if name in value]
    is_dated = last_on == OPEN_LAST_DAY or type(last_on) is date
    if (
        value.keys() - DEADLINE_BOUNDS != {"permit", "last_on"}
        or type(permit) is not str
        or not is_dated
        or not all(type(bound) is date for bound in bounds)
    ):
        wanted = 'a text permit, a date last_on or "open", and at most dates entered_before and ended_from'
        fields.refuse("value", f"value must have {wanted}")
        return None
    last_day = None if last_on == OPEN_LAST_DAY else last_on
    return PermitDeadline(permit, last_day, value.get("entered_before"), value.get("ended_from"))


def _holiday(fields: Fields) -> HolidayList | None:
    value = fields.required("value", dict) or {}
    kind, year, days = value.get("kind"), value.get("year"), value.get("days")
    if value.keys() != {"kind", "year", "days"} or type(year) is not int or type(days) is not list:
        fields.refuse("value", "value must have exactly a kind, a whole number year and a list of days")
        return None
    if kind not in HOLIDAY_KINDS:
        fields.refuse("value", f"unknown kind of holiday {kind}")
        return None
    if not all(type(day) is date and day.year == year for day in days) or len(set(days)) < len(days):
        fields.refuse("value", f"days must be different dates of {year}")
        return None
    return HolidayList(str(kind), year, tuple(sorted(days)))


VALUE_READERS: Mapping[Topic, Callable[[Fields], ClauseValue | None]] = {
    Topic.OPEN: _boolean,
    Topic.MODE: _mode,
    Topic.STAFF_CEILING_SHARE: _share,
    Topic.STAFF_FLOOR_SHARE: _share,
    Topic.QUOTA_SHARE: _share,
    Topic.LAST_SERVICE_AT: _time,
    Topic.DISTANCE_M: _positive,
    Topic.MAX_TEMPERATURE_C: _positive,
    Topic.WALK_IN: _walk_in,
    Topic.RESTRICTION: _restriction,
    Topic.ADVICE: _advice,
    Topic.PERMIT_DEADLINE: _permit_deadline,
    Topic.HOLIDAY: _holiday,
    Topic.COLLECTION_LAPSES: _boolean,
}
