import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from serambi.config import postgres

STARTER = """
import sys
from pathlib import Path
from serambi.config import postgres
print(postgres.start(Path(sys.argv[1])))
"""
STARTED_AS_ROOT = os.geteuid() == 0


@pytest.fixture
def folder():
    made = Path(tempfile.mkdtemp(prefix="serambi-test-"))
    made.chmod(0o755)
    yield made / "postgres"
    postgres.stop(made / "postgres")
    shutil.rmtree(postgres.location(made / "postgres").parent, ignore_errors=True)
    shutil.rmtree(made)


def _postmaster(folder: Path) -> int:
    return int((postgres.location(folder) / "postmaster.pid").read_text().splitlines()[0])


def _setting(address: str, name: str) -> str:
    with psycopg.connect(address) as connection:
        return connection.execute("SELECT current_setting(%s)", [name]).fetchone()[0]


def test_start_twice_attaches(folder):
    first = postgres.start(folder)
    pid = _postmaster(folder)

    second = postgres.start(folder)

    assert (second, _postmaster(folder)) == (first, pid)
    assert first == postgres.address(folder)


def test_start_keeps_what_is_committed_safe_on_disk(folder):
    address = postgres.start(folder)

    safe = [_setting(address, name) for name in ("fsync", "full_page_writes", "synchronous_commit")]

    assert safe == ["on", "on", "on"]


def test_start_after_kill_finds_everything_committed(folder):
    with psycopg.connect(postgres.start(folder)) as connection:
        connection.execute("CREATE TABLE place (number int)")
        connection.execute("INSERT INTO place VALUES (7)")
    os.kill(_postmaster(folder), signal.SIGKILL)

    address = postgres.start(folder)

    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT number FROM place").fetchall() == [(7,)]


def test_start_ignores_the_mark_of_a_dead_server_whose_number_lives_on(folder):
    postgres.start(folder)
    mark = postgres.location(folder) / "postmaster.pid"
    lines = mark.read_text().splitlines(keepends=True)
    postgres.stop(folder)
    mark.write_text("".join([f"{os.getpid()}\n", *lines[1:]]))

    assert postgres.is_running(folder) is False
    postgres.start(folder)

    assert postgres.is_running(folder) is True


def test_start_by_two_processes_at_once_gives_one_server(folder):
    starters = [
        subprocess.Popen([sys.executable, "-c", STARTER, str(folder)], stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]

    addresses = {starter.communicate()[0].strip() for starter in starters}

    assert addresses == {postgres.address(folder)}
    assert [starter.returncode for starter in starters] == [0, 0, 0]


def test_start_below_a_very_deep_folder_uses_a_short_socket(folder):
    deep = folder.parent / ("deep" * 30) / "postgres"
    deep.parent.mkdir()

    address = postgres.start(deep)

    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    short = Path(conninfo_to_dict(address)["host"])
    assert short.stat().st_mode & 0o777 == 0o700
    postgres.stop(deep)
    assert not short.exists()


@pytest.mark.skipif(not STARTED_AS_ROOT, reason="only root runs the database as another account")
def test_start_below_a_closed_folder_opens_nothing(folder):
    folder.parent.chmod(0o700)

    postgres.start(folder)

    assert folder.parent.stat().st_mode & 0o777 == 0o700
    assert postgres.location(folder).is_relative_to(postgres.STATE_FOLDER)
    assert postgres.location(folder).stat().st_mode & 0o777 == 0o700


def test_socket_folder_is_closed_to_other_accounts(folder):
    postgres.start(folder)

    assert postgres.location(folder).stat().st_mode & 0o077 == 0


def test_role_may_make_databases_and_nothing_more(folder):
    with psycopg.connect(postgres.start(folder)) as connection:
        found = connection.execute(
            "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
        ).fetchone()

    assert found == ("serambi", False, True, False)


def test_stop_says_whether_it_was_running(folder):
    postgres.start(folder)

    assert (postgres.stop(folder), postgres.stop(folder)) == (True, False)


def test_start_over_something_else_is_refused(folder):
    (folder / "data").mkdir(parents=True)

    with pytest.raises(postgres.NoDatabase, match="Move it away"):
        postgres.start(folder)


@pytest.mark.parametrize("name", ["psql", "pg_dump", "pg_restore", "pgbench", "pg_basebackup"])
def test_binary_runs(name):
    said = subprocess.run([postgres.binary(name), "--version"], capture_output=True, text=True, check=True)

    assert said.stdout.startswith(f"{name} (PostgreSQL) 18.")


def test_binary_unknown_is_refused():
    with pytest.raises(postgres.NoDatabase, match="No program pg_nothing"):
        postgres.binary("pg_nothing")
