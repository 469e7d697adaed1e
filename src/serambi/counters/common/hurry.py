"""Asks the worker to do now what it would do at its next minute or in the coming night."""

from contextlib import suppress

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

# By name: one counter does not import another.
CARRY_OUT_ORDERS = "serambi.counters.jobs.tasks.carry_out_orders"
PLAN_AHEAD = "serambi.counters.jobs.tasks.plan_ahead"


def carry_out_soon() -> None:
    """Queue the round that takes up every open share of an order, unless one is waiting already."""
    with suppress(AlreadyEnqueued):
        app.configure_task(CARRY_OUT_ORDERS, queueing_lock="carry_out_orders").defer(timestamp=0)


def plan_ahead_soon() -> None:
    """Queue the round that plans every office, unless one is waiting already."""
    with suppress(AlreadyEnqueued):
        app.configure_task(PLAN_AHEAD, queueing_lock="plan_ahead").defer(timestamp=0)
