"""Hostile files: every one refused, or drawn anew without its trick; little memory, little time."""

import io
import random
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from PIL import Image, ImageStat

from serambi.procedures.steps import clean_file as reading
from serambi.procedures.steps.clean_file import clean_file, preview_page
from serambi.procedures.steps.cleaning.redrawn import Redrawn
from serambi.rules.refusal import Refusal
from serambi.rules.upload import MAX_FILE_BYTES
from tests.hostile_files import families, hostile_files
from tests.innocent_files import EITHER, REDRAWN, REFUSED, Hostile, exif_with_place, jpeg, pdf, phone_photo, png
from tests.kept_files import faults_in

MOST_MEGABYTES, MOST_SECONDS = 300, 10
# Runs the command and writes its peak; a process of its own, because a peak is handed on by whoever starts a process.
MEASURE = """
import os, resource, subprocess, sys
done = subprocess.run(sys.argv[2:])
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
if done.returncode < 0:
    os.kill(os.getpid(), -done.returncode)
sys.exit(done.returncode)
"""


@pytest.fixture
def peak_megabytes(file_folder, tmp_path, monkeypatch):
    """How much memory the last reading took at most."""
    note, run = tmp_path / "peak", subprocess.run

    def measured(command, **options):
        return run([sys.executable, "-c", MEASURE, str(note), *command], **options)

    monkeypatch.setattr(reading.subprocess, "run", measured)
    return lambda: int(note.read_text()) / 1024


def test_there_are_enough_of_them():
    assert len({hostile.trick for hostile in hostile_files()}) >= 120


@pytest.mark.parametrize("family", families())
def test_hostile_files_are_refused_or_drawn_anew(family, peak_megabytes):
    faults = {hostile.trick: _faults_with(hostile, peak_megabytes) for hostile in families()[family]()}

    assert {trick: found for trick, found in faults.items() if found} == {}


def _faults_with(hostile: Hostile, peak_megabytes: Callable[[], float]) -> list[str]:
    if len(hostile.content) > MAX_FILE_BYTES or not hostile.content:
        return []  # the rule refuses these by their length (tests/rules/test_upload.py)
    began = time.monotonic()
    outcome = clean_file(hostile.content)
    took = time.monotonic() - began
    faults = faults_in(outcome) if isinstance(outcome, Redrawn) else []
    if hostile.must not in (REDRAWN if isinstance(outcome, Redrawn) else REFUSED, EITHER):
        faults.append(f"became {outcome}")
    if took > MOST_SECONDS:
        faults.append(f"took {took:.1f} s")
    if outcome != Refusal("upload.kind", "file") and peak_megabytes() > MOST_MEGABYTES:
        faults.append(f"took {peak_megabytes():.0f} MB")
    return faults


@pytest.mark.parametrize("turned", range(1, 9))
def test_picture_stands_upright(turned, file_folder):
    upright = Image.new("RGB", (60, 40), "white")
    upright.paste("black", (0, 0, 20, 10))
    back = {2: 0, 3: 3, 4: 1, 5: 5, 6: 2, 7: 6, 8: 4}
    lying = upright if turned == 1 else upright.transpose(Image.Transpose(back[turned]))

    outcome = clean_file(jpeg(lying, quality=95, exif=exif_with_place(turned)))

    seen = Image.open(io.BytesIO(outcome.content)).convert("L")
    assert seen.size == (60, 40)
    assert ImageStat.Stat(seen.crop((2, 2, 18, 8))).mean[0] < 40
    assert ImageStat.Stat(seen.crop((30, 20, 60, 40))).mean[0] > 215


def test_large_photo_is_kept_with_twelve_megapixels_at_most(file_folder):
    outcome = clean_file(jpeg(Image.new("RGB", (8000, 5000), "teal"), quality=50))

    assert Image.open(io.BytesIO(outcome.content)).size == (4000, 2500)


def test_every_page_of_a_pdf_is_drawn_as_it_looked(file_folder):
    outcome = clean_file(pdf(pages=2))

    assert (outcome.media_type, outcome.pages) == ("application/pdf", 2)
    page = preview_page(outcome.content, page=2, longest=300)
    drawn = Image.open(io.BytesIO(page.content)).convert("RGB")
    assert drawn.size == (300, 200)
    red, _, blue = drawn.getpixel((80, 120))
    assert blue > 200 > 60 > red


def test_see_through_picture_lies_on_white_paper(file_folder):
    outcome = clean_file(png(Image.new("RGBA", (50, 50), (255, 0, 0, 0))))

    assert Image.open(io.BytesIO(outcome.content)).getpixel((25, 25)) == (255, 255, 255)


def test_preview_is_a_small_png_and_no_page_beyond_the_last(file_folder):
    kept = clean_file(phone_photo())

    small = preview_page(kept.content, page=1, longest=320)

    with Image.open(io.BytesIO(small.content)) as picture:
        assert (picture.format, picture.size) == ("PNG", (240, 320))
    assert preview_page(kept.content, page=2, longest=320) == Refusal("upload.not_found")


def test_process_that_reads_is_given_no_keys(file_folder, monkeypatch):
    seen = {}
    monkeypatch.setattr(
        reading.subprocess,
        "run",
        lambda command, **options: seen.update(options) or subprocess.CompletedProcess(command, 1, b"", b""),
    )

    assert clean_file(jpeg()) == Refusal("upload.broken", "file")
    assert set(seen["env"]) == {"PYTHONPATH", "MALLOC_ARENA_MAX"}


def test_grainy_scan_of_thirty_pages_is_written_coarser_rather_than_refused(peak_megabytes):
    grain = Image.frombytes("L", (620, 877), random.Random(1).randbytes(620 * 877)).resize((1240, 1754))
    written = io.BytesIO()
    grain.save(written, "PDF", save_all=True, append_images=[grain] * 29, quality=10)

    outcome = clean_file(written.getvalue())

    assert isinstance(outcome, Redrawn), outcome
    assert (outcome.pages, faults_in(outcome)) == (30, [])
    assert peak_megabytes() <= MOST_MEGABYTES
