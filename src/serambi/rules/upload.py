"""What may be sent before a visit: which files, how large, how many, in which pieces, and what becomes of them."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from serambi.rules.refusal import Refusal

MEBIBYTE = 1024 * 1024

MAX_FILE_BYTES = 10 * MEBIBYTE
"""One file as sent (issue 5 part 3; reliability T8)."""

MAX_KEPT_BYTES = 20 * MEBIBYTE
"""One file as kept: pages drawn anew can weigh more than they came (a setting of ours)."""

MAX_MEGAPIXELS = 40
"""One picture; today's telephones take 12 to 24 unless told otherwise (a setting of ours)."""

MAX_SIDE_PIXELS = 20_000
MAX_PAGES = 30
"""One PDF (a setting of ours)."""

MAX_FILES_PER_PERSON = 20
MAX_BYTES_PER_PERSON = 50 * MEBIBYTE
"""Over all bookings of a person, as sent (reliability T8d)."""

MAX_TRIES_PER_DAY = 60
"""Uploads a person may begin in 24 hours, refused and dropped ones included (a setting of ours)."""

CHUNK_BYTES = MEBIBYTE // 2
"""A piece of a resumable upload: on a slow telephone line at most half a minute is lost."""

RECEIVING_HOURS = 24
"""How long an unfinished upload waits for its rest (a setting of ours)."""

MAX_DISK_PERCENT = 90
"""Fuller than this, no uploads are taken, so that bookings go on (reliability 3.2)."""

KEPT_PICTURE_PIXELS = 12_000_000
"""A larger picture is made smaller: an A4 sheet has 8.7 million pixels at 300 dots per inch."""

KEPT_PAGES_PIXELS = 60_000_000
"""Shared by the pages of a PDF: 200 dots per inch up to 15 A4 pages, 140 for 30."""

PAGE_DOTS_PER_INCH = 200

WORK_MEMORY_BYTES = 300 * MEBIBYTE
WORK_SECONDS = 9
"""What reading one file may take; with the start of its process at most 10 s (issue 5; reliability T8)."""

REASON_MAX_CHARACTERS = 300


class MediaType(StrEnum):
    """The kinds of file that are taken; everything else is refused."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    PDF = "application/pdf"


SIGNATURES = {
    b"\xff\xd8\xff": MediaType.JPEG,
    b"\x89PNG\r\n\x1a\n": MediaType.PNG,
    b"%PDF-": MediaType.PDF,
}


class UploadState(StrEnum):
    """An upload is receiving until it is kept or refused; its holder may drop it."""

    RECEIVING = "receiving"
    KEPT = "kept"
    REFUSED = "refused"
    DROPPED = "dropped"


class Mark(StrEnum):
    """What an officer found."""

    SEEN = "seen"
    FITS = "fits"
    DOES_NOT_FIT = "does_not_fit"


@dataclass(frozen=True, slots=True)
class Announced:
    """An upload as its sender announces it: for which document, how many bytes, and their SHA-256 in hex."""

    document: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a person has sent: files and bytes that are kept or coming, and uploads begun in the last 24 hours."""

    files: int
    bytes: int
    tries: int


def media_type_of(content: bytes) -> MediaType | None:
    """The kind of a file by its first bytes, never by its name; None for what is not taken.

    A PDF must begin at the first byte, although readers forgive other bytes before it: files that are two things at
    once live there.
    """
    return next((kind for signature, kind in SIGNATURES.items() if content.startswith(signature)), None)


def why_not_start(
    announced: Announced, *, asked: Collection[str], holdings: Holdings, is_expected: bool
) -> Refusal | None:
    """Say why an upload may not begin.

    `asked` are the codes of the documents asked of the visit; `is_expected`: the visit is still to come or under way.
    Codes: `upload.booking_over`, `upload.document_unknown`, `upload.empty`, `upload.too_big`, `upload.quota_files`,
    `upload.quota_bytes`, `upload.too_many_tries`. Source: issue 5 part 3, reliability T8.
    """
    if not is_expected:
        return Refusal("upload.booking_over")
    if announced.document not in asked:
        return Refusal("upload.document_unknown", "document")
    if announced.size < 1:
        return Refusal("upload.empty", "file")
    if announced.size > MAX_FILE_BYTES:
        return Refusal("upload.too_big", "file", {"most_mb": MAX_FILE_BYTES // MEBIBYTE})
    if holdings.files >= MAX_FILES_PER_PERSON:
        return Refusal("upload.quota_files", "file", {"most": MAX_FILES_PER_PERSON})
    if holdings.bytes + announced.size > MAX_BYTES_PER_PERSON:
        return Refusal("upload.quota_bytes", "file", {"most_mb": MAX_BYTES_PER_PERSON // MEBIBYTE})
    if holdings.tries >= MAX_TRIES_PER_DAY:
        return Refusal("upload.too_many_tries", "file", {"most": MAX_TRIES_PER_DAY})
    return None


def why_no_room(disk_percent: int) -> Refusal | None:
    """Say `upload.no_room` when the disk is too full for uploads (whole percent used)."""
    return Refusal("upload.no_room") if disk_percent >= MAX_DISK_PERCENT else None


def why_not_add_chunk(*, state: UploadState, size: int, received: int, offset: int, length: int) -> Refusal | None:
    """Say why a piece is not taken: it must begin where the received ends and stay within the announced size.

    The fact `received` tells a resuming sender where to go on. Codes: `upload.not_receiving`, `upload.chunk_size`,
    `upload.offset`, `upload.longer_than_said`.
    """
    if state != UploadState.RECEIVING:
        return Refusal("upload.not_receiving")
    if not 0 < length <= CHUNK_BYTES:
        return Refusal("upload.chunk_size", None, {"most": CHUNK_BYTES})
    if offset != received:
        return Refusal("upload.offset", "offset", {"received": received})
    if offset + length > size:
        return Refusal("upload.longer_than_said", None, {"size": size})
    return None


def why_not_finish(*, size: int, received: int) -> Refusal | None:
    """Say `upload.incomplete` while bytes are missing; `received` tells where to go on."""
    return Refusal("upload.incomplete", None, {"received": received, "size": size}) if received != size else None


def why_not_content(*, announced_sha256: str, found_sha256: str) -> Refusal | None:
    """Say `upload.changed` when what arrived is not what was announced."""
    return Refusal("upload.changed") if announced_sha256 != found_sha256 else None


def why_not_picture(*, width: int, height: int) -> Refusal | None:
    """Say why a picture of this size, as its header has it, is not even opened: `upload.too_many_pixels`."""
    if width * height > MAX_MEGAPIXELS * 1_000_000 or max(width, height) > MAX_SIDE_PIXELS:
        return Refusal("upload.too_many_pixels", "file", {"most_megapixels": MAX_MEGAPIXELS})
    return None


def why_not_pages(pages: int) -> Refusal | None:
    """Say `upload.broken` for a PDF without pages, `upload.too_many_pages` for more than 30."""
    if pages < 1:
        return Refusal("upload.broken", "file")
    return Refusal("upload.too_many_pages", "file", {"most": MAX_PAGES}) if pages > MAX_PAGES else None


def why_not_drop(*, state: UploadState, is_marked: bool) -> Refusal | None:
    """Say why a holder may not take a file back: `upload.not_found` when it is gone, `upload.marked` once judged."""
    if state == UploadState.DROPPED:
        return Refusal("upload.not_found")
    return Refusal("upload.marked") if is_marked else None


def why_not_mark(*, state: UploadState, mark: str, reason: str) -> Refusal | None:
    """Say why a mark is not taken; only "does not fit" needs a reason, which its holder reads.

    Codes: `upload.not_found`, `mark.unknown`, `mark.reason_missing`, `mark.reason_too_long`.
    """
    if state != UploadState.KEPT:
        return Refusal("upload.not_found")
    if mark not in list(Mark):
        return Refusal("mark.unknown", "mark")
    if mark == Mark.DOES_NOT_FIT and not reason.strip():
        return Refusal("mark.reason_missing", "reason")
    if len(reason) > REASON_MAX_CHARACTERS:
        return Refusal("mark.reason_too_long", "reason", {"most": REASON_MAX_CHARACTERS})
    return None


def page_scale(*, width_points: float, height_points: float, pages: int) -> float:
    """Pixels per point (1/72 inch) to draw a page of a PDF at: 200 dots per inch, less where pages are many or huge."""
    area = max(width_points * height_points, 1.0)
    within_budget = (KEPT_PAGES_PIXELS / pages / area) ** 0.5
    return float(min(PAGE_DOTS_PER_INCH / 72, within_budget))


def times_smaller(*, width: int, height: int) -> int:
    """By which whole number the sides of a picture are divided before it is kept; 1 leaves it as it is."""
    divisor = 1
    while (width // divisor) * (height // divisor) > KEPT_PICTURE_PIXELS:
        divisor += 1
    return divisor
