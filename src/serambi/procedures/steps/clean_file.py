"""Have a file read by a process of its own, and take only what that process drew anew."""

import logging
import subprocess
import sys
from pathlib import Path

import serambi
from serambi.procedures.steps.cleaning.redrawn import Redrawn, from_wire
from serambi.records import sealed_files
from serambi.rules.refusal import Refusal
from serambi.rules.upload import MAX_KEPT_BYTES, WORK_SECONDS, media_type_of

MODULE = "serambi.procedures.steps.cleaning"
WAITING_SECONDS = 30
"""How long a file waits for its turn before its sender is asked to try again."""

OUT_OF_MEMORY = 3

log = logging.getLogger(__name__)


def clean_file(content: bytes) -> Redrawn | Refusal:
    """Draw a JPEG, PNG or PDF anew; or say why it is not taken.

    Takes at most 300 MB and 10 s of another process. Codes: `upload.kind`, `upload.broken`, `upload.too_heavy`,
    `upload.too_many_pixels`, `upload.too_many_pages`, `upload.encrypted`, `upload.living_form`, `upload.busy`.
    Raises OSError when the folder of files cannot be used. Source: reliability T8, threats 11 and 12.
    """
    if media_type_of(content) is None:
        return Refusal("upload.kind", "file")
    return _run(content, "clean", str(sealed_files.folder()))


def preview_page(content: bytes, *, page: int, longest: int) -> Redrawn | Refusal:
    """Make a PNG of a page (counted from 1) of a kept file; `upload.not_found` when it has no such page."""
    return _run(content, "preview", str(page), str(longest))


def _run(content: bytes, *arguments: str) -> Redrawn | Refusal:
    # Only our own package and its libraries are found, and of the environment nothing: it holds the keys.
    search = [str(Path(serambi.__file__).parents[1]), *(path for path in sys.path if path.endswith("site-packages"))]
    command = [sys.executable, "-s", "-B", "-m", MODULE, *arguments]
    try:
        done = subprocess.run(
            command,
            input=content,
            capture_output=True,
            cwd="/",
            env={"PYTHONPATH": ":".join(search), "MALLOC_ARENA_MAX": "1"},
            timeout=WAITING_SECONDS + WORK_SECONDS,
        )
    except subprocess.TimeoutExpired:
        return Refusal("upload.busy")
    if done.returncode < 0 or done.returncode == OUT_OF_MEMORY:
        return Refusal("upload.too_heavy", "file")
    if done.returncode != 0:
        last = done.stderr.decode(errors="replace").strip().rpartition("\n")[2]
        log.warning("upload.unreadable exit=%s error=%s", done.returncode, last.partition(":")[0][:80])
        return Refusal("upload.broken", "file")
    outcome = from_wire(done.stdout)
    if isinstance(outcome, Redrawn) and len(outcome.content) > MAX_KEPT_BYTES:
        return Refusal("upload.too_heavy", "file")
    return outcome
