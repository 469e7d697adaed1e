"""Plays an office's planned day many times and says whether the plan holds."""

import argparse
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from rich.progress import track
from rich.table import Table

from serambi.counters.cli import terminal
from serambi.counters.common import words
from serambi.counters.common.clock import now
from serambi.counters.common.dates import day_text
from serambi.counters.common.figure_lines import curve_rows, figure_lines, source_lines, verdict_text
from serambi.counters.common.plan_answers import figures_answer, sources_answer, verdict_answer
from serambi.records.queries.day_plan import DayPlanRow, day_plan
from serambi.rules.refusal import Refusal, Refused
from serambi.rules.simulation.day import play_days, stretches
from serambi.rules.simulation.figures import DayFigures, figures_of
from serambi.rules.simulation.habits import Habits
from serambi.rules.simulation.plan import DayPlan, why_not_simulate
from serambi.rules.simulation.simulate import DAYS

MOST_DAYS = 100_000
"""More would fill the memory and say nothing new."""


class Command(BaseCommand):
    help = "Play a planned day many times: waiting, people inside against the limit, overtime, whether the plan holds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", help="its code, such as serang")
        parser.add_argument("date", type=terminal.day, help="a day there, such as 2020-09-10")
        parser.add_argument("--days", type=_count, default=DAYS, help=f"how many times it is played; default: {DAYS}")
        parser.add_argument("--seed", type=_seed, default=1, help="the same seed plays the same days; default: 1")
        parser.add_argument(
            "--booked", action="store_true", help="only the people booked now; default: every place taken"
        )
        parser.add_argument("--json", action="store_true", help="print JSON only")

    def handle(self, *args: Any, office: str, date: date, days: int, seed: int, **options: Any) -> None:
        row = day_plan(office=office, on=date, now=now())
        if row is None:
            raise Refused(Refusal("office.unknown", "office", {"office": office}))
        plan = row.booked if options["booked"] else row.full
        if refusal := why_not_simulate(plan):
            raise Refused(refusal)
        figures = _play(plan, row.known.habits, days, seed, is_quiet=not options["verbosity"])
        if options["json"]:
            head = {"office": office, "on": date.isoformat(), "seed": seed, "booked": plan.booked}
            rest = {"verdict": verdict_answer(figures), "sources": sources_answer(row.known)}
            self.stdout.write(terminal.as_json(head | rest | figures_answer(figures)))
            return
        paper = terminal.paper(self.stdout)
        with translation.override(terminal.language()):
            paper.print(verdict_text(figures, row.known))
            paper.print(_figures_table(row, plan, figures))
            paper.print(_curve_table(figures))
            paper.print(_table(_("Dasar hitungan"), (_("Hal"), _("Nilai")), source_lines(row.known)))
            if row.places.profile.means.is_example:
                paper.print(_("Loket, pegawai, dan kursi adalah contoh, bukan angka kantor itu sendiri."))


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_DAYS:
        raise argparse.ArgumentTypeError(f"'{text}' is no number of days from 1 to {MOST_DAYS}")
    return int(text)


def _seed(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"'{text}' is no seed; expected a whole number from 0")
    return int(text)


def _play(plan: DayPlan, habits: Habits, days: int, seed: int, *, is_quiet: bool) -> DayFigures:
    console = terminal.progress_console()
    shown = track(
        play_days(plan, habits, days=days, seed=seed),
        description="Playing",
        total=stretches(days),
        console=console,
        disable=is_quiet or not console.is_terminal,
    )
    return figures_of(plan, habits, list(shown))


def _figures_table(row: DayPlanRow, plan: DayPlan, figures: DayFigures) -> Table:
    people = _("%(people)s orang dalam rencana") % {"people": words.number_text(plan.booked)}
    title = f"{row.places.profile.name} · {day_text(row.places.capacity.on)} · {people}"
    return _table(title, (_("Hal"), _("Nilai")), figure_lines(figures))


def _curve_table(figures: DayFigures) -> Table:
    headings, rows = curve_rows(figures)
    return _table(_("Sepanjang hari"), headings, rows)


def _table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title, title_justify="left")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for each in rows:
        table.add_row(*each)
    return table
