"""The capacity of a day in words: every bound of every slot, and which one decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from serambi.counters.common import words
from serambi.counters.common.answers import why_off_text
from serambi.counters.common.dates import clock_text
from serambi.counters.common.reasons import bound_sentence
from serambi.records.queries.office_day import DayPlacesRow
from serambi.rules.capacity import SlotCapacity


@dataclass(frozen=True, slots=True)
class BoundLine:
    """One bound of a slot."""

    name: str
    places: int
    is_binding: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class SlotLine:
    """One slot; `is_over` when more places are taken than it can take now."""

    time: str
    places: int
    taken: int
    is_over: bool
    binding: str
    bounds: tuple[BoundLine, ...]


@dataclass(frozen=True, slots=True)
class GroupTable:
    """The slots of one service group."""

    code: str
    name: str
    places: int
    taken: int
    slots: tuple[SlotLine, ...]


@dataclass(frozen=True, slots=True)
class CapacityPage:
    """`why_off` says why there are no slots, empty when there are."""

    on: date
    before: date
    after: date
    is_example: bool
    why_off: str
    groups: tuple[GroupTable, ...]


def capacity_page(row: DayPlacesRow) -> CapacityPage:
    capacity = row.capacity
    return CapacityPage(
        on=capacity.on,
        before=capacity.on - timedelta(days=1),
        after=capacity.on + timedelta(days=1),
        is_example=row.profile.means.is_example,
        why_off=why_off_text(row.why_none) if row.why_none else "",
        groups=tuple(_group(row, code, slots) for code, slots in groupby(capacity.slots, key=lambda slot: slot.group)),
    )


def _group(row: DayPlacesRow, code: str, slots: Iterable[SlotCapacity]) -> GroupTable:
    lines = tuple(_line(row, slot) for slot in slots)
    return GroupTable(
        code=code,
        name=words.word(words.SERVICE_GROUPS, code),
        places=sum(line.places for line in lines),
        taken=sum(line.taken for line in lines),
        slots=lines,
    )


def _line(row: DayPlacesRow, slot: SlotCapacity) -> SlotLine:
    taken = row.taken_in(slot)
    return SlotLine(
        time=clock_text(slot.start_at),
        places=slot.places,
        taken=taken,
        is_over=taken > slot.places,
        binding=bound_sentence(slot.binding, slot.bounds[slot.binding]),
        bounds=tuple(
            BoundLine(str(words.BOUNDS[bound]), value.places, bound is slot.binding, bound_sentence(bound, value))
            for bound, value in slot.bounds.items()
        ),
    )
