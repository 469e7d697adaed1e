"""What may be sent, how much, and in which pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serambi.rules import upload as rule
from serambi.rules.refusal import Refusal
from serambi.rules.upload import Announced, Holdings, Mark, MediaType, UploadState

NOTHING = Holdings(files=0, bytes=0, tries=0)
ASKED = ("ktp", "kk")


def announced(**changes: object) -> Announced:
    return Announced(**({"document": "ktp", "size": 1000, "sha256": "00"} | changes))  # type: ignore[arg-type]


def why(announced: Announced, holdings: Holdings = NOTHING, *, is_expected: bool = True) -> Refusal | None:
    return rule.why_not_start(announced, asked=ASKED, holdings=holdings, is_expected=is_expected)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff\xe0", MediaType.JPEG),
        (b"\x89PNG\r\n\x1a\nrest", MediaType.PNG),
        (b"%PDF-1.7", MediaType.PDF),
        (b" %PDF-1.7", None),
        (b"<svg>", None),
        (b"GIF89a", None),
        (b"", None),
    ],
)
def test_kind_follows_from_the_first_bytes(content, kind):
    assert rule.media_type_of(content) == kind


@pytest.mark.parametrize(
    ("asked", "holdings", "is_expected", "refusal"),
    [
        (announced(), NOTHING, True, None),
        (announced(), NOTHING, False, Refusal("upload.booking_over")),
        (announced(document="x"), NOTHING, True, Refusal("upload.document_unknown", "document")),
        (announced(size=0), NOTHING, True, Refusal("upload.empty", "file")),
        (announced(size=10 * 2**20), NOTHING, True, None),
        (announced(size=10 * 2**20 + 1), NOTHING, True, Refusal("upload.too_big", "file", {"most_mb": 10})),
        (announced(), Holdings(19, 0, 0), True, None),
        (announced(), Holdings(20, 0, 0), True, Refusal("upload.quota_files", "file", {"most": 20})),
        (announced(), Holdings(1, 50 * 2**20 - 1000, 0), True, None),
        (announced(), Holdings(1, 50 * 2**20 - 999, 0), True, Refusal("upload.quota_bytes", "file", {"most_mb": 50})),
        (announced(), Holdings(0, 0, 60), True, Refusal("upload.too_many_tries", "file", {"most": 60})),
    ],
)
def test_start_is_refused(asked, holdings, is_expected, refusal):
    assert why(asked, holdings, is_expected=is_expected) == refusal


@given(sizes=st.lists(st.integers(-1, 12 * 2**20), max_size=60))
def test_no_person_ever_holds_more_than_the_quota(sizes):
    held = NOTHING
    for size in sizes:
        if why(announced(size=size), held) is None:
            held = Holdings(held.files + 1, held.bytes + size, held.tries + 1)

    assert held.files <= 20 and held.bytes <= 50 * 2**20


@pytest.mark.parametrize(
    ("state", "offset", "length", "refusal"),
    [
        (UploadState.RECEIVING, 100, 50, None),
        (UploadState.RECEIVING, 100, 900, None),
        (UploadState.RECEIVING, 100, 901, Refusal("upload.longer_than_said", None, {"size": 1000})),
        (UploadState.RECEIVING, 0, 50, Refusal("upload.offset", "offset", {"received": 100})),
        (UploadState.RECEIVING, 150, 50, Refusal("upload.offset", "offset", {"received": 100})),
        (UploadState.RECEIVING, -1, 50, Refusal("upload.offset", "offset", {"received": 100})),
        (UploadState.RECEIVING, 100, 0, Refusal("upload.chunk_size", None, {"most": 2**19})),
        (UploadState.RECEIVING, 100, 2**19 + 1, Refusal("upload.chunk_size", None, {"most": 2**19})),
        (UploadState.KEPT, 100, 50, Refusal("upload.not_receiving")),
    ],
)
def test_piece_begins_where_the_received_ends(state, offset, length, refusal):
    found = rule.why_not_add_chunk(state=state, size=1000, received=100, offset=offset, length=length)

    assert found == refusal


@given(pieces=st.lists(st.tuples(st.integers(-10, 40), st.integers(-10, 40)), max_size=40))
def test_pieces_taken_are_one_whole_without_gaps(pieces):
    received, taken = 0, bytearray()
    for offset, length in pieces:
        no = rule.why_not_add_chunk(
            state=UploadState.RECEIVING, size=100, received=received, offset=offset, length=length
        )
        if no is None:
            taken += bytes(length)
            received = offset + length

    assert len(taken) == received <= 100


def test_end_waits_for_every_byte_and_for_the_right_ones():
    assert rule.why_not_finish(size=9, received=9) is None
    assert rule.why_not_finish(size=9, received=4) == Refusal("upload.incomplete", None, {"received": 4, "size": 9})
    assert rule.why_not_content(announced_sha256="a", found_sha256="a") is None
    assert rule.why_not_content(announced_sha256="a", found_sha256="b") == Refusal("upload.changed")


@pytest.mark.parametrize(
    ("width", "height", "is_taken"),
    [(8000, 5000, True), (8001, 5000, False), (20_000, 2000, True), (20_001, 1, False), (1, 100_000, False)],
)
def test_picture_is_refused_by_its_header(width, height, is_taken):
    assert (rule.why_not_picture(width=width, height=height) is None) == is_taken


def test_pages():
    assert [rule.why_not_pages(pages) for pages in (0, 1, 30, 31)] == [
        Refusal("upload.broken", "file"),
        None,
        None,
        Refusal("upload.too_many_pages", "file", {"most": 30}),
    ]


def test_full_disk_takes_no_uploads():
    assert [rule.why_no_room(percent) for percent in (89, 90)] == [None, Refusal("upload.no_room")]


def test_what_was_judged_stays():
    assert rule.why_not_drop(state=UploadState.KEPT, is_marked=False) is None
    assert rule.why_not_drop(state=UploadState.KEPT, is_marked=True) == Refusal("upload.marked")
    assert rule.why_not_drop(state=UploadState.DROPPED, is_marked=False) == Refusal("upload.not_found")


@pytest.mark.parametrize(
    ("state", "mark", "reason", "refusal"),
    [
        (UploadState.KEPT, Mark.SEEN, "", None),
        (UploadState.KEPT, Mark.DOES_NOT_FIT, "buram", None),
        (UploadState.KEPT, Mark.DOES_NOT_FIT, "  ", Refusal("mark.reason_missing", "reason")),
        (UploadState.KEPT, Mark.FITS, "x" * 301, Refusal("mark.reason_too_long", "reason", {"most": 300})),
        (UploadState.KEPT, "x", "", Refusal("mark.unknown", "mark")),
        (UploadState.REFUSED, Mark.SEEN, "", Refusal("upload.not_found")),
    ],
)
def test_mark_is_refused(state, mark, reason, refusal):
    assert rule.why_not_mark(state=state, mark=mark, reason=reason) == refusal


@given(width=st.integers(1, 20_000), height=st.integers(1, 20_000))
def test_kept_picture_stays_within_its_pixels(width, height):
    divisor = rule.times_smaller(width=width, height=height)

    assert (width // divisor) * (height // divisor) <= rule.KEPT_PICTURE_PIXELS
    assert divisor == 1 or (width // (divisor - 1)) * (height // (divisor - 1)) > rule.KEPT_PICTURE_PIXELS


@given(width=st.floats(1, 1e6), height=st.floats(1, 1e6), pages=st.integers(1, 30))
def test_drawn_pages_stay_within_their_pixels(width, height, pages):
    scale = rule.page_scale(width_points=width, height_points=height, pages=pages)

    assert width * scale * height * scale * pages <= rule.KEPT_PAGES_PIXELS * 1.001
    assert scale <= 200 / 72
