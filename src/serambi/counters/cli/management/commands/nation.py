"""Shows every office, the provinces and the country side by side."""

import csv
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from rich.table import Table

from serambi.counters.cli import terminal
from serambi.counters.common import words
from serambi.counters.common.clock import now
from serambi.counters.common.dates import span_words
from serambi.counters.common.nation_answers import nation_answer, nation_lines
from serambi.counters.common.nation_words import change_text, kept_text, overdue_text, state_text, use_text
from serambi.procedures.roll_up_figures import roll_up_figures
from serambi.records.queries.nation import Nation, Sums, nation


class Command(BaseCommand):
    help = (
        "Show all offices, the provinces and the country: state, zone, use of quota, promise, decline. Not to publish."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print JSON")
        form.add_argument("--csv", action="store_true", help="print CSV")

    def handle(self, *args: Any, **options: Any) -> None:
        roll_up_figures(now=now(), by="serambi nation")
        found = nation(now=now())
        if options["json"]:
            self.stdout.write(terminal.as_json(nation_answer(found)))
        elif options["csv"]:
            lines = nation_lines(found)
            table = csv.DictWriter(self.stdout, list(lines[0]), lineterminator="\n")
            table.writeheader()
            table.writerows(lines)
        else:
            with translation.override(terminal.language()):
                terminal.paper(self.stdout).print(_table(found))


def _table(found: Nation) -> Table:
    table = Table(title=span_words(found.month), title_justify="left")
    for heading in (_("Kantor"), _("Keadaan"), _("Zona"), _("Kuota terpakai"), _("Janji ditepati"), _("Perubahan")):
        table.add_column(heading, overflow="fold")
    for row in found.offices:
        zone = words.word(words.ZONES, row.zone).split(" (")[0] if row.zone else ""
        table.add_row(row.code, state_text(row), zone, *_cells(row.sums))
    table.add_section()
    for name, sums in found.provinces.items():
        table.add_row(name, "", "", *_cells(sums))
    table.add_section()
    table.add_row(_("Seluruh Indonesia"), "", "", *_cells(found.sums))
    return table


def _cells(sums: Sums) -> tuple[str, ...]:
    return use_text(sums), f"{kept_text(sums)}{overdue_text(sums)}", change_text(sums)
