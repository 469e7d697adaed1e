"""The lines of the table, and steps that say how long they took."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from rich.console import Console

Done = TypeVar("Done")


@dataclass(frozen=True)
class Figure:
    """One line of the table. `aim` is what the mission asks, "" where it asks nothing."""

    what: str
    value: str
    times: str = ""
    ratio: str = ""
    aim: str = ""


class Steps:
    """Runs one step after the other and shows which one is running."""

    def __init__(self, console: Console) -> None:
        self.console = console

    def do(self, name: str, work: Callable[[], Done]) -> Done:
        started = time.monotonic()
        with self.console.status(f"{name} …"):
            done = work()
        self.console.print(f"[green]✓[/] {name} [dim]{time.monotonic() - started:.0f} s[/]", highlight=False)
        return done
