"""The scheduled work, run by hand at the time of the story."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from serambi.counters.jobs.tasks import forget_done_jobs, plan_ahead, plan_office, release_due_places
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

    assert crons == {"* * * * *", "17 17 * * *", "27 17 * * *", "47 17 * * *"}


def test_a_real_worker_does_what_is_queued_and_forgets_what_is_old():
    save_office()
    old = release_due_places.defer(timestamp=0)
    work()
    aged = "UPDATE procrastinate_events SET at = at - interval '73 hours' WHERE job_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(aged, [old])

    planned = plan_office.defer(office="serang")
    forgotten = forget_done_jobs.defer(timestamp=0)
    work()

    # The worker also does what its schedule brings at this minute.
    jobs = dict(ProcrastinateJob.objects.values_list("id", "status"))
    assert old not in jobs
    assert (jobs[planned], jobs[forgotten]) == ("succeeded", "succeeded")
    assert OfficeDay.objects.count() == 60


def work() -> None:
    """Run a worker until nothing is left to do."""
    worker = app.with_connector(app.connector.get_worker_connector())
    worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
