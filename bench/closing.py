"""Closing every office at once: what is prepared, enacted and carried out, each inside Django in its own process."""

import os
import resource
import time
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.core.management import call_command
from django.db.models import Count

from serambi.procedures.carry_out_task import carry_out_task
from serambi.procedures.enact_instrument import enact_instrument
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.steps.durable import Busy
from serambi.procedures.steps.new_secrets import new_code
from serambi.records.codec import to_json
from serambi.records.models import Booking, Obligation, OrderTask, RequestKey, Slot
from serambi.records.models.bookings import NewBooking
from serambi.records.queries.offices import all_profiles
from serambi.records.sealing import seal
from tests import audit
from tests.factories import CLOSED, NOW, THE_DAY, applicant, order_text

PLANNED_DAYS = 61
CLOSED_DAYS = {"from": str(THE_DAY + timedelta(days=1)), "until": str(THE_DAY + timedelta(days=55))}
"""As many as hold every booking that is made ready."""
ORDER = order_text("SE-CLOSE-ALL", CLOSED, **CLOSED_DAYS)
CHUNK = 5_000
SIGNERS = ("direktur", "sekretaris")


def make_ready(bookings: int) -> int:
    """Load the policy, plan every office for two months and fill the earliest places; gives how many were booked."""
    call_command("migrate", verbosity=0)
    call_command("load", verbosity=0)
    until_on = THE_DAY + timedelta(days=PLANNED_DAYS)
    for profile in all_profiles():
        plan_slots(office=profile.code, from_on=THE_DAY, until_on=until_on, now=NOW, by="bench")
    new = _bookings(bookings)
    booked = 0
    while chunk := list(islice(new, CHUNK)):
        Booking.objects.confirm(chunk, NOW, "bench")
        people: dict[int, int] = {}
        for row in chunk:
            people[row.slot_id] = people.get(row.slot_id, 0) + 1
        assert Slot.objects.take_places(people)
        booked += len(chunk)
    return booked


def enact() -> float:
    """Enact the order with both signatures; gives the seconds of the second, which shuts every day."""
    enact_instrument(text=ORDER, file="order.toml", now=NOW, by=SIGNERS[0])
    started = time.monotonic()
    enact_instrument(text=ORDER, file="order.toml", now=NOW, by=SIGNERS[1])
    return time.monotonic() - started


def carry_out(share: int, shares: int) -> tuple[float, float]:
    """Do every `shares`-th task as a worker would; gives the seconds and this process's peak of memory in MB."""
    started = time.monotonic()
    for task in list(OrderTask.objects.order_by("id").values_list("pk", flat=True))[share::shares]:
        while True:
            try:
                carry_out_task(task_id=task, now=NOW, by="bench")
            except Busy:
                continue
            break
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return time.monotonic() - started, peak


def account(bookings: int) -> tuple[audit.Faults, int, int, dict[str, int]]:
    """What is wrong in the rows, live bookings left in closed slots, people without exactly one obligation among so
    many who held a place, and the obligations by kind."""
    closed = Slot.objects.filter(office_day__is_open=False)
    left = Booking.objects.live().filter(slot__in=closed).count()
    dues = Obligation.objects.values("booking").annotate(number=Count("id"))
    wrong = abs(bookings - dues.count()) + dues.filter(number__gt=1).count()
    kinds = dict(Obligation.objects.values_list("kind").annotate(Count("id")).order_by())
    return audit.faults(), left, wrong, kinds


def _bookings(number: int) -> Iterator[NewBooking]:
    """Single people in the earliest general places of all offices; nine of ten left an address."""
    slots = Slot.objects.filter(contingent="general", planned_places__gt=0, start_at__gt=NOW + timedelta(days=1))
    rows = slots.select_related("office_day").order_by("start_at", "id")
    places = ((slot, place) for slot in rows.iterator() for place in range(slot.planned_places))
    sealed = seal(to_json(applicant(1, email="ani@example.org")))
    for serial, (slot, _) in enumerate(islice(places, number)):
        if serial % CHUNK == 0:
            keys = RequestKey.objects.bulk_create(
                RequestKey(key_hash=os.urandom(32), fingerprint=b"bench", sealed_answer=b"bench", at=NOW)
                for _ in range(CHUNK)
            )
        yield NewBooking(
            code=new_code(),
            secret_hash=os.urandom(32),
            party_id=keys[serial % CHUNK].pk,
            office_id=slot.office_day.office_id,
            slot_id=slot.pk,
            service="passport-new" if slot.group == "passport" else "permit-limited-stay",
            group=slot.group,
            identity_hash=os.urandom(32),
            purpose="tourism",
            urgency="",
            needed_on=None,
            language="id",
            is_vulnerable=serial % 10 == 0,
            is_reachable=serial % 10 != 1,
            sealed=sealed,
        )
