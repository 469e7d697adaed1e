"""What the office does by itself: places come back, missed visits are noted, the coming weeks are planned."""

import logging
from contextlib import suppress
from datetime import timedelta

from procrastinate import JobContext, RetryStrategy
from procrastinate.builtin_tasks import remove_old_jobs
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from serambi.counters.common.clock import now
from serambi.procedures.note_missed import note_missed
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.release_places import release_places
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.records.queries.office_day import today_of
from serambi.records.queries.offices import list_offices
from serambi.records.queries.visits import offices_with_confirmed_visits

WRITTEN_BY = "jobs"
PLANNED_DAYS = 60
EVERY_MINUTE = "* * * * *"
EVERY_FIVE_MINUTES = "*/5 * * * *"
EVERY_NIGHT = "17 17 * * *"
"""UTC: 00.17 WIB, 02.17 WIT, before any office opens."""
EVERY_NIGHT_LATER = "47 17 * * *"
DONE_JOBS_KEPT_HOURS = 72

# Both procedures may be done twice, so trying again is always safe.
TRY_AGAIN = RetryStrategy(max_attempts=5, exponential_wait=3, retry_exceptions=(Busy, OutcomeUnknown))

log = logging.getLogger(__name__)


@app.periodic(cron=EVERY_MINUTE)
@app.task(queueing_lock="release_places")
def release_due_places(timestamp: int) -> None:
    """Give back the places of cancelled and moved bookings that are due."""
    freed = release_places(now=now(), by=WRITTEN_BY)
    if freed:
        log.info("places.released count=%s", freed)


@app.periodic(cron=EVERY_NIGHT)
@app.task(queueing_lock="plan_ahead")
def plan_ahead(timestamp: int) -> None:
    """Queue the planning of every office; one that is still waiting is not queued twice."""
    for office in list_offices():
        with suppress(AlreadyEnqueued):
            plan_office.configure(queueing_lock=f"plan {office.code}").defer(office=office.code)


@app.periodic(cron=EVERY_NIGHT_LATER)
@app.task(queueing_lock="forget_done_jobs", pass_context=True)
async def forget_done_jobs(context: JobContext, timestamp: int) -> None:
    """Drop what was done days ago: a job a minute is half a million rows a year."""
    await remove_old_jobs(context, max_hours=DONE_JOBS_KEPT_HOURS)


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
    log.info("slots.planned office=%s written=%s overfull=%s", office, plan.written, len(plan.overfull))


@app.periodic(cron=EVERY_FIVE_MINUTES)
@app.task(queueing_lock="note_missed_visits", retry=TRY_AGAIN)
def note_missed_visits(timestamp: int) -> None:
    """Note the missed visits of every office that has visits today; doing it twice is safe."""
    at = now()
    for office in offices_with_confirmed_visits(now=at):
        missed = note_missed(office=office, now=at, by=WRITTEN_BY)
        if missed:
            log.info("visits.missed office=%s count=%s", office, missed)
