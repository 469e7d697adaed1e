"""Loads the policy folder: all of it, or none of it with every fault named."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from serambi.counters.cli.terminal import progress_console
from serambi.counters.common.clock import now
from serambi.counters.common.policy_folder import POLICY_FOLDER, read_policy
from serambi.procedures.load_policy import Loaded, load_policy
from serambi.rules.policyfile.faults import PolicyFaults
from serambi.rules.policyset import Policy
from serambi.rules.refusal import Refusal, Refused


class Command(BaseCommand):
    help = (
        "Load instruments, regions, offices, services, fees, risk and holidays from a folder. Doing it twice is safe."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "path", nargs="?", type=Path, default=POLICY_FOLDER, help="default: the folder that comes along"
        )

        parser.add_argument(
            "--keep-recorded",
            action="store_true",
            help="leave out, and name, instruments whose file differs from what is recorded, instead of refusing all",
        )

    def handle(self, *args: Any, path: Path, verbosity: int, keep_recorded: bool, **options: Any) -> None:
        if not path.is_dir():
            raise CommandError(f"{path} is no folder. Expected one that holds regions.csv, offices.csv, instruments/ …")
        with progress_console().status(f"Reading {path} …") as status:
            policy = self._read(path)
            status.update("Writing …")
            loaded = load_policy(policy=policy, now=now(), by="serambi load", keeps_recorded=keep_recorded)
        for number in loaded.kept:
            said = "is recorded with another text than its file has; the record stays. Amend it by another order."
            self.stderr.write(f"{number} {said}", style_func=str)
        if verbosity:
            self.stdout.write(_summary(loaded))

    def _read(self, path: Path) -> Policy:
        try:
            return read_policy(path)
        except PolicyFaults as found:
            self.stderr.write(str(found), style_func=str)
            raise Refused(Refusal("policy.faults", None, {"faults": len(found.faults)})) from found


def _summary(loaded: Loaded) -> str:
    return (
        f"{loaded.instruments} instruments ({loaded.new_instruments} new), "
        f"{loaded.assessments} risk assessments ({loaded.new_assessments} new), "
        f"{loaded.regions} regions, {loaded.offices} offices, {loaded.services} services, {loaded.fees} fees"
    )
