"""Asks the worker to carry out an order now, instead of at its next minute."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

# By name: one counter does not import another.
CARRY_OUT_ORDERS = "serambi.counters.jobs.tasks.carry_out_orders"


def carry_out_soon() -> None:
    """Queue the round that takes up every open share of an order, unless one is waiting already."""
    with suppress(AlreadyEnqueued):
        app.configure_task(CARRY_OUT_ORDERS, queueing_lock="carry_out_orders").defer(timestamp=0)
