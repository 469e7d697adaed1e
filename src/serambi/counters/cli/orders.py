"""What the commands about orders share: who signs, the words of results, and doing every open share at once."""

import argparse
import getpass
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.core.management.base import CommandError, CommandParser
from rich.console import Console
from rich.progress import track

from serambi.counters.common.clock import now
from serambi.counters.common.enacting import one_line_ending
from serambi.procedures.carry_out_task import carry_out_task
from serambi.procedures.steps.carry_out import CarriedOut
from serambi.procedures.steps.durable import Busy
from serambi.records.queries.order_book import open_tasks_of
from serambi.rules.policyfile.faults import PolicyFaults
from serambi.rules.refusal import Refusal, Refused

NAME_CHARACTERS = 100
TRIES = 5


def add_signer(parser: CommandParser) -> None:
    parser.add_argument("--by", type=_name, default=None, help="who signs; default: the user of this terminal")


def add_json(parser: CommandParser) -> None:
    parser.add_argument("--json", action="store_true", help="print the answer of the API")


def signer(by: str | None) -> str:
    return by or _name(getpass.getuser())


def read_text(path: str) -> str:
    """The text of a file. Raises CommandError when there is none."""
    try:
        with open(path, encoding="utf-8") as opened:
            return one_line_ending(opened.read())
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not UTF-8 text") from error


def refused_faults(found: PolicyFaults) -> Refused:
    return Refused(Refusal("policy.faults", None, {"faults": len(found.faults)}))


def carry_out_all(causes: Sequence[str], done: CarriedOut, by: str, console: Console, is_quiet: bool) -> CarriedOut:
    """Do every office's share that is still open under these causes; what it all came to."""
    tasks = open_tasks_of(causes=causes)
    shown = track(tasks, description="Carrying out", console=console, disable=is_quiet)
    for task_id in shown:
        share = _share(task_id, by)
        if share is not None:
            done = _sum(done, share)
    # Whatever a worker took up meanwhile is done too.
    return replace(done, offices_left=len(open_tasks_of(causes=causes)))


def carried_out_text(done: CarriedOut) -> str:
    lines = [f"{done.offices_done} offices done, {done.offices_left} left; {done.slots_written} slots written"]
    if done.obligations:
        lines.append(f"{sum(done.obligations.values())} people displaced: {counts_text(done.obligations)}")
    if done.restored:
        lines.append(f"{done.restored} people have their places back")
    if done.promises_moved:
        lines.append(f"{done.promises_moved} cases are promised for another day")
    return "\n".join(lines)


def counts_text(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{people} {kind}" for kind, people in sorted(counts.items()))


def _share(task_id: int, by: str) -> CarriedOut | None:
    """Do one office's share, again when somebody else held its rows for too long."""
    for _attempt in range(TRIES - 1):
        try:
            return carry_out_task(task_id=task_id, now=now(), by=by)
        except Busy:
            continue
    return carry_out_task(task_id=task_id, now=now(), by=by)


def _sum(done: CarriedOut, share: CarriedOut) -> CarriedOut:
    return CarriedOut(
        offices_done=done.offices_done + share.offices_done,
        offices_left=done.offices_left,
        slots_written=done.slots_written + share.slots_written,
        obligations=Counter(done.obligations) + Counter(share.obligations),
        restored=done.restored + share.restored,
        promises_moved=done.promises_moved + share.promises_moved,
    )


def _name(text: str) -> str:
    if not text.isprintable() or not 1 <= len(text.strip()) <= NAME_CHARACTERS:
        raise argparse.ArgumentTypeError(f"expected a name of at most {NAME_CHARACTERS} characters")
    return text.strip()
