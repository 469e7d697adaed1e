import os
import signal
import socket
import subprocess
import sys
import time

from serambi.counters.cli import service

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
OWNER = """
import time
from serambi.counters.cli import service
with service.running([["sleep", "60"]]) as processes:
    print(processes[0].pid, flush=True)
    time.sleep(60)
"""


def _is_alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_is_taken():
    with socket.socket() as taken:
        taken.bind((service.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]

        assert service.is_taken(port) is True
    assert service.is_taken(port) is False


def test_is_up_while_it_is_marked(tmp_path):
    before = service.is_up(tmp_path)
    with service.mark_up(tmp_path), service.mark_up(tmp_path):
        during = service.is_up(tmp_path)

    assert (before, during, service.is_up(tmp_path)) == (False, True, False)


def test_running_ends_all_of_them_with_the_block():
    with service.running([SLEEPER, SLEEPER]) as processes:
        alive = [process.poll() for process in processes]

    assert alive == [None, None]
    assert [process.returncode for process in processes] == [-signal.SIGTERM, -signal.SIGTERM]


def test_running_ends_with_its_owner_even_when_that_is_killed():
    owner = subprocess.Popen([sys.executable, "-c", OWNER], stdout=subprocess.PIPE, text=True)
    child = int(owner.stdout.readline())
    assert _is_alive(child)

    os.kill(owner.pid, signal.SIGKILL)
    owner.wait()

    until = time.monotonic() + 10
    while _is_alive(child) and time.monotonic() < until:
        time.sleep(0.05)
    assert not _is_alive(child)


def test_wait_for_first_end_gives_its_code():
    with service.running([SLEEPER, [sys.executable, "-c", "raise SystemExit(7)"]]) as processes:
        assert service.wait_for_first_end(processes) == 7


def test_wait_until_answering_gives_up_when_a_process_ended():
    with service.running([["false"]]) as processes:
        assert service.wait_until_answering(9, processes) is False


def test_warming_up_keeps_machine_code_for_the_others(tmp_path):
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}

    subprocess.run(service.warm_up_command(), env=environment, check=True, timeout=120)

    assert list(tmp_path.rglob("*.nbc"))
