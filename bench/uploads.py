"""A file of 10 MB read and drawn anew (issue 5: at most 300 MB in the worker): a photo, and a scan of ten pages."""

import io
import os
import random
import resource
import subprocess
import sys
import tempfile
import time

from PIL import Image

PHOTO, SCAN = (4000, 3000), (1654, 2339)
SCANNED_PAGES = 10
MEBIBYTE = 1024 * 1024
MOST_BYTES = 10 * MEBIBYTE
MEASURED = "import resource, subprocess, sys\n" + (
    "done = subprocess.run(sys.argv[1:], capture_output=True, stdin=sys.stdin.buffer)\n"
    "assert done.returncode == 0 and len(done.stdout) > 1000, done\n"
    "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)\n"
)
"""Runs a command and prints its peak in kB; started small, because a peak is handed on by whoever starts a process."""


def measure() -> dict[str, float]:
    """For a photo and a scan: size as sent, seconds, peak of the process that reads, growth of the one that asks.

    In a process of its own, because the peak of this one may stem from something else.
    """
    said = subprocess.run([sys.executable, "-m", "bench.uploads"], check=True, capture_output=True, text=True).stdout
    return {name: float(value) for name, value in (line.split() for line in said.splitlines())}


def photo() -> bytes:
    """A picture with the grain of a camera, saved so that it comes close to the cap."""
    grain = Image.frombytes("RGB", PHOTO, random.Random(1).randbytes(3 * PHOTO[0] * PHOTO[1]))
    for quality in range(95, 5, -5):
        written = io.BytesIO()
        grain.save(written, "JPEG", quality=quality)
        if written.tell() <= MOST_BYTES:
            break
    return written.getvalue() + bytes(MOST_BYTES - written.tell())


def scan() -> bytes:
    chance, pages = random.Random(2), []
    for _ in range(SCANNED_PAGES):
        grain = Image.frombytes("L", (SCAN[0] // 2, SCAN[1] // 2), chance.randbytes((SCAN[0] // 2) * (SCAN[1] // 2)))
        pages.append(grain.resize(SCAN).convert("RGB"))
    for quality in range(90, 5, -5):
        written = io.BytesIO()
        pages[0].save(written, "PDF", save_all=True, append_images=pages[1:], quality=quality)
        if written.tell() <= MOST_BYTES:
            break
    return written.getvalue()


def _made_elsewhere(name: str) -> bytes:
    """Made in a process of its own, so that the growth of this one is that of the upload."""
    code = f"import sys; from bench import uploads; sys.stdout.buffer.write(uploads.{name}())"
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "serambi.config.settings_test"
    made = {name: _made_elsewhere(name) for name in ("photo", "scan")}
    with tempfile.TemporaryDirectory() as var:
        os.environ["SERAMBI_VAR"] = var
        import django

        django.setup()
        from serambi.procedures.steps.clean_file import clean_file
        from serambi.procedures.steps.cleaning.redrawn import Redrawn
        from serambi.records import sealed_files

        for name, content in made.items():
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            began = time.perf_counter()
            drawn = clean_file(content)
            assert isinstance(drawn, Redrawn), drawn
            sealed_files.settle("bench", sealed_files.write_draft("bench", drawn.content))
            seconds = time.perf_counter() - began
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
            reader = [sys.executable, "-m", "serambi.procedures.steps.cleaning", "clean", f"{sealed_files.folder()}"]
            with tempfile.TemporaryFile() as opened:
                opened.write(content)
                opened.seek(0)
                peak = subprocess.run(
                    [sys.executable, "-c", MEASURED, *reader], stdin=opened, check=True, capture_output=True, text=True
                ).stdout
            print(f"{name}_mb {len(content) / MEBIBYTE:.2f}")
            print(f"{name}_kept_mb {len(drawn.content) / MEBIBYTE:.2f}")
            print(f"{name}_seconds {seconds:.2f}")
            print(f"{name}_reader_peak_mb {int(peak) / 1024:.0f}")
            print(f"{name}_caller_growth_mb {grown / 1024:.0f}")


if __name__ == "__main__":
    main()
