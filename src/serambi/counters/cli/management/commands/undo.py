"""Undoes an order: as if it had never been."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from serambi.counters.cli import orders, terminal
from serambi.counters.common.clock import now
from serambi.counters.common.order_answers import carried_out_answer, undoing_proposed_answer
from serambi.procedures.undo_instrument import undo_instrument
from serambi.records.queries.order_book import causes_of


class Command(BaseCommand):
    help = "Undo an order as if it had never been; people get their places back unless they have settled otherwise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", help="the order's number")
        parser.add_argument("--reason", required=True, help="why; it stands in the ledger")
        orders.add_signer(parser)
        orders.add_json(parser)

    def handle(self, *args: Any, number: str, reason: str, verbosity: int, **options: Any) -> None:
        by, console = orders.signer(options["by"]), terminal.progress_console()
        is_quiet = not verbosity or options["json"] or not console.is_terminal
        done = undo_instrument(number=number, reason=reason, now=now(), by=by)
        if done is None:
            self.stdout.write(_waits(number, options["json"]))
            return
        done = orders.carry_out_all(causes_of(number), done, by, console, is_quiet)
        if options["json"]:
            self.stdout.write(terminal.as_json(carried_out_answer(done)))
            return
        self.stdout.write(f"{number} is undone.\n{orders.carried_out_text(done)}")


def _waits(number: str, is_json: bool) -> str:
    if is_json:
        return terminal.as_json(undoing_proposed_answer(number))
    return (
        f"To undo {number} closes more than one office or day, so it is proposed and nothing has changed. "
        "Another signer does it: --by NAME"
    )
