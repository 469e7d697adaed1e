"""What the rules must know of slots, read from rows that the caller has locked."""

from collections.abc import Collection, Mapping

from serambi.records.models import Slot
from serambi.rules.booking import SlotFacts
from serambi.rules.capacity import Contingent
from serambi.rules.instrument import Mode


def lock_slots(codes: Collection[str]) -> Mapping[str, Slot]:
    """Lock slots by code, in the one order for everybody; unknown codes are missing from the answer."""
    if not codes:
        return {}
    return {slot.code: slot for slot in Slot.objects.all().lock_by_code(codes)}


def facts_of(slot: Slot) -> SlotFacts:
    """The facts of a slot with its day and office at hand."""
    day = slot.office_day
    return SlotFacts(
        code=slot.code,
        office=day.office.code,
        group=slot.group,
        contingent=Contingent(slot.contingent),
        start_at=slot.start_at,
        on=day.on,
        free=slot.free,
        is_open=day.is_open,
        mode=Mode(day.mode),
        is_in_draw=slot.is_in_draw,
    )
