"""Takes in a weekly risk map."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console

from serambi.counters.cli import orders, terminal
from serambi.counters.common import order_answers
from serambi.counters.common.clock import now
from serambi.counters.common.risk_map import read_risk_csv
from serambi.procedures.assess_risk import assess_risk
from serambi.procedures.preview_risk import RiskForeseen, preview_risk
from serambi.rules.policyfile.faults import PolicyFaults
from serambi.rules.risk import Assessment


class Command(BaseCommand):
    help = "Take in a weekly risk map (CSV) and re-plan the offices whose zone it changes. Doing it twice is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a table as policy/risk/ holds them")
        parser.add_argument("--dry-run", action="store_true", help="show whose zone would change; write nothing")
        orders.add_signer(parser)
        orders.add_json(parser)

    def handle(self, *args: Any, file: str, verbosity: int, **options: Any) -> None:
        text, at = orders.read_text(file), now()
        try:
            lines = read_risk_csv(text, Path(file).name, now=at)
        except PolicyFaults as found:
            self.stderr.write(str(found), style_func=str)
            raise orders.refused_faults(found) from found
        if options["dry_run"]:
            self._preview(preview_risk(assessments=lines, now=at), options["json"])
            return
        console = terminal.progress_console()
        is_quiet = not verbosity or options["json"] or not console.is_terminal
        self._assess(lines, options["by"], options["json"], console, is_quiet)

    def _preview(self, foreseen: RiskForeseen, is_json: bool) -> None:
        if is_json:
            self.stdout.write(terminal.as_json(order_answers.risk_foreseen_answer(foreseen)))
            return
        self.stdout.write(f"{foreseen.lines} new lines; {len(foreseen.offices)} offices change zone.")
        for each in foreseen.offices:
            self.stdout.write(f"{each.office}: {each.before or 'none'} → {each.after or 'none'}")

    def _assess(
        self, lines: tuple[Assessment, ...], by: str | None, is_json: bool, console: Console, is_quiet: bool
    ) -> None:
        name = orders.signer(by)
        done = assess_risk(assessments=lines, now=now(), by=name)
        carried_out = orders.carry_out_all([done.cause], done.carried_out, name, console, is_quiet)
        if is_json:
            answer = order_answers.assessed_answer(done)
            answer |= {"carried_out": order_answers.carried_out_answer(carried_out)}
            self.stdout.write(terminal.as_json(answer))
            return
        self.stdout.write(f"{done.lines} new lines; {len(done.offices)} offices changed zone.")
        self.stdout.write(orders.carried_out_text(carried_out))
