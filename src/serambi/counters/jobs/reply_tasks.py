"""What happens to replies by itself: addresses that nobody needs any more are forgotten."""

import logging

from procrastinate.contrib.django import app

from serambi.counters.common.clock import now
from serambi.counters.jobs.tasks import EVERY_NIGHT_LATER, TRY_AGAIN, WRITTEN_BY
from serambi.procedures.forget_reply_addresses import forget_reply_addresses

log = logging.getLogger(__name__)


@app.periodic(cron=EVERY_NIGHT_LATER)
@app.task(queueing_lock="forget_reply_addresses", retry=TRY_AGAIN)
def forget_addresses(timestamp: int) -> None:
    """Delete the e-mail addresses of repliers whose time is over."""
    forgotten = 0
    while some := forget_reply_addresses(now=now(), by=WRITTEN_BY):
        forgotten += some
    if forgotten:
        log.info("reply_addresses.forgotten count=%s", forgotten)
