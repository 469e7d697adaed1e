"""Reads the file of one office: its address and its means."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from decimal import Decimal, InvalidOperation

from serambi.rules.catalogue import SERVICE_GROUPS
from serambi.rules.instrument import SECTORS
from serambi.rules.means import GroupMeans, Means
from serambi.rules.policyfile.faults import Fault, PolicyFaults
from serambi.rules.policyfile.fields import Fields, open_fields
from serambi.rules.visit_day import OUR_SETTINGS, VisitDay

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FILE_KEYS = ("address", "hours_note", "holds_draws", "source", "confidence", "means", "visit_day")
VISIT_DAY_KEYS = (
    *("early_minutes", "grace_minutes", "no_show_minutes"),
    *("priority_per_day", "rebook_after_days", "paper_block"),
)
MEANS_KEYS = ("is_example", "staff_total", "sectors", "hall_seats", "stay_minutes", "promise_days", "group")
GROUP_KEYS = (
    "code",
    "normal_quota",
    "urgent_share",
    "slot_minutes",
    "service_minutes",
    "counters",
    "counter_staff",
    "back_office_per_day",
    "from",
    "until",
    "breaks",
)


@dataclass(frozen=True, slots=True)
class OfficeFile:
    """What an office's own file adds to its line in the table; address and note are "" where not known, and no draws
    are held where it does not say so."""

    address: str
    hours_note: str
    means: Means
    holds_draws: bool = False
    visit_day: VisitDay = OUR_SETTINGS


def parse_office_file(text: str, file: str) -> OfficeFile:
    """Read an office's file, or that of an example class.

    Raises PolicyFaults with every fault of the file, each at its line.
    """
    faults: list[Fault] = []
    fields = open_fields(text, file, faults)
    fields.refuse_unknown(FILE_KEYS)
    office = OfficeFile(
        address=fields.optional("address", str) or "",
        hours_note=fields.optional("hours_note", str) or "",
        means=_means(fields.subtable("means")),
        holds_draws=fields.optional("holds_draws", bool) or False,
        visit_day=_visit_day(fields) if "visit_day" in fields.table else OUR_SETTINGS,
    )
    for key in ("source", "confidence"):
        fields.required_text(key)
    if faults:
        raise PolicyFaults(faults)
    return office


def _visit_day(fields: Fields) -> VisitDay:
    table = fields.subtable("visit_day")
    table.refuse_unknown(VISIT_DAY_KEYS)
    given: dict[str, int] = {}
    for key in VISIT_DAY_KEYS:
        value = table.optional(key, int)
        if value is not None and value < 0:
            table.refuse(key, f"{key} must not be negative, not {value}")
        elif value is not None:
            given[key] = value
    return VisitDay(**given)


def _means(fields: Fields) -> Means:
    fields.refuse_unknown(MEANS_KEYS)
    groups = tuple(_group(group) for group in fields.tables("group"))
    codes = [group.code for group in groups]
    if not groups or len(set(codes)) < len(codes):
        fields.refuse(None, "an office needs groups of different codes")
    return Means(
        is_example=fields.required("is_example", bool) or False,
        staff_total=fields.required_count("staff_total", 1),
        sectors=frozenset(fields.texts("sectors", SECTORS)),
        hall_seats=_hall_seats(fields),
        stay_minutes=fields.required_count("stay_minutes", 1),
        promise_days=fields.required_count("promise_days", 1),
        groups=groups,
    )


def _hall_seats(fields: Fields) -> Mapping[Decimal, int]:
    """Seats by distance; more distance never gives more seats."""
    seats: dict[Decimal, int] = {}
    for distance, count in (fields.required("hall_seats", dict) or {}).items():
        try:
            metres = Decimal(distance)
        except InvalidOperation:
            metres = Decimal(-1)
        if not metres.is_finite() or metres < 0 or type(count) is not int or count < 0:
            fields.refuse("hall_seats", f"hall_seats must give a number of seats for a distance, not {distance}")
            continue
        seats[metres] = count
    ordered = dict(sorted(seats.items()))
    if list(ordered.values()) != sorted(ordered.values(), reverse=True):
        fields.refuse("hall_seats", "hall_seats must not grow with the distance")
    if Decimal(0) not in ordered:
        fields.refuse("hall_seats", "hall_seats must say how many seats there are at no distance (0)")
    return ordered


def _group(fields: Fields) -> GroupMeans:
    fields.refuse_unknown(GROUP_KEYS)
    code = fields.required_text("code")
    if code and code not in SERVICE_GROUPS:
        fields.refuse("code", f"unknown service group {code}")
    opens_at = _clock(fields, "from", fields.required("from", str))
    closes_at = _closes_at(fields)
    if any(closes <= opens_at for closes in closes_at.values()):
        fields.refuse("until", f"until must lie after {opens_at:%H:%M}")
    return GroupMeans(
        code=code,
        normal_quota=fields.required_count("normal_quota"),
        urgent_share=fields.share("urgent_share"),
        slot_minutes=fields.required_count("slot_minutes", 1),
        service_minutes=fields.required_count("service_minutes", 1),
        counters=fields.required_count("counters"),
        counter_staff=fields.required_count("counter_staff"),
        back_office_per_day=fields.required_count("back_office_per_day"),
        opens_at=opens_at,
        closes_at=closes_at,
        breaks=_breaks(fields),
    )


def _closes_at(fields: Fields) -> Mapping[int, time]:
    until = fields.required("until", dict) or {}
    for day in until.keys() - set(WEEKDAYS):
        fields.refuse("until", f"unknown weekday {day}")
    return {number: _clock(fields, "until", until[day]) for number, day in enumerate(WEEKDAYS) if day in until}


def _breaks(fields: Fields) -> tuple[tuple[time, time], ...]:
    pairs = fields.optional("breaks", list) or []
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        fields.refuse("breaks", 'breaks must be a list of pairs such as ["12:00", "13:00"]')
        return ()
    breaks = tuple((_clock(fields, "breaks", start), _clock(fields, "breaks", end)) for start, end in pairs)
    moments = [moment for pair in breaks for moment in pair]
    if any(start >= end for start, end in breaks) or moments != sorted(moments):
        fields.refuse("breaks", "breaks must be in order and not overlap")
    return breaks


def _clock(fields: Fields, key: str, value: object) -> time:
    """A time written "07:30"; midnight after a fault."""
    try:
        return time.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        fields.refuse(key, f'{key} must give times such as "07:30", not {value}')
        return time(0)
