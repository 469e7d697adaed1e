"""The scheduled work, run by hand at the time of the story."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta

import pytest
import time_machine
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from serambi.counters.common.hurry import plan_ahead_soon
from serambi.counters.jobs.tasks import (
    carry_out_order,
    carry_out_orders,
    end_past_visits,
    expire_due_offers,
    expire_offers_of,
    forget_done_jobs,
    invite_line,
    invite_lines,
    note_missed_visits,
    plan_ahead,
    plan_office,
    release_due_places,
    send_due_messages,
)
from serambi.procedures.book_visits import book_visits
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.postpone_booking import postpone_booking
from serambi.records.models import Booking, LedgerRow, Message, OfficeDay, OrderTask, ReturningPlace, Slot
from serambi.records.queries.offices import is_an_office_unplanned
from tests.factories import NOW, THE_DAY, applicant, request, save_office, save_slot
from tests.mail import mail_server

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

    assert queued("plan_office") == [({"office": "bandung"}, "plan bandung"), ({"office": "serang"}, "plan serang")]


def test_the_first_start_plans_every_office_that_has_no_day():
    save_office("serang")
    plan_office("serang")
    planned_alone = is_an_office_unplanned(from_on=THE_DAY)
    save_office("bandung")

    plan_ahead_soon()
    plan_ahead_soon()

    assert (planned_alone, is_an_office_unplanned(from_on=THE_DAY)) == (False, True)
    assert queued("plan_ahead") == [({"timestamp": 0}, "plan_ahead")]


def test_plan_office_plans_sixty_days_from_today_there():
    save_office()

    with time_machine.travel(NOW, tick=False):
        plan_office("serang")

    days = OfficeDay.objects.order_by("on").values_list("on", flat=True)
    assert (days.first(), days.last(), days.count()) == (date(2020, 9, 10), date(2020, 11, 8), 60)


def test_plan_office_that_is_gone_does_nothing():
    plan_office("gone")

    assert LedgerRow.objects.count() == 0


def queued(task: str) -> list[tuple[dict[str, object], str]]:
    jobs = ProcrastinateJob.objects.filter(task_name=f"serambi.counters.jobs.tasks.{task}").order_by("id")
    return list(jobs.values_list("args", "queueing_lock"))


def book_ani(office) -> str:
    slot = save_slot(office, places=1)
    asked = request(slot.code, applicant(email="ani@example.org"))
    return book_visits(requests=[asked], now=NOW, by="test")[0].visits[0].code


def test_send_due_messages_speaks_to_the_server_of_the_settings(settings, caplog):
    book_ani(save_office())
    caplog.set_level("INFO", logger="serambi")

    with mail_server() as (mailbox, server), time_machine.travel(NOW, tick=False):
        settings.SMTP_SECRET_URL, settings.MAIL_FROM = f"smtp://{server.host}:{server.port}", "no-reply@office.example"
        send_due_messages(0)
        send_due_messages(1)

    assert mailbox.recipients == ["ani@example.org"]
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("serambi")]
    assert ours == ["messages.sent delivered=1"]


def test_send_due_messages_without_a_server_leaves_them_waiting(settings):
    book_ani(save_office())
    settings.SMTP_SECRET_URL = settings.MAIL_FROM = ""

    with time_machine.travel(NOW, tick=False):
        send_due_messages(0)
    waiting = Message.objects.filter(state="waiting").count()
    with time_machine.travel(NOW + timedelta(days=9), tick=False):
        send_due_messages(1)

    assert waiting == 2
    assert set(Message.objects.values_list("state", flat=True)) == {"lapsed"}


def test_invite_lines_queues_each_office_with_a_line_and_then_expires():
    office = save_office()
    save_office("bandung")
    code = book_ani(office)
    save_slot(office, places=2, on=date(2020, 9, 21))
    postpone_booking(code=code, key="k", now=NOW, by="test")

    with time_machine.travel(NOW, tick=False):
        invite_lines(0)
        invite_line("serang")
    invited = Booking.objects.get().state
    with time_machine.travel(NOW + timedelta(hours=73), tick=False):
        expire_offers_of("serang")

    assert queued("invite_line") == [({"office": "serang"}, "invite serang")]
    assert (invited, Booking.objects.get().state) == ("invited", "postponed")


def test_offers_are_expired_office_by_office():
    for code in ("serang", "bandung"):
        office = save_office(code)
        slots = [save_slot(office, places=1), save_slot(office, places=1, on=date(2020, 9, 21))]
        (booked,) = book_visits(requests=[request(slots[0].code, office=code)], now=NOW, by="test")
        postpone_booking(code=booked.visits[0].code, key="k", now=NOW, by="test")
        invite_waiting(office=code, now=NOW, by="test")

    with time_machine.travel(NOW, tick=False):
        expire_due_offers(0)
    queued_early = queued("expire_offers_of")
    with time_machine.travel(NOW + timedelta(hours=73), tick=False):
        expire_due_offers(0)
        expire_due_offers(0)
        expire_offers_of("serang")

    assert queued_early == []
    assert queued("expire_offers_of") == [
        ({"office": "bandung"}, "expire bandung"),
        ({"office": "serang"}, "expire serang"),
    ]
    assert dict(Booking.objects.values_list("office__code", "state")) == {"bandung": "invited", "serang": "postponed"}


def test_a_missed_visit_is_noted_and_its_place_is_on_sale_again_the_same_day():
    office = save_office()
    early, later = (save_slot(office, 1, on=THE_DAY, at=at) for at in (time(8), time(10)))
    book_visits(requests=[request(early.code), request(later.code)], now=NOW, by="test")
    due = early.start_at + timedelta(minutes=60)

    with time_machine.travel(due - timedelta(minutes=1), tick=False):
        note_missed_visits(0)
    full = book_visits(requests=[request(later.code)], now=due, by="test")
    with time_machine.travel(due, tick=False):
        note_missed_visits(0)
        note_missed_visits(0)
    freed = book_visits(requests=[request(later.code)], now=due, by="test")

    assert [answer.refusal.code if answer.refusal else "" for answer in (*full, *freed)] == ["slot.full", ""]
    assert Booking.objects.filter(state="missed").count() == 1


def test_what_a_day_without_jobs_left_open_is_ended_in_the_night():
    slot = save_slot(save_office(), on=THE_DAY, at=time(8))
    book_visits(requests=[request(slot.code)], now=NOW, by="test")

    with time_machine.travel(NOW + timedelta(days=3), tick=False):
        note_missed_visits(0)
        still = Booking.objects.get().state
        end_past_visits(0)

    assert (still, Booking.objects.get().state) == ("confirmed", "missed")


def test_carry_out_orders_queues_every_open_task_once():
    office = save_office()
    with time_machine.travel(NOW, tick=False):
        plan_office("serang")
        task = OrderTask.objects.create(cause="enacted SE-9", office=office, made_at=NOW)
        OrderTask.objects.create(cause="enacted SE-8", office=office, made_at=NOW, done_at=NOW)
        carry_out_orders(0)
        carry_out_orders(0)
        carry_out_order(task.pk)
        carry_out_order(task.pk)

    assert queued("carry_out_order") == [({"task_id": task.pk}, f"order task {task.pk}")]
    assert OrderTask.objects.filter(done_at=None).count() == 0
    assert LedgerRow.objects.filter(action="order.carried_out").count() == 1


def test_every_schedule_is_known_to_the_worker():
    known = sorted(
        (task.task.name.rpartition(".")[2], task.cron) for task in app.periodic_registry.periodic_tasks.values()
    )

    ours = [each for each in known if not each[0].startswith("builtin")]
    assert ours == [
        ("carry_out_orders", "* * * * *"),
        ("count_figures", "*/10 * * * *"),
        ("end_past_visits", "47 17 * * *"),
        ("expire_due_offers", "* * * * *"),
        ("follow_deadlines", "* * * * *"),
        ("follow_decrees", "* * * * *"),
        ("forget_addresses", "47 17 * * *"),
        ("forget_done_jobs", "47 17 * * *"),
        ("invite_lines", "7 * * * *"),
        ("lapse_cases", "27 17 * * *"),
        ("make_due_draws", "* * * * *"),
        ("note_missed_visits", "*/5 * * * *"),
        ("plan_ahead", "17 17 * * *"),
        ("recompute_nightly", "27 17 * * *"),
        ("recompute_stays_nightly", "27 17 * * *"),
        ("release_due_places", "* * * * *"),
        ("send_due_messages", "* * * * * */15"),
        ("sweep_files", "47 17 * * *"),
    ]


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
    """Run a worker until nothing is left to do; in a thread, because the browser's loop may run in this one."""
    worker = app.with_connector(app.connector.get_worker_connector())
    options = {"wait": False, "install_signal_handlers": False, "listen_notify": False}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(worker.run_worker, **options).result()
