"""Enacting an order in a process of its own, which can be killed at any moment."""

import multiprocessing
import os
import signal
import time
from multiprocessing.synchronize import Event


class Enactor:
    """A child process that stands ready with Django up, enacts when told, and can be killed while it does."""

    def __init__(self, database_url: str, text: str, signers: tuple[str, ...]) -> None:
        spawn = multiprocessing.get_context("spawn")
        self.ready, self.go = spawn.Event(), spawn.Event()
        arguments = (database_url, text, signers, self.ready, self.go)
        self.process = spawn.Process(target=_enact, args=arguments, daemon=True)
        self.process.start()

    def start(self) -> None:
        assert self.ready.wait(60)
        self.go.set()

    def kill_after(self, seconds: float) -> None:
        self.process.join(seconds)
        if self.process.is_alive() and self.process.pid:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.join()

    @property
    def was_killed(self) -> bool:
        """Whether the kill came before it was done by itself."""
        return self.process.exitcode == -signal.SIGKILL

    def finish(self) -> None:
        self.process.join(120)
        assert self.process.exitcode == 0


def carry_on(text: str, signers: tuple[str, ...]) -> None:
    """Enact unless that is done already, then do every task that is left; safe to call again and again."""
    from serambi.procedures.carry_out_task import carry_out_task
    from serambi.procedures.enact_instrument import enact_instrument
    from serambi.procedures.steps.durable import Busy
    from serambi.records.models import OrderTask
    from serambi.rules.refusal import Refused
    from tests.factories import NOW

    for by in signers:
        while True:
            try:
                enact_instrument(text=text, file="order.toml", now=NOW, by=by)
            except Busy:
                continue
            except Refused as refused:
                assert refused.refusal.code in ("instrument.already_recorded", "instrument.same_signer")
            break
    while tasks := list(OrderTask.objects.filter(done_at=None).values_list("pk", flat=True)):
        for task in tasks:
            try:
                carry_out_task(task_id=task, now=NOW, by="worker")
            except Busy:
                time.sleep(0.05)


def _enact(database_url: str, text: str, signers: tuple[str, ...], ready: Event, go: Event) -> None:
    os.environ["DATABASE_URL"] = database_url
    os.environ["DJANGO_SETTINGS_MODULE"] = "serambi.config.settings_test"
    import django  # here: the settings read the address of the database when they are imported

    django.setup()
    from django.db import connection

    connection.ensure_connection()
    ready.set()
    go.wait()
    carry_on(text, signers)
