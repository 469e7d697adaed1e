"""Stops the database that `serambi up` leaves running."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from serambi.config import postgres


class Command(BaseCommand):
    help = "Stop the database that `serambi up` left running. Nothing that was kept is lost."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        was_running = postgres.stop(settings.VAR / "postgres")
        self.stdout.write("The database is stopped." if was_running else "The database was not running.")
