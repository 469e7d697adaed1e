"""Brings up the whole service on this machine: database, tables, policy, places, pages, jobs."""

import argparse
import os
import secrets
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.table import Table

from serambi.config import offset, postgres
from serambi.counters.cli import service, terminal
from serambi.counters.common import clock
from serambi.counters.common.hurry import plan_ahead_soon
from serambi.counters.common.mail import is_mail_set, server_of
from serambi.procedures.ensure_staff import ensure_staff
from serambi.records.queries.ledger import newest_entry_at
from serambi.records.queries.offices import is_an_office_unplanned

GOES_ON_DAYS = 7
"""A service that was stopped further on than this starts anew: nobody wants last year's tour to go on."""
OFFICE, OFFICE_ZONE = "serang", ZoneInfo("Asia/Jakarta")
PLANNED_DAYS = 60
USERNAME, ROLE = "petugas", "office_head"
PASSWORD_BYTES = 12
Result = TypeVar("Result")


class Command(BaseCommand):
    help = "Start everything on 127.0.0.1 and stay until ^C. Doing it again keeps what is there."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=_port, default=8000, help="default: 8000")
        parser.add_argument(
            "--as-of",
            type=terminal.instant,
            default=None,
            help=(
                "when the service lives, such as 2020-09-10T07:30+07:00; it runs on from there, and a later start "
                f"goes on where the one before stopped, unless that was more than {GOES_ON_DAYS} days on"
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        port, as_of = options["port"], options["as_of"]
        for taken in filter(service.is_taken, (port, port + 1)):  # pages and API, and beside them the event streams
            raise CommandError(f"Port {taken} is in use. Stop what uses it, or choose another: make up PORT=8010")
        os.environ.setdefault("SERAMBI_EVENTS_URL", f"http://{service.HOST}:{port + 1}")
        # What messages link to; the worker writes them.
        os.environ.setdefault("SERAMBI_PUBLIC_URL", f"http://{service.HOST}:{port}")
        console = Console()
        with service.mark_up(settings.VAR):
            password = _prepare(console, as_of)
            _serve(console, port, password)


def _port(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"'{text}' is no port; expected a number from 1 to 65535, such as 8000")


def _prepare(console: Console, as_of: datetime | None) -> str:
    """Make everything ready that is not yet; give the password of the first staff account."""
    database = settings.VAR / "postgres"
    if not os.environ.get("DATABASE_URL"):
        _step(console, "Database", lambda: postgres.start(database))
    _step(console, "Tables", lambda: call_command("migrate", interactive=False, verbosity=0))
    _set_clock(console, as_of)
    _step(console, "Policy", lambda: call_command("load", keep_recorded=True, verbosity=0))
    today = clock.now().astimezone(OFFICE_ZONE).date()
    until = today + timedelta(days=PLANNED_DAYS)
    _step(console, "Places", lambda: call_command("plan", OFFICE, str(today), str(until), verbosity=0))
    if is_an_office_unplanned(from_on=today):
        plan_ahead_soon()
    _step(console, "Style sheets", lambda: call_command("collectstatic", interactive=False, verbosity=0))
    return _step(console, "Staff account", lambda: _first_login(settings.VAR / "staff-login.txt"))


def _set_clock(console: Console, as_of: datetime | None) -> None:
    """Settle when the service lives, for the web server, the worker and every command of this installation."""
    file = offset.clock_file(settings.VAR)
    if as_of is None:
        offset.forget_offset(file)
        return
    starts_at = _goes_on_at(as_of)
    offset.keep_offset(file, (starts_at - datetime.now(UTC)).total_seconds())
    if starts_at != as_of:
        said = starts_at.astimezone(OFFICE_ZONE)
        console.print(f"[green]✓[/] Time goes on where it stopped: {said:%d %B %Y %H:%M} WIB", highlight=False)


def _goes_on_at(as_of: datetime) -> datetime:
    """Not before what was written down last: a history that runs backwards would forget locks and deadlines."""
    newest = newest_entry_at(from_at=as_of, until_at=as_of + timedelta(days=GOES_ON_DAYS))
    return max(as_of, newest) if newest else as_of


def _step(console: Console, name: str, work: Callable[[], Result]) -> Result:
    started = time.monotonic()
    with console.status(f"{name} …"):
        result = work()
    console.print(f"[green]✓[/] {name} [dim]{time.monotonic() - started:.1f} s[/]", highlight=False)
    return result


def _first_login(file: Path) -> str:
    """Make sure of a staff account and give its password: the one in the file, made with the account."""
    is_first = not file.exists()
    if is_first:
        file.touch(mode=0o600)
        file.write_text(f"{USERNAME} {secrets.token_urlsafe(PASSWORD_BYTES)}\n")
    password = file.read_text().split()[1]
    was_made = ensure_staff(
        username=USERNAME, password=password, office_code=OFFICE, role=ROLE, now=clock.now(), by="serambi up"
    )
    if is_first and not was_made:
        file.unlink()
        return "(as it was before)"
    return password


def _serve(console: Console, port: int, password: str) -> None:
    commands = [service.web_command(port), service.events_command(port + 1), service.worker_command()]
    with service.running(commands) as processes:
        try:
            if not all(service.wait_until_answering(each, processes) for each in (port, port + 1)):
                raise CommandError("The service did not come up; its last lines above say why.")
            console.print(_what_to_open(port, password))
            subprocess.Popen(service.warm_up_command(), stderr=subprocess.DEVNULL)
            code = service.wait_for_first_end(processes)
        except KeyboardInterrupt:
            console.print("Stopped. The database stays up; `make down` stops it.")
            return
    raise CommandError(f"A part of the service ended by itself (exit code {code}); its last lines above say why.")


def _what_to_open(port: int, password: str) -> Table:
    root = f"http://{service.HOST}:{port}"
    zone_time = clock.now().astimezone(OFFICE_ZONE)
    table = Table(title=f"Serambi · {zone_time:%d %B %Y %H:%M} WIB", show_header=False, title_justify="left")
    table.add_row("Public pages", f"{root}/{OFFICE}/")
    table.add_row("In English", f"{root}/en/{OFFICE}/")
    table.add_row("Orders in force", f"{root}/{OFFICE}/orders/")
    table.add_row("Board of the hall", f"{root}/{OFFICE}/board/")
    table.add_row("Staff", f"{root}/console/")
    table.add_row("Staff login", f"{USERNAME} / {password}")
    table.add_row("E-mail", _where_mail_goes())
    table.add_row("API", f"{root}/api/v1/docs")
    table.add_row("Stop", "^C; then `make down` for the database")
    return table


def _where_mail_goes() -> str:
    if not is_mail_set():
        return "messages wait in the outbox; SERAMBI_SMTP_URL and SERAMBI_MAIL_FROM send them"
    return f"through {server_of(settings.SMTP_SECRET_URL).host}"
