import os

import pytest
from django.core.management.base import CommandError

from serambi.config import offset, postgres
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
    ours, also = capsys.readouterr().out.split("\nAlso, from Django and its parts:\n")
    assert [line.split()[0] for line in ours.splitlines()[2:] if line[2:3].strip()] == [
        *(
            "assess",
            "capacity",
            "daysheet",
            "decline",
            "down",
            "draw",
            "enact",
            "figures",
            "import-history",
            "import-payments",
        ),
        *("load", "nation", "plan", "regime", "roll-up", "rota", "simulate", "staff", "staff-token", "undo", "up"),
    ]
    assert {"migrate", "runserver"} <= set(also.split())


@pytest.mark.parametrize("word", ["--version", "version"])
def test_run_says_our_version(capsys, word):
    assert main.run(["serambi", word]) == main.DONE
    assert capsys.readouterr().out == "Serambi 0.1.0\n"


def test_run_also_knows_djangos_commands(capsys):
    assert main.run(["serambi", "diffsettings", "--help"]) == main.DONE


def test_run_of_an_unknown_command_is_wrong_use(capsys):
    assert main.run(["serambi", "dwon"]) == main.WRONG_USE
    assert capsys.readouterr().err == "serambi has no command 'dwon'. All commands: serambi help\n"


def test_run_with_an_unknown_option_is_wrong_use(capsys):
    assert main.run(["serambi", "down", "--fast"]) == main.WRONG_USE


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en_GB.UTF-8", "This issuer may not speak for that area."),
        ("id_ID.UTF-8", "Penerbit ini tidak berwenang atas wilayah itu."),
    ],
)
def test_run_that_is_refused_prints_code_sentence_and_facts(monkeypatch, capsys, language, sentence):
    monkeypatch.setenv("LC_ALL", language)
    _let_down_raise(monkeypatch, Refused(Refusal("instrument.not_competent", facts={"issuer": "SE 1"})))

    assert main.run(["serambi", "down"]) == main.REFUSED
    assert capsys.readouterr().err == f"instrument.not_competent: {sentence}\n  issuer: SE 1\n"


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


def test_run_that_starts_the_database_says_so(monkeypatch, capsys):
    running = []
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setattr(postgres, "is_running", lambda folder: bool(running))
    monkeypatch.setattr(postgres, "start", running.append)
    _let_down_raise(monkeypatch, KeyboardInterrupt())
    monkeypatch.setattr(main, "WITHOUT_DATABASE", set())

    main.run(["serambi", "down"])
    first = capsys.readouterr().err
    main.run(["serambi", "down"])
    second = capsys.readouterr().err

    assert (first, second) == ("The database was not running and is started; `make down` stops it again.\n", "")


def test_run_lives_when_the_service_lives(monkeypatch, tmp_path):
    seen = []
    monkeypatch.setenv("SERAMBI_VAR", str(tmp_path))
    monkeypatch.delenv(offset.NAME)
    offset.clock_file(tmp_path).write_text("-3600\n")
    monkeypatch.setattr(
        "serambi.counters.cli.management.commands.down.Command.handle",
        lambda self, *args, **options: seen.append(os.environ[offset.NAME]),
    )

    main.run(["serambi", "down"])

    assert seen == ["-3600"]


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
