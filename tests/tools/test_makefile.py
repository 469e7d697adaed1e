"""What make starts ends with make."""

import shutil
import signal
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SERVICE = """#!/bin/sh
trap 'echo ended; exit 0' TERM
echo "$@"
for _ in $(seq 300); do sleep 0.1; done
"""
SECONDS = 30


@pytest.mark.skipif(shutil.which("make") is None, reason="the Makefile is tried with make itself")
def test_a_term_to_make_up_reaches_the_service(tmp_path):
    for name in ("python", "serambi"):
        (tmp_path / name).write_text(SERVICE)
        (tmp_path / name).chmod(0o755)
    stamp = tmp_path / "installed"
    stamp.touch()
    words = ["make", "--silent", "up", f"BIN={tmp_path}", f"RUN_STAMP={stamp}", "PORT=8123"]

    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as make:
        assert make.stdout is not None
        started = make.stdout.readline()
        make.send_signal(signal.SIGTERM)
        said, _ = make.communicate(timeout=SECONDS)

    assert started == "up --port 8123 --as-of 2020-09-10T07:30+07:00\n"
    assert said == "ended\n"
