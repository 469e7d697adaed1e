"""What the office does by itself: every minute, every hour, every night.

Messages go out four times a minute. Places come back, unanswered offers expire and orders are carried out every
minute; figures are counted every ten minutes; the lines are invited every hour; the coming weeks are planned every
night. Everything here may be done twice.
"""

import logging
from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta

from procrastinate import JobContext, RetryStrategy
from procrastinate.builtin_tasks import remove_old_jobs
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from serambi.counters.common.clock import now
from serambi.counters.common.mail import mail_carrier
from serambi.procedures.carry_out_task import carry_out_task
from serambi.procedures.close_and_draw import close_and_draw
from serambi.procedures.close_messages import close_messages
from serambi.procedures.expire_offers import expire_offers
from serambi.procedures.invite_waiting import invite_waiting
from serambi.procedures.note_missed import note_missed
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.release_places import release_places
from serambi.procedures.roll_up_figures import roll_up_figures
from serambi.procedures.send_messages import send_messages
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.procedures.sweep_uploads import sweep_uploads
from serambi.records.queries.draws import undrawn_windows
from serambi.records.queries.line import offices_with_a_line
from serambi.records.queries.offers import offices_with_late_answers
from serambi.records.queries.office_day import today_of
from serambi.records.queries.offices import list_offices
from serambi.records.queries.order_tasks import open_tasks
from serambi.records.queries.visits import offices_with_confirmed_visits
from serambi.rules.refusal import Refused

WRITTEN_BY = "jobs"
PLANNED_DAYS = 60
EVERY_MINUTE = "* * * * *"
FOUR_TIMES_A_MINUTE = "* * * * * */15"
"""Its last field counts seconds: word of an order is out within the minute (reliability Q4)."""
EVERY_TEN_MINUTES = "*/10 * * * *"
EVERY_HOUR = "7 * * * *"
EVERY_FIVE_MINUTES = "*/5 * * * *"
EVERY_NIGHT = "17 17 * * *"
"""UTC: 00.17 WIB, 02.17 WIT, before any office opens."""
EVERY_NIGHT_LATER = "47 17 * * *"
DONE_JOBS_KEPT_HOURS = 72
BEHIND_THE_REST = -1
"""Below what people wait for: planning a nation of offices takes minutes."""

# Every procedure here may be done twice, so trying again is always safe.
TRY_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=3, retry_exceptions=(Busy, OutcomeUnknown))

log = logging.getLogger(__name__)


@app.periodic(cron=EVERY_MINUTE)
@app.task(queueing_lock="release_places")
def release_due_places(timestamp: int) -> None:
    """Give back the places of cancelled and moved bookings that are due."""
    freed = release_places(now=now(), by=WRITTEN_BY)
    if freed:
        log.info("places.released count=%s", freed)


@app.periodic(cron=EVERY_MINUTE)
@app.task(queueing_lock="make_draws")
def make_due_draws(timestamp: int) -> None:
    """Make the draws whose hours are over."""
    for window in undrawn_windows():
        with suppress(Refused):  # still open: its time will come
            close_and_draw(window=window, now=now(), by=WRITTEN_BY)
            log.info("draw.made window=%s", window)


@app.periodic(cron=FOUR_TIMES_A_MINUTE)
@app.task(queueing_lock="send_messages")
def send_due_messages(timestamp: int) -> None:
    """Close what nobody may send any more, then send what is due while the carrier's time lasts."""
    states: Counter[str] = Counter()
    while any((closed := close_messages(now=now(), by=WRITTEN_BY)).values()):
        states.update(closed)
    with mail_carrier() as carrier:
        while carrier is not None and carrier.may_go_on():
            sent = send_messages(carrier=carrier, now=now(), by=WRITTEN_BY)
            if not sent:
                break
            states.update(sent)
    if states:
        log.info("messages.sent %s", " ".join(f"{state}={count}" for state, count in sorted(states.items())))


@app.periodic(cron=EVERY_TEN_MINUTES)
@app.task(queueing_lock="roll_up_figures")
def count_figures(timestamp: int) -> None:
    """Count what happened since the last time into figures."""
    done = roll_up_figures(now=now(), by=WRITTEN_BY)
    if done.changed or done.published:
        log.info("figures.rolled_up changed=%s published=%s", done.changed, done.published)
    for twice in done.counted_twice:
        log.warning("figures.counted_twice office=%s measure=%s people=%s", twice.office, twice.measure, twice.people)


@app.periodic(cron=EVERY_MINUTE)
@app.task(queueing_lock="expire_offers")
def expire_due_offers(timestamp: int) -> None:
    """Queue the expiry of every office where somebody did not answer in time; none waits for another's."""
    for office in offices_with_late_answers(now=now()):
        with suppress(AlreadyEnqueued):
            expire_offers_of.configure(queueing_lock=f"expire {office}").defer(office=office)


@app.task(retry=TRY_AGAIN)
def expire_offers_of(office: str) -> None:
    """Expire the offers and invitations of an office that nobody answered in time."""
    expired = 0
    while some := expire_offers(office=office, now=now(), by=WRITTEN_BY):
        expired += some
    if expired:
        log.info("offers.expired office=%s count=%s", office, expired)


@app.periodic(cron=EVERY_MINUTE)
@app.task(queueing_lock="carry_out_orders")
def carry_out_orders(timestamp: int) -> None:
    """Queue every office's open share of an order; also deferred by whoever enacts one and will not wait a minute."""
    for task_id in open_tasks():
        with suppress(AlreadyEnqueued):
            carry_out_order.configure(queueing_lock=f"order task {task_id}").defer(task_id=task_id)


@app.task(retry=TRY_AGAIN)
def carry_out_order(task_id: int) -> None:
    """Carry out one office's share of an order."""
    done = carry_out_task(task_id=task_id, now=now(), by=WRITTEN_BY)
    if done is not None:
        log.info("order.carried_out task=%s slots=%s", task_id, done.slots_written)


@app.periodic(cron=EVERY_HOUR)
@app.task(queueing_lock="invite_lines")
def invite_lines(timestamp: int) -> None:
    """Queue the invitations of every office where somebody waits."""
    for office in offices_with_a_line():
        with suppress(AlreadyEnqueued):
            invite_line.configure(queueing_lock=f"invite {office}").defer(office=office)


@app.task(retry=TRY_AGAIN)
def invite_line(office: str) -> None:
    """Invite people from an office's line as far as places are free."""
    invited = 0
    while some := invite_waiting(office=office, now=now(), by=WRITTEN_BY):
        invited += some
    if invited:
        log.info("line.invited office=%s count=%s", office, invited)


@app.periodic(cron=EVERY_NIGHT)
@app.task(queueing_lock="plan_ahead")
def plan_ahead(timestamp: int) -> None:
    """Queue the planning of every office; one that is still waiting is not queued twice."""
    for office in list_offices():
        with suppress(AlreadyEnqueued):
            job = plan_office.configure(queueing_lock=f"plan {office.code}", priority=BEHIND_THE_REST)
            job.defer(office=office.code)


@app.periodic(cron=EVERY_NIGHT_LATER)
@app.task(queueing_lock="forget_done_jobs", pass_context=True)
async def forget_done_jobs(context: JobContext, timestamp: int) -> None:
    """Drop what was done days ago: a job a minute is half a million rows a year."""
    await remove_old_jobs(context, max_hours=DONE_JOBS_KEPT_HOURS)


@app.periodic(cron=EVERY_NIGHT_LATER)
@app.task(queueing_lock="sweep_files", retry=TRY_AGAIN)
def sweep_files(timestamp: int) -> None:
    """Give up the uploads that stopped coming, and remove files that belong to nothing."""
    swept = sweep_uploads(now=now(), by=WRITTEN_BY)
    log.info("uploads.swept given_up=%s settled=%s removed=%s", swept.given_up, swept.settled, swept.removed)


@app.task(retry=TRY_AGAIN)
def plan_office(office: str) -> None:
    """Plan an office from today on, as the orders known now have it."""
    at = now()
    today = today_of(office=office, now=at)
    if today is None:
        return
    plan = plan_slots(
        office=office, from_on=today, until_on=today + timedelta(days=PLANNED_DAYS), now=at, by=WRITTEN_BY
    )
    displaced = sum(plan.obligations.values())
    # One line an office is too much for a terminal, unless somebody lost a place.
    level = logging.INFO if displaced else logging.DEBUG
    log.log(level, "slots.planned office=%s written=%s displaced=%s", office, plan.written, displaced)


@app.periodic(cron=EVERY_FIVE_MINUTES)
@app.task(queueing_lock="note_missed_visits", retry=TRY_AGAIN)
def note_missed_visits(timestamp: int) -> None:
    """Note the missed visits of every office that has visits today; doing it twice is safe."""
    at = now()
    for office in offices_with_confirmed_visits(now=at):
        _note_missed(office, at)


@app.periodic(cron=EVERY_NIGHT_LATER)
@app.task(queueing_lock="end_past_visits", retry=TRY_AGAIN)
def end_past_visits(timestamp: int) -> None:
    """End what days past left open, also those on which no job ran; doing it twice is safe."""
    at = now()
    for office in list_offices():
        _note_missed(office.code, at)


def _note_missed(office: str, at: datetime) -> None:
    missed = note_missed(office=office, now=at, by=WRITTEN_BY)
    if missed:
        log.info("visits.missed office=%s count=%s", office, missed)
