"""Orders that concern many offices: the shares not yet carried out."""

from serambi.records.models import OrderTask


def open_tasks() -> tuple[int, ...]:
    """Row ids of the tasks still to do, oldest first."""
    return tuple(OrderTask.objects.filter(done_at=None).order_by("id").values_list("pk", flat=True))
