"""Previews or enacts an order."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track
from rich.table import Table

from serambi.counters.cli import orders, terminal
from serambi.counters.common import order_answers
from serambi.counters.common.clock import now
from serambi.counters.common.dates import date_text
from serambi.counters.common.enacting import EnactedOnce, enact_once
from serambi.counters.common.order_words import change_text, dues_text
from serambi.procedures.preview_instrument import foreseen_offices, preview_instrument
from serambi.procedures.steps.foresee import OfficeForeseen
from serambi.records.queries.order_book import causes_of
from serambi.rules.emptied import Emptied
from serambi.rules.policyfile.faults import PolicyFaults

DAYS_NAMED = OFFICES_NAMED = 3
DIRECTORATE_ZONE = "Asia/Jakarta"


class Command(BaseCommand):
    help = "Enact an order (TOML) and carry it out at every office it concerns. The same order twice is safe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the order, such as se-0946.toml")
        parser.add_argument("--dry-run", action="store_true", help="show what it would do; write nothing")
        orders.add_signer(parser)
        orders.add_json(parser)

    def handle(self, *args: Any, file: str, verbosity: int, **options: Any) -> None:
        text, name, console = orders.read_text(file), Path(file).name, terminal.progress_console()
        is_quiet = not verbosity or options["json"] or not console.is_terminal
        try:
            if options["dry_run"]:
                self._preview(text, name, console, is_quiet, options["json"])
            else:
                self._enact(text, name, console, is_quiet, options)
        except PolicyFaults as found:
            self.stderr.write(str(found), style_func=str)
            raise orders.refused_faults(found) from found

    def _preview(self, text: str, name: str, console: Console, is_quiet: bool, is_json: bool) -> None:
        preview, totals = preview_instrument(text=text, file=name, now=now()), order_answers.Totals()
        offices = order_answers.summed(foreseen_offices(preview=preview, text=text, file=name, now=now()), totals)
        count = len(preview.offices)
        seen = list(track(offices, "Looking", total=count, console=console, disable=is_quiet))
        if is_json:
            answer = order_answers.preview_answer(preview)
            answer |= {"offices": [order_answers.foreseen_answer(each) for each in seen]}
            self.stdout.write(terminal.as_json(answer | {"totals": order_answers.totals_answer(totals)}))
            return
        with translation.override(terminal.language()):
            known = terminal.as_known_text(now(), DIRECTORATE_ZONE)
            terminal.paper(self.stdout).print(_table(f"{preview.instrument.number} · {known}", seen))
        if preview.emptied:
            self.stdout.write(_closed_text(preview.emptied))
        self.stdout.write(_totals_text(totals))
        if preview.needs_second_signer:
            self.stdout.write("It needs a second signer.")

    def _enact(self, text: str, name: str, console: Console, is_quiet: bool, options: dict[str, Any]) -> None:
        by = orders.signer(options["by"])
        done = enact_once(text=text, file=name, now=now(), by=by, head_of=None)
        answer, lines = done.answer, [_said(done)]
        if not done.is_proposed:
            carried_out = orders.carry_out_all(causes_of(done.enacted.number), done.so_far, by, console, is_quiet)
            answer |= {"carried_out": order_answers.carried_out_answer(carried_out)}
            lines.append(orders.carried_out_text(carried_out))
        self.stdout.write(terminal.as_json(answer) if options["json"] else "\n".join(lines))


def _said(done: EnactedOnce) -> str:
    number = done.enacted.number
    if done.is_repeat:
        return f"{number} was enacted before, in these words; what was left of it is done now."
    if done.is_proposed:
        return f"{number} is proposed for {done.enacted.offices} offices. Another signer enacts it: --by NAME"
    return f"{number} is enacted for {done.enacted.offices} offices."


def _table(title: str, seen: list[OfficeForeseen]) -> Table:
    table = Table(title=title, title_justify="left", show_lines=True)
    for heading in (_("Kantor"), _("Hari"), _("Slot"), _("Orang"), _("Yang didapat"), _("Tanpa surel"), _("Aturan")):
        table.add_column(heading, overflow="fold")
    for each in seen:
        table.add_row(
            each.office,
            _days_text(each),
            str(each.slots_changed),
            str(sum(each.people.values())),
            dues_text(each.dues),
            str(each.unreachable),
            _regime_text(each),
        )
    return table


def _days_text(foreseen: OfficeForeseen) -> str:
    named = [f"{day.on}: {day.places_before} → {day.places_after}" for day in foreseen.days[:DAYS_NAMED]]
    more = len(foreseen.days) - len(named)
    return "\n".join([*named, *([_("dan %(days)s hari lagi") % {"days": more}] if more else [])])


def _regime_text(foreseen: OfficeForeseen) -> str:
    changes = order_answers.changed_topics(foreseen.before, foreseen.after)
    lines = [change_text(name, before, after) for name, before, after in changes]
    return "\n".join([date_text(foreseen.first_day), *lines]) if lines else ""


def _closed_text(emptied: Sequence[Emptied]) -> str:
    named = [f"{each.office} from {each.first_on}" for each in emptied[:OFFICES_NAMED]]
    more = [f"{len(emptied) - len(named)} more"] if len(emptied) > len(named) else []
    return f"It closes {len(emptied)} offices, leaving no place on working days: {', '.join([*named, *more])}."


def _totals_text(totals: order_answers.Totals) -> str:
    people = sum(totals.people.values())
    dues = f" ({orders.counts_text(totals.dues)})" if people else ""
    return (
        f"{totals.offices_changed} of {totals.offices} offices change, {totals.days} days, {totals.slots} slots; "
        f"{people} people displaced{dues}, {totals.unreachable} of them without an address. Nothing was written."
    )
