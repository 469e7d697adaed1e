"""Loads a bank's file of payments: all of it, or none of it with every fault named."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from serambi.counters.cli.terminal import progress_console
from serambi.counters.common.bank_file import read_bank_file
from serambi.counters.common.clock import now
from serambi.procedures.import_payments import Imported, import_payments
from serambi.rules.refusal import Refusal, Refused


class Command(BaseCommand):
    help = (
        "Match a bank's payments (CSV: billing_code, amount_idr, paid_at) with the slips that wait for them, and list "
        "what matches none. Doing it twice is safe."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the bank's file, such as payments-2020-09-10.csv")

    def handle(self, *args: Any, file: Path, verbosity: int, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"{file} is no file. Expected a CSV with the columns billing_code, amount_idr, paid_at")
        with progress_console().status(f"Reading {file} …") as status:
            read = read_bank_file(file.read_bytes())
            for fault in read.faults:
                self.stderr.write(f"{file}:{fault.line}: {fault.reason}", style_func=str)
            if read.faults:
                raise Refused(Refusal("payments.faults", None, {"faults": len(read.faults)}))
            status.update(f"Matching {len(read.lines)} payments …")
            done = import_payments(lines=read.lines, file=file.name, now=now(), by="serambi import-payments")
        if verbosity:
            self.stdout.write(_summary(done))
        for each in done.unmatched:
            self.stdout.write(f"unmatched: line {each.line}, {each.billing_code}: {each.reason}")


def _summary(done: Imported) -> str:
    return (
        f"{done.lines} payments: {done.paid} cases paid, {done.known} known from before, "
        f"{len(done.unmatched)} without a match"
    )
