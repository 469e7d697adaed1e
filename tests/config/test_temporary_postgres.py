import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from serambi.config.temporary_postgres import FAST, temporary

OWNER = """
import time
from serambi.config.temporary_postgres import temporary
with temporary() as address:
    print(address, flush=True)
    time.sleep(60)
"""


def _can_connect(address: str) -> bool:
    try:
        psycopg.connect(address).close()
    except psycopg.OperationalError:
        return False
    return True


def test_temporary_ends_with_the_block():
    with temporary(options=FAST) as address, psycopg.connect(address) as connection:
        fsync = connection.execute("SHOW fsync").fetchone()
    folder = Path(psycopg.conninfo.conninfo_to_dict(address)["host"])

    assert fsync == ("off",)
    assert (folder.exists(), _can_connect(address)) == (False, False)


def test_temporary_ends_with_a_block_that_fails():
    with pytest.raises(ZeroDivisionError), temporary(options=FAST) as address:
        1 / 0  # noqa: B018 - it is the failure

    assert not _can_connect(address)


def test_temporary_ends_when_its_owner_is_killed():
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True)
    address = owner.stdout.readline().strip()
    assert _can_connect(address)

    os.kill(owner.pid, signal.SIGKILL)
    owner.wait()

    until = time.monotonic() + 20
    while _can_connect(address) and time.monotonic() < until:
        time.sleep(0.1)
    assert not _can_connect(address)
