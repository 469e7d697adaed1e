"""Takes in what offices counted in years before."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.progress import track

from serambi.counters.cli import terminal
from serambi.counters.common.clock import now
from serambi.counters.common.history_file import history_entries
from serambi.procedures.import_history import import_history
from serambi.procedures.roll_up_figures import roll_up_figures
from serambi.rules.policyfile.faults import PolicyFaults
from serambi.rules.policyfile.history import HISTORY_COLUMNS
from serambi.rules.refusal import Refusal, Refused

WRITTEN_BY = "serambi import-history"


class Command(BaseCommand):
    help = (
        f"Take in past figures from a table ({','.join(HISTORY_COLUMNS)}; a period is a day or a month): all of it, or "
        "nothing and every bad line with its number and reason. Doing it twice is safe."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file")

    def handle(self, *args: Any, file: Path, verbosity: int, **options: Any) -> None:
        try:
            text = file.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        console = terminal.progress_console()
        is_quiet = not verbosity or not console.is_terminal
        # What an office counts from its own events is not taken from a file; so these are counted first.
        roll_up_figures(now=now(), by=WRITTEN_BY)
        try:
            entries = history_entries(
                text,
                file.name,
                now=now(),
                shown=lambda rows: track(
                    rows,
                    description="Reading",
                    total=text.count("\n"),
                    console=console,
                    disable=is_quiet,
                ),
            )
        except PolicyFaults as found:
            self.stderr.write(str(found), style_func=str)
            raise Refused(Refusal("policy.faults", None, {"faults": len(found.faults)})) from found
        taken = import_history(
            entries=entries,
            file=file.name,
            now=now(),
            by=WRITTEN_BY,
            shown=lambda starts: track(starts, description="Writing", console=console, disable=is_quiet),
        )
        if verbosity:
            self.stdout.write(f"{taken.lines} lines; {taken.written} new or changed")
