"""Events at any time for tests of figures: bookings and what happened to them, written as procedures write them."""

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from django.db import transaction

from serambi.procedures.steps.publish_months import publish_months
from serambi.records.models import Booking, BookingStatus, Case, HistoryFigure, Obligation, Office, RequestKey, Slot
from serambi.rules.figures import Measure
from serambi.rules.period import DayPeriod
from serambi.rules.spans import end_of
from tests.factories import NOW, save_slot


def at(on: date, hour: int = 3) -> datetime:
    """An instant of a day in Serang, which is seven hours ahead."""
    return datetime.combine(on, time(hour), tzinfo=UTC)


def save_booking(
    office: Office, *events: tuple[str, datetime], service: str = "passport-new", slot: Slot | None = None
) -> Booking:
    """A booking to which these events happened, the last of which need not fit its state."""
    party = RequestKey.objects.create(key_hash=os.urandom(32), fingerprint=b"", sealed_answer=b"", at=NOW)
    booking = Booking.objects.create(
        code=os.urandom(8).hex(),
        secret_hash=b"",
        party=party,
        office=office,
        slot=slot,
        service=service,
        group="passport",
        identity_hash=os.urandom(32),
        purpose="tourism",
        language="id",
        is_vulnerable=False,
        is_reachable=True,
        state="cancelled",
        is_live=False,
        booked_at=NOW,
    )
    BookingStatus.objects.bulk_create(
        BookingStatus(booking=booking, event=event, slot=slot, at=instant, by="test") for event, instant in events
    )
    return booking


def save_case(office: Office, number: str, **changes: object) -> Case:
    """A case that was received on the day of the story, without a person."""
    values: dict[str, object] = {
        "service": "passport-new",
        "group": "passport",
        "purpose": "tourism",
        "born_on_hash": b"",
        "sealed": b"",
        "stage": "received",
        "stage_since_at": NOW,
        "received_on": NOW.date(),
    }
    return Case.objects.create(number=number, office=office, **(values | changes))


def displace(booking: Booking, made_at: datetime) -> None:
    Obligation.objects.create(
        booking=booking,
        office=booking.office,
        cause="test",
        kind="call",
        from_slot=save_slot(booking.office, on=made_at.date()),
        made_at=made_at,
        outcome="told",
        settled_at=made_at,
        settled_by="test",
    )


def save_history(
    office: Office,
    counts: Iterable[tuple[DayPeriod, int]],
    measure: Measure = Measure.APPLIED,
    service: str = "passport-new",
) -> None:
    """What an import writes, with what is over of it published."""
    HistoryFigure.objects.bulk_create(
        HistoryFigure(
            office=office,
            service=service,
            measure=measure,
            from_on=span.from_on,
            until_on=end_of(span),
            count=count,
            source="test",
            imported_at=NOW,
        )
        for span, count in counts
    )
    with transaction.atomic():
        publish_months(None, NOW)
