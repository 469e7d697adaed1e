"""Shows what an office counted, by day or by month."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from rich.table import Table

from serambi.counters.cli import terminal
from serambi.counters.common import words
from serambi.counters.common.clock import now
from serambi.counters.common.dates import date_text, month_text, span_words
from serambi.counters.common.figure_answers import own_csv, own_line
from serambi.procedures.roll_up_figures import roll_up_figures
from serambi.records.queries.figures import FigureRow, daily_figures, is_office, monthly_figures
from serambi.rules.period import DayPeriod
from serambi.rules.refusal import Refusal, Refused

BY = {"day": (daily_figures, date_text), "month": (monthly_figures, month_text)}


class Command(BaseCommand):
    help = "Show an office's figures from its events and its imported history, small groups included: not to publish."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", help="its code, such as serang")
        parser.add_argument("--from", type=terminal.day, required=True, help="first day, such as 2020-09-01")
        parser.add_argument(
            "--until",
            type=terminal.day,
            required=True,
            help="the day after the last, not itself included: 2020-10-01 for all of September",
        )
        parser.add_argument(
            "--by",
            choices=tuple(BY),
            default="month",
            help="month (default): those wholly in the period, with all history; day: without history by month",
        )
        form = parser.add_mutually_exclusive_group()
        form.add_argument("--json", action="store_true", help="print JSON")
        form.add_argument("--csv", action="store_true", help="print CSV")

    def handle(self, *args: Any, office: str, until: date, by: str, **options: Any) -> None:
        if not is_office(code=office):
            raise Refused(Refusal("office.unknown", "office", {"office": office}))
        if until <= options["from"]:
            raise Refused(Refusal("period.empty", "until"))
        roll_up_figures(now=now(), by="serambi figures")
        rows = BY[by][0](office=office, from_on=options["from"], until_on=until)
        if options["json"]:
            answer = {"office": office, "by": by, "figures": [own_line(row) for row in rows]}
            self.stdout.write(terminal.as_json(answer))
        elif options["csv"]:
            self.stdout.write(own_csv(rows), ending="")
        else:
            with translation.override(terminal.language()):
                if rows:
                    terminal.paper(self.stdout).print(_table(rows, by))
                else:
                    self.stdout.write(_nothing(DayPeriod(options["from"], until), by))


def _nothing(period: DayPeriod, by: str) -> str:
    """Why there may be no figures, and what to do."""
    facts = {"span": span_words(period)}
    if by == "day":
        text = _(
            "Tidak ada angka per hari untuk %(span)s. Riwayat yang diambil per bulan hanya terlihat dengan --by month; "
            "angka lama diambil dengan serambi import-history."
        )
    else:
        text = _(
            "Tidak ada angka bulanan untuk %(span)s. Hanya bulan yang seluruhnya ada di dalamnya yang dihitung, dan "
            "hari --until tidak termasuk: untuk September tulis --from 2020-09-01 --until 2020-10-01, untuk sebagian "
            "bulan --by day. Angka lama diambil dengan serambi import-history."
        )
    return text % facts


def _table(rows: tuple[FigureRow, ...], by: str) -> Table:
    table = Table()
    for heading in (_("Masa"), _("Layanan"), _("Ukuran"), _("Orang"), _("Asal")):
        table.add_column(heading, overflow="fold", justify="right" if heading == _("Orang") else "left")
    for row in rows:
        origin = _("riwayat") if row.is_history else _("peristiwa")
        measure = words.word(words.MEASURES, row.measure)
        table.add_row(BY[by][1](row.on), row.service, measure, words.number_text(row.count), origin)
    return table
