"""Shows how an office runs on a day, and who decided each value."""

from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from rich.table import Table

from serambi.counters.cli import terminal
from serambi.counters.common.answers import regime_answer, why_off_text
from serambi.counters.common.clock import now
from serambi.counters.common.dates import day_text
from serambi.counters.common.reasons import regime_lines
from serambi.records.queries.office_day import OfficeDayRow, day_of_office
from serambi.records.queries.offices import office_profile
from serambi.rules.refusal import Refusal, Refused

Known = date | datetime


class Command(BaseCommand):
    help = "Show the regime of an office on a day: every value with the instrument that decided it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", help="its code, such as serang")
        parser.add_argument("date", type=terminal.day, help="a day there, such as 2020-09-10")
        parser.add_argument(
            "--known-at",
            type=terminal.day_or_instant,
            help="as it was known then: an instant, or a day for its end at the office; default: now",
        )
        parser.add_argument("--json", action="store_true", help="print the answer of the API")

    def handle(self, *args: Any, office: str, date: date, known_at: Known | None, **options: Any) -> None:
        at, profile = now(), office_profile(code=office)
        if profile is None:
            raise Refused(Refusal("office.unknown", "office", {"office": office}))
        instant = at if known_at is None else _instant(known_at, profile.time_zone)
        day = day_of_office(office=office, on=date, known_at=instant, now=at)
        assert day is not None  # the office is known
        if options["json"]:
            self.stdout.write(terminal.as_json(regime_answer(day)))
            return
        with translation.override(terminal.language()):
            terminal.paper(self.stdout).print(_table(day))


def _instant(known_at: Known, zone: str) -> datetime:
    return known_at if isinstance(known_at, datetime) else terminal.end_of(known_at, zone)


def _table(day: OfficeDayRow) -> Table:
    parts = [day.profile.name, day_text(day.regime.on)]
    if day.why_off is not None:
        parts.append(why_off_text(day.why_off))
    parts.append(terminal.as_known_text(day.known_at, day.profile.time_zone))
    table = Table(title=" · ".join(parts), title_justify="left", show_lines=True)
    for heading in (_("Hal"), _("Nilai"), _("Diputuskan oleh"), _("Mengalahkan")):
        table.add_column(heading, overflow="fold")
    for line in regime_lines(day.regime):
        table.add_row(line.topic, line.value, line.decided_by, line.overruled)
    return table
