"""What the office does by itself: places come back every minute, the coming weeks are planned every night."""

import logging
from contextlib import suppress
from datetime import timedelta

from procrastinate import JobContext, RetryStrategy
from procrastinate.builtin_tasks import remove_old_jobs
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from serambi.counters.common.clock import now
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.release_places import release_places
from serambi.procedures.steps.durable import Busy, OutcomeUnknown
from serambi.procedures.sweep_uploads import sweep_uploads
from serambi.records.queries.office_day import today_of
from serambi.records.queries.offices import list_offices

WRITTEN_BY = "jobs"
PLANNED_DAYS = 60
EVERY_MINUTE = "* * * * *"
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
    log.info("slots.planned office=%s written=%s overfull=%s", office, plan.written, len(plan.overfull))
