"""The scheduled work, run by hand at the time of the story."""

from datetime import date, timedelta

import pytest
import time_machine
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from serambi.counters.jobs.tasks import plan_ahead, plan_office, release_due_places
from serambi.records.models import LedgerRow, OfficeDay, ReturningPlace, Slot
from tests.factories import NOW, save_office, save_slot

pytestmark = pytest.mark.django_db(transaction=True)


def test_release_due_places_frees_what_is_due_and_nothing_else():
    slot = save_slot(save_office(), places=3)
    Slot.objects.update(taken=2)
    ReturningPlace.objects.create(slot=slot, returns_at=NOW)
    ReturningPlace.objects.create(slot=slot, returns_at=NOW + timedelta(minutes=1))

    with time_machine.travel(NOW, tick=False):
        release_due_places(0)

    assert (Slot.objects.get().taken, ReturningPlace.objects.count()) == (1, 1)
    ledger = LedgerRow.objects.get()
    assert (ledger.action, ledger.by, ledger.facts) == ("places.released", "jobs", {"places": 1})


def test_plan_ahead_queues_every_office_once():
    save_office("serang")
    save_office("bandung")

    plan_ahead(0)
    plan_ahead(0)

    jobs = ProcrastinateJob.objects.order_by("id").values_list("task_name", "args", "queueing_lock")
    name = "serambi.counters.jobs.tasks.plan_office"
    assert list(jobs) == [
        (name, {"office": "bandung"}, "plan bandung"),
        (name, {"office": "serang"}, "plan serang"),
    ]


def test_plan_office_plans_sixty_days_from_today_there():
    save_office()

    with time_machine.travel(NOW, tick=False):
        plan_office("serang")

    days = OfficeDay.objects.order_by("on").values_list("on", flat=True)
    assert (days.first(), days.last(), days.count()) == (date(2020, 9, 10), date(2020, 11, 8), 60)


def test_plan_office_that_is_gone_does_nothing():
    plan_office("gone")

    assert LedgerRow.objects.count() == 0


def test_both_schedules_are_known_to_the_worker():
    crons = {task.cron for task in app.periodic_registry.periodic_tasks.values()}

    assert {"* * * * *", "17 17 * * *"} <= crons
