"""Makes a key by which a program acts for a member of staff."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from serambi.counters.cli import terminal
from serambi.counters.common.clock import now
from serambi.procedures.issue_staff_token import issue_staff_token

DAYS = 30


class Command(BaseCommand):
    help = "Make a key for calls of the API that are for staff (Authorization: Bearer …). It is shown only here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="for whom the program acts")
        parser.add_argument("--label", required=True, help="which program will hold it")
        parser.add_argument("--days", type=int, default=DAYS, help=f"how long it is good for; default: {DAYS}")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, username: str, label: str, days: int, **options: Any) -> None:
        key = issue_staff_token(username=username, label=label, days=days, now=now(), by="serambi staff-token")
        self.stdout.write(terminal.as_json({"token": key}) if options["json"] else key)
