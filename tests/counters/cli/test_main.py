import pytest
from django.core.management.base import CommandError

from serambi.config import postgres
from serambi.counters.cli import main
from serambi.rules.refusal import Refusal, Refused


@pytest.fixture(autouse=True)
def no_start(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nowhere/serambi")


def _let_down_raise(monkeypatch, error: BaseException) -> None:
    def handle(self, *args, **options):
        raise error

    monkeypatch.setattr("serambi.counters.cli.management.commands.down.Command.handle", handle)


def test_run_of_nothing_helps(capsys):
    assert main.run(["serambi"]) == main.DONE
    assert "    down\n" in capsys.readouterr().out


def test_run_also_knows_djangos_commands(capsys):
    assert main.run(["serambi", "diffsettings", "--help"]) == main.DONE


def test_run_of_an_unknown_command_is_wrong_use(capsys):
    assert main.run(["serambi", "dwon"]) == main.WRONG_USE
    assert capsys.readouterr().err == "serambi has no command 'dwon'. All commands: serambi help\n"


def test_run_with_an_unknown_option_is_wrong_use(capsys):
    assert main.run(["serambi", "down", "--fast"]) == main.WRONG_USE


def test_run_that_is_refused_prints_the_code(monkeypatch, capsys):
    _let_down_raise(monkeypatch, Refused(Refusal("instrument.not_competent", facts={"issuer": "SE 1"})))

    assert main.run(["serambi", "down"]) == main.REFUSED
    assert capsys.readouterr().err == "instrument.not_competent\n  issuer: SE 1\n"


def test_run_of_our_command_that_says_commanderror_is_wrong_use(monkeypatch, capsys):
    _let_down_raise(monkeypatch, CommandError("No such office."))

    assert main.run(["serambi", "down"]) == main.WRONG_USE
    assert capsys.readouterr().err.endswith("No such office.\n")


def test_run_that_is_interrupted(monkeypatch):
    _let_down_raise(monkeypatch, KeyboardInterrupt())

    assert main.run(["serambi", "down"]) == main.INTERRUPTED


def test_run_without_a_database_says_what_to_do(monkeypatch, capsys):
    def refuse(folder):
        raise postgres.NoDatabase("Set DATABASE_URL.")

    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr(postgres, "start", refuse)

    assert main.run(["serambi", "migrate"]) == main.WRONG_USE
    assert capsys.readouterr().err == "Set DATABASE_URL.\n"


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        (["serambi", "load"], True),
        (["serambi", "migrate"], True),
        (["serambi", "load", "--help"], False),
        (["serambi", "up"], False),
        (["serambi", "down"], False),
    ],
)
def test_needs_database(monkeypatch, argv, expected):
    monkeypatch.delenv("DATABASE_URL")

    assert main._needs_database(argv[1], argv) is expected
