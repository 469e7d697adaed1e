"""Ports for servers of tests: outside the range that the system hands out, so that no passing connection takes one."""

import random

from serambi.counters.cli.service import is_taken

FIRST, LAST = 20_000, 32_000
TRIES = 200


def free_port(beside: int = 0) -> int:
    """A port that nobody listens on, and so many after it."""
    for _ in range(TRIES):
        port = random.randint(FIRST, LAST)
        if not any(is_taken(port + number) for number in range(beside + 1)):
            return port
    raise AssertionError("no free port was found")
