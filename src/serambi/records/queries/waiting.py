"""How long somebody has waited in line, and how many wait at an office."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count

from serambi.records.models import WaitingPlace


def waiting_since(*, code: str) -> datetime | None:
    """Since when (aware UTC) a booking stands in line, invited or not; None when it does not."""
    return WaitingPlace.objects.filter(booking__code=code).values_list("since_at", flat=True).first()


def people_waiting(*, office: str) -> Mapping[str, int]:
    """How many people wait uninvited at an office, by service group; a group without a line is missing."""
    rows = WaitingPlace.objects.filter(office__code=office, invited_until=None).values("group")
    return dict(rows.annotate(people=Count("id")).values_list("group", "people").order_by())
