"""The slots whose places a draw gives."""

from datetime import datetime

from serambi.records.models import DrawWindow, Slot
from serambi.records.models.slots import SlotQuerySet
from serambi.rules.capacity import Contingent
from serambi.rules.instrument import Mode


def slots_of_draw(window: DrawWindow, now: datetime) -> SlotQuerySet:
    """The general slots of the window's days still to come, with their days and office.

    A day that is closed, or open for urgent needs only, has none: its places are booked one by one after the draw, by
    those whom the order lets in.
    """
    return Slot.objects.filter(
        office_day__office=window.office_id,
        office_day__on__gte=window.from_on,
        office_day__on__lt=window.until_on,
        office_day__is_open=True,
        office_day__mode=Mode.ALL,
        group=window.group,
        contingent=Contingent.GENERAL,
        start_at__gt=now,
    ).select_related("office_day__office")
