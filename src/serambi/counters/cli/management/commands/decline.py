"""Tells by how much an office's figures fell or rose, against what, and why."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from serambi.counters.cli import terminal
from serambi.counters.common.clock import now
from serambi.counters.common.decline_asking import asked_decline, judged, read_percent
from serambi.counters.common.decline_words import claim_text, sentence
from serambi.counters.common.figure_answers import decline_answer
from serambi.procedures.roll_up_figures import roll_up_figures
from serambi.records.queries.decline import decline_of_office
from serambi.rules.baseline import BaselineKind
from serambi.rules.decline import Weighting
from serambi.rules.figures import COMPARED, Measure


class Command(BaseCommand):
    help = "Tell the decline of an office's figures with its base, interval and the part that the quota explains."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", help="its code, such as serang")
        parser.add_argument("--period", required=True, help="2020-09, 2020, or 2020-09-01..2020-09-10")
        parser.add_argument(
            "--baseline",
            default=str(BaselineKind.LAST_YEAR),
            help="same-month-last-year (default), same-month-mean-3, mean-month-2019, previous-period, or a period",
        )
        measures, weightings = [str(each) for each in COMPARED], [str(each) for each in Weighting]
        parser.add_argument("--measure", choices=measures, default=str(Measure.APPLIED))
        parser.add_argument("--weighting", choices=weightings, default=str(Weighting.WORKING_DAYS))
        parser.add_argument("--group", help="passport or permit; default: the office's first")
        parser.add_argument("--claimed", help="a printed percentage to hold against it, such as --claimed=-90")
        parser.add_argument("--json", action="store_true", help="print the answer of the API")

    def handle(self, *args: Any, office: str, claimed: str | None, **options: Any) -> None:
        names = ("period", "baseline", "measure", "weighting", "group")
        asked = asked_decline(office, **{name: options[name] for name in names})
        roll_up_figures(now=now(), by="serambi decline")
        found = decline_of_office(asked=asked, now=now())
        claim = None if claimed is None else judged(found, read_percent(claimed))
        if options["json"]:
            self.stdout.write(terminal.as_json(decline_answer(found, claim)))
            return
        with translation.override(terminal.language()):
            self.stdout.write(sentence(found))
            if claim is not None:
                self.stdout.write(claim_text(claim))
