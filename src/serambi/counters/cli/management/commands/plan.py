"""Plans an office's slots from the orders in force."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.progress import track

from serambi.counters.cli import terminal
from serambi.counters.common.clock import now
from serambi.procedures.plan_slots import plan_slots
from serambi.procedures.steps.replan import Replanned

STRETCH_DAYS = 31
"""Days planned in one transaction: a long plan shows progress and never locks a whole year's slots."""


class Command(BaseCommand):
    help = "Derive the places of each day from the orders in force and write what changed. Doing it twice is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", help="its code, such as serang")
        parser.add_argument("from", type=terminal.day, help="first day, such as 2020-09-10")
        parser.add_argument("until", type=terminal.day, help="the day after the last")

    def handle(self, *args: Any, office: str, until: date, verbosity: int, **options: Any) -> None:
        stretches = list(_stretches(options["from"], until))
        console = terminal.progress_console()
        is_quiet = not verbosity or not console.is_terminal
        shown = track(stretches, description=f"Planning {office}", console=console, disable=is_quiet)
        plans = [_plan(office, *stretch) for stretch in shown]
        if verbosity:
            self.stdout.write(_summary(plans))
        if displaced := _displaced(plans):
            self.stdout.write(displaced)


def _plan(office: str, from_on: date, until_on: date) -> Replanned:
    return plan_slots(office=office, from_on=from_on, until_on=until_on, now=now(), by="serambi plan")


def _stretches(from_on: date, until_on: date) -> Iterator[tuple[date, date]]:
    """An empty period is one empty stretch, for the procedure to refuse."""
    start = from_on
    while True:
        end = min(start + timedelta(days=STRETCH_DAYS), until_on)
        yield start, end
        if end >= until_on:
            return
        start = end


def _summary(plans: Sequence[Replanned]) -> str:
    days, slots, places, written = (
        sum(getattr(plan, name) for plan in plans) for name in ("days", "slots", "places", "written")
    )
    return f"{days} days, {slots} slots, {places} places; {written} slots written"


def _displaced(plans: Sequence[Replanned]) -> str:
    """Who lost a place, by what they got; empty when nobody did."""
    dues = sum((Counter(plan.obligations) for plan in plans), Counter[str]())
    kinds = ", ".join(f"{people} {kind}" for kind, people in sorted(dues.items()))
    return f"{dues.total()} people displaced: {kinds}" if kinds else ""
