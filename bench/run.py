"""`make bench`: each part on a database of its own, printed as a table; `--write` keeps it in docs/."""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import cases, figures_room, orders, places, visit_day
from bench.figures import Figure, Steps
from serambi.config import postgres

PARTS: dict[str, Callable[[Steps, int], list[Figure]]] = {
    "places": places.measure,
    "visit-day": lambda steps, _: visit_day.measure(steps),
    "orders": lambda steps, _: orders.measure(steps),
    "figures": lambda steps, _: figures_room.measure(steps),
    "cases": lambda steps, _: cases.measure(steps),
}
"""Every part by its name; only some ask for how many seconds to run."""

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
HEADINGS = ("", "reached", "p50 / p99", "of PostgreSQL", "aim")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", choices=[*PARTS, []], metavar="PART", help=f"of {', '.join(PARTS)} (default: all)"
    )
    parser.add_argument("--seconds", type=int, default=10, help="how long booking runs in each way (default 10)")
    parser.add_argument("--write", action="store_true", help="write the figures into docs/performance.md")
    asked = parser.parse_args()
    console = Console() if sys.stdout.isatty() else Console(width=150)
    for part in asked.parts or PARTS:
        load_before = os.getloadavg()[0]
        try:
            figures = PARTS[part](Steps(console), asked.seconds)
        except postgres.NoDatabase as missing:
            raise SystemExit(str(missing)) from missing
        console.print(_table(part, figures))
        if asked.write:
            _write(part, figures, asked.seconds, load_before)
            console.print(f"Written: {PAGE.relative_to(PAGE.parents[1])}")


def _table(part: str, figures: Iterable[Figure]) -> Table:
    table = Table(title=f"Serambi · {part} · {_machine()}", title_justify="left")
    for heading in HEADINGS:
        table.add_column(heading, justify="right" if heading else "left", no_wrap=True)
    for figure in figures:
        table.add_row(figure.what, figure.value, figure.times, figure.ratio, figure.aim)
    return table


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, Python {platform.python_version()}"


def _write(part: str, figures: Iterable[Figure], seconds: int, load_before: float) -> None:
    """Put the table between the marks of its part."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True).stdout.strip()
    rows = [HEADINGS, ("---", "---:", "---:", "---:", "---:")]
    rows += [(each.what, each.value, each.times, each.ratio, each.aim) for each in figures]
    lines = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    before, begin, rest = PAGE.read_text().partition(f"<!-- {part} -->\n")
    _, end, after = rest.partition(f"<!-- /{part} -->")
    if not (begin and end):
        raise SystemExit(f"{PAGE.name} has no marks for {part}")
    measured = (
        f"`.venv/bin/python -m bench {part} --seconds {seconds} --write` on {datetime.now(UTC):%d %B %Y}, commit "
        f"{commit}, {_machine()}, load average {load_before:.0f} before the start (0 is a quiet machine):"
    )
    PAGE.write_text(f"{before}{begin}{measured}\n\n{lines}\n{end}{after}")
