"""The command `serambi`: the office's own commands and every command of Django.

Ends with 0 (done), 2 (used wrongly) or 3 (refused; the refusal's code is on standard error). Django's own
commands keep their own endings.
"""

import os
import sys
from collections.abc import Sequence

from serambi.config import folders, keys, postgres
from serambi.rules.refusal import Refused

DONE, WRONG_USE, REFUSED, INTERRUPTED = 0, 2, 3, 130
OUR_COMMANDS = "serambi.counters.cli"
# These ask the database nothing, or start it themselves.
WITHOUT_DATABASE = {"up", "down", "help", "version", "--version", "--help", "-h", "collectstatic", "check"}


def main() -> None:
    """Run the command line of this process and end it."""
    sys.exit(run(sys.argv))


def run(argv: Sequence[str]) -> int:
    """Run one command line (its first word is the program) and say how it ended."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serambi.config.settings")
    name = argv[1] if len(argv) > 1 else "help"
    try:
        keys.bring_secrets(folders.var_folder() / "secrets.env")
        if _needs_database(name, argv):
            postgres.start(folders.var_folder() / "postgres")
    except (postgres.NoDatabase, PermissionError) as problem:
        print(problem, file=sys.stderr)
        return WRONG_USE
    return _run_command(name, argv)


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
    if owner is None and not name.startswith("-") and name not in ("help", "version"):
        print(f"serambi has no command '{name}'. All commands: serambi help", file=sys.stderr)
        return WRONG_USE
    try:
        ManagementUtility([*argv[:1], *([file] if argv[1:] else []), *argv[2:]]).execute()
    except Refused as refused:
        print(refused.refusal.code, file=sys.stderr)
        for fact, value in refused.refusal.facts.items():
            print(f"  {fact}: {value}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as ended:
        # Django ends with 1 when a command says CommandError; in our own commands that is wrong use.
        is_wrong_use = ended.code == 1 and owner == OUR_COMMANDS
        return WRONG_USE if is_wrong_use else _number(ended.code)
    return DONE


def _number(code: object) -> int:
    return code if isinstance(code, int) else DONE if code is None else 1


if __name__ == "__main__":
    main()
