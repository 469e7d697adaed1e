"""Stops the database that `serambi up` leaves running."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from serambi.config import postgres
from serambi.counters.cli import service

STILL_UP = "The service still ran and has no database now: end it with ^C, and start it with make up."


class Command(BaseCommand):
    help = "Stop the database that `serambi up` left running. Nothing that was kept is lost."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        is_up = service.is_up(settings.VAR)
        was_running = postgres.stop(settings.VAR / "postgres")
        self.stdout.write("The database is stopped." if was_running else "The database was not running.")
        if was_running and is_up:
            self.stdout.write(STILL_UP)
