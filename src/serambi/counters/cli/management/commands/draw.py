"""Opens the window of a draw, and makes the draws whose windows have closed."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from serambi.counters.cli import terminal
from serambi.counters.common.clock import now
from serambi.procedures.close_and_draw import DrawSummary, close_and_draw
from serambi.procedures.open_draw_window import open_draw_window
from serambi.records.queries.draws import draw_windows, undrawn_windows
from serambi.rules.draw_window import WindowFacts
from serambi.rules.refusal import Refusal, Refused

BY = "serambi draw"


class Command(BaseCommand):
    help = "Give an office's general places by draw instead of first come, first served (docs/draw.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        _add_open(actions.add_parser("open", help="collect requests, and publish the hash of a secret seed"))
        close = actions.add_parser("close", help="make the draws of an office whose hours are over")
        close.add_argument("office", help="its code, such as serang")

    def handle(self, *args: Any, action: str, office: str, **options: Any) -> None:
        if action == "open":
            self._open(office, options)
            return
        codes = undrawn_windows(office=office)
        if not codes:
            raise Refused(Refusal("draw.not_found"))
        for code in codes:
            self.stdout.write(_summary(code, close_and_draw(window=code, now=now(), by=BY)))

    def _open(self, office: str, options: dict[str, Any]) -> None:
        moment = now()
        window = WindowFacts(
            office=office,
            group=options["group"],
            opens_at=options["opens_at"] or moment,
            closes_at=options["closes_at"],
            from_on=options["from"],
            until_on=options["until"],
        )
        code = open_draw_window(window=window, now=moment, by=BY)
        row = next(each for each in draw_windows(office=office) if each.code == code)
        self.stdout.write(f"{code}: open, seed hash {row.seed_hash}")


def _add_open(parser: ArgumentParser) -> None:
    parser.add_argument("office", help="its code, such as serang")
    parser.add_argument("group", help="passport or permit")
    parser.add_argument("from", type=terminal.day, help="first day whose places are drawn, such as 2020-09-14")
    parser.add_argument("until", type=terminal.day, help="the day after the last")
    parser.add_argument("--closes-at", type=terminal.instant, required=True, help="such as 2020-09-12T17:00+07:00")
    parser.add_argument("--opens-at", type=terminal.instant, help="default: now")


def _summary(code: str, drawn: DrawSummary) -> str:
    return (
        f"{code}: {drawn.people_placed} of {drawn.places} places given; "
        f"requests: {drawn.won} with a place, {drawn.lost} without, {drawn.left} left"
    )
