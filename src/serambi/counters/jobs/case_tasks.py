"""What happens to cases and stays by itself: clocks follow a new calendar and deadlines an amended instrument, what is
unpaid or uncollected too long lapses.
"""

import logging
from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from serambi.counters.common.clock import now
from serambi.counters.jobs.tasks import EVERY_MINUTE, TRY_AGAIN, WRITTEN_BY
from serambi.procedures.collect_document import lapse_uncollected
from serambi.procedures.lapse_unpaid import lapse_unpaid
from serambi.procedures.recompute_clocks import recompute_clocks
from serambi.procedures.recompute_stays import recompute_stays
from serambi.records.queries.clocks import is_calendar_newer
from serambi.records.queries.offices import list_offices
from serambi.records.queries.stays import is_deadline_newer

NIGHTLY = "27 17 * * *"
"""UTC: 00.27 WIB, when the day at every office has begun."""

log = logging.getLogger(__name__)


@app.periodic(cron=NIGHTLY)
@app.task(queueing_lock="recompute_clocks", retry=TRY_AGAIN)
def recompute_nightly(timestamp: int) -> None:
    """Bring all clocks to the calendar known by now."""
    _recompute()


@app.periodic(cron=EVERY_MINUTE)
@app.task(queueing_lock="follow_decrees", retry=TRY_AGAIN)
def follow_decrees(timestamp: int) -> None:
    """Bring all clocks to a decree on holidays within a minute, however it was recorded or undone."""
    if is_calendar_newer(now=now()):
        _recompute()


@app.periodic(cron=EVERY_MINUTE)
@app.task(queueing_lock="follow_deadlines", retry=TRY_AGAIN)
def follow_deadlines(timestamp: int) -> None:
    """Bring the deadlines of stays to an instrument within a minute, however it was recorded or undone."""
    if is_deadline_newer(now=now()):
        _recompute_stays()


@app.periodic(cron=NIGHTLY)
@app.task(queueing_lock="recompute_stays", retry=TRY_AGAIN)
def recompute_stays_nightly(timestamp: int) -> None:
    """Let the permits that ran out become emergency stays."""
    _recompute_stays()


@app.periodic(cron=NIGHTLY)
@app.task(queueing_lock="lapse_cases")
def lapse_cases(timestamp: int) -> None:
    """Queue the lapsing of every office; one that is still waiting is not queued twice."""
    for office in list_offices():
        with suppress(AlreadyEnqueued):
            lapse_office.configure(queueing_lock=f"lapse {office.code}").defer(office=office.code)


@app.task(retry=TRY_AGAIN)
def lapse_office(office: str) -> None:
    """Lapse an office's cases that were not paid, and documents that were not collected, in time."""
    at = now()
    unpaid = lapse_unpaid(office=office, now=at, by=WRITTEN_BY)
    uncollected = lapse_uncollected(office=office, now=at, by=WRITTEN_BY)
    if unpaid or uncollected:
        log.info("cases.lapsed office=%s unpaid=%s uncollected=%s", office, unpaid, uncollected)


def _recompute() -> None:
    log.info("clocks.recomputed changed=%s", recompute_clocks(now=now(), by=WRITTEN_BY))


def _recompute_stays() -> None:
    log.info("stays.recomputed told=%s", recompute_stays(now=now(), by=WRITTEN_BY))
