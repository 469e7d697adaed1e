"""The command `serambi`: the office's own commands and every command of Django.

Ends with 0 (done), 2 (used wrongly) or 3 (refused; the refusal's code is on standard error). Django's own
commands keep their own endings.
"""

import os
import sys
import textwrap
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path

from serambi.config import folders, keys, offset, postgres
from serambi.rules.refusal import Refusal, Refused

DONE, WRONG_USE, REFUSED, INTERRUPTED = 0, 2, 3, 130
OUR_COMMANDS = "serambi.counters.cli"
HELP, VERSION = {"help", "--help", "-h"}, {"version", "--version"}
# These ask the database nothing, or start it themselves.
WITHOUT_DATABASE = {"up", "down", "collectstatic", "check", *HELP}
SETS_THE_CLOCK = "up"
HELP_COLUMNS = 100


def main() -> None:
    """Run the command line of this process and end it."""
    sys.exit(run(sys.argv))


def run(argv: Sequence[str]) -> int:
    """Run one command line (its first word is the program) and say how it ended."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.config.settings")
    name, var = argv[1] if len(argv) > 1 else "help", folders.var_folder()
    if name in VERSION:
        print(f"Serambi {metadata.version('serambi')}")
        return DONE
    try:
        keys.bring_secrets(var / "secrets.env")
        if name != SETS_THE_CLOCK:
            offset.bring_offset(offset.clock_file(var))
        if _needs_database(name, argv):
            _start_database(var / "postgres")
    except (postgres.NoDatabase, PermissionError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return WRONG_USE
    return _run_command(name, argv)


def _start_database(folder: Path) -> None:
    was_running = postgres.is_running(folder)
    postgres.start(folder)
    if not was_running:
        print("The database was not running and is started; `make down` stops it again.", file=sys.stderr)


def _needs_database(name: str, argv: Sequence[str]) -> bool:
    is_question = name in WITHOUT_DATABASE or "--help" in argv or "-h" in argv
    return not is_question and not os.environ.get("DATABASE_URL")


def _run_command(name: str, argv: Sequence[str]) -> int:
    # Django is imported late: it must not read the settings before the secrets are in the environment.
    import django
    from django.core.management import ManagementUtility, get_commands

    django.setup()
    # A command may have a dash in its name, the file of one may not.
    file = name if name.startswith("-") else name.replace("-", "_")
    owner = get_commands().get(file)
    if name in HELP and len(argv) <= 2:
        print(_list_of_commands(get_commands()))
        return DONE
    if owner is None and not name.startswith("-") and name not in ("help", "version"):
        print(f"serambi has no command '{name}'. All commands: serambi help", file=sys.stderr)
        return WRONG_USE
    try:
        ManagementUtility([*argv[:1], *([file] if argv[1:] else []), *argv[2:]]).execute()
    except Refused as refused:
        print(_told(refused.refusal), file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as ended:
        # Django ends with 1 when a command says CommandError; in our own commands that is wrong use.
        is_wrong_use = ended.code == 1 and owner == OUR_COMMANDS
        return WRONG_USE if is_wrong_use else _number(ended.code)
    return DONE


def _list_of_commands(owners: Mapping[str, object]) -> str:
    """Our own commands with what they do, then the names of all others."""
    from django.core.management import load_command_class

    ours = sorted(name for name, owner in owners.items() if owner == OUR_COMMANDS)
    others = sorted(name for name, owner in owners.items() if owner != OUR_COMMANDS)
    column = max(map(len, ours)) + 2
    lines = ["serambi COMMAND …    serambi COMMAND --help says more", ""]
    for name in ours:
        about = textwrap.wrap(load_command_class(OUR_COMMANDS, name).help, HELP_COLUMNS - column - 2)
        lines.append(f"  {name.replace('_', '-'):{column}}{about[0]}")
        lines += [" " * (column + 2) + line for line in about[1:]]
    also = textwrap.wrap(" ".join(others), HELP_COLUMNS - 2, break_on_hyphens=False)
    return "\n".join([*lines, "", "Also, from Django and its parts:", *(f"  {line}" for line in also)])


def _told(refusal: Refusal) -> str:
    """The code, the sentence that goes with it, and the facts behind it."""
    # They need the settings.
    from django.utils import translation

    from serambi.counters.cli import terminal
    from serambi.counters.common.refusals import sentence

    with translation.override(terminal.language()):
        said = f"{refusal.code}: {sentence(refusal)}"
    return "\n".join([said, *(f"  {fact}: {value}" for fact, value in refusal.facts.items())])


def _number(code: object) -> int:
    return code if isinstance(code, int) else DONE if code is None else 1


if __name__ == "__main__":
    main()
