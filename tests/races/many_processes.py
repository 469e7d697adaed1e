"""The random mix from several processes, so that clients truly run beside each other. Django comes up in the child."""

import multiprocessing
import os
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Share:
    """What one process does."""

    database_url: str
    slots: tuple[str, ...]
    people: int
    clients: int
    operations: int
    seed: str


def run_shares(shares: list[Share]) -> list[Any]:
    """Run every share in a process of its own and give all events (tests.races.clients.Event)."""
    with multiprocessing.get_context("spawn").Pool(len(shares)) as processes:
        return [event for events in processes.map(_run, shares, chunksize=1) for event in events]


def _run(share: Share) -> list[Any]:
    os.environ["DATABASE_URL"] = share.database_url
    os.environ["DJANGO_SETTINGS_MODULE"] = "serambi.config.settings_test"
    import django  # here: the settings read the address of the database when they are imported

    django.setup()
    from tests.races.clients import mixed  # here: its tables need Django

    return mixed(
        slots=share.slots, people=share.people, clients=share.clients, operations=share.operations, seed=share.seed
    )
