"""Makes a login for a member of staff."""

import argparse
import re
import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from serambi.counters.cli import orders, terminal
from serambi.counters.common.clock import now
from serambi.procedures.ensure_staff import ensure_staff
from serambi.rules.refusal import Refusal, Refused

PASSWORD_BYTES = 12
USERNAME = re.compile(r"[\w.@+-]{1,150}")  # what Django's users may be called


class Command(BaseCommand):
    help = "Make a login for a member of staff. Its password is shown only here."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", type=_username, help="the name to sign in with")
        parser.add_argument(
            "--role", required=True, help="clerk, supervisor or office_head of an office; directorate or auditor of all"
        )
        parser.add_argument("--office", default=None, help="its code, such as serang; not for directorate and auditor")
        orders.add_signer(parser)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, username: str, role: str, office: str | None, **options: Any) -> None:
        password, by = secrets.token_urlsafe(PASSWORD_BYTES), orders.signer(options["by"])
        was_made = ensure_staff(username=username, password=password, office_code=office, role=role, now=now(), by=by)
        if not was_made:
            raise Refused(Refusal("staff.added_already", "username", {"username": username}))
        if options["json"]:
            answer = {"username": username, "password": password, "role": role, "office": office}
            self.stdout.write(terminal.as_json(answer))
            return
        self.stdout.write(f"Staff login  {username} / {password}\nThe password is shown only here.")


def _username(text: str) -> str:
    if USERNAME.fullmatch(text):
        return text
    raise argparse.ArgumentTypeError(f"'{text}' is no user name; expected letters, digits and . @ + - _, such as ani")
