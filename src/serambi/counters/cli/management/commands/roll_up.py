"""Counts events into figures."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from serambi.counters.cli import terminal
from serambi.counters.common.clock import now
from serambi.procedures.roll_up_figures import RolledUp, rebuild_figures, roll_up_figures

WRITTEN_BY = "serambi roll-up"


class Command(BaseCommand):
    help = "Count what happened since the last time into figures; the service does this by itself every ten minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--rebuild", action="store_true", help="count everything anew from all events")

    def handle(self, *args: Any, verbosity: int, **options: Any) -> None:
        count = rebuild_figures if options["rebuild"] else roll_up_figures
        with terminal.progress_console().status("Counting …"):
            done = count(now=now(), by=WRITTEN_BY)
        if verbosity:
            since = f"from {done.from_on} on" if done.from_on else "from the first event on"
            earlier = "".join(f", and of {day}" for day in done.earlier_days)
            self.stdout.write(f"{done.changed} figures changed, counted {since}{earlier}")
        for line in _left_out(done):
            self.stderr.write(line, style_func=str)


def _left_out(done: RolledUp) -> list[str]:
    return [
        f"{twice.measure} of {twice.office}: {twice.people} people by events between {twice.from_on} and "
        f"{twice.until_on - timedelta(days=1)} are not added, an import covers their days"
        for twice in done.counted_twice
    ]
