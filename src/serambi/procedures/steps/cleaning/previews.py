"""A page or picture that we keep, as a small PNG to look at."""

from io import BytesIO

import pikepdf
from PIL import Image

from serambi.procedures.steps.cleaning.redrawn import NotTaken, Redrawn
from serambi.rules.refusal import Refusal
from serambi.rules.upload import MediaType, media_type_of

PREVIEW_TYPE = "image/png"


def draw_preview(content: bytes, *, page: int, longest: int) -> Redrawn:
    """Make a PNG of a page, counted from 1, whose longer side has `longest` pixels. Raises NotTaken: no such page."""
    is_pdf = media_type_of(content) is MediaType.PDF
    if not is_pdf and page != 1:
        raise NotTaken(Refusal("upload.not_found"))
    with Image.open(BytesIO(_picture_of_page(content, page) if is_pdf else content), formats=("JPEG",)) as picture:
        picture.thumbnail((longest, longest))
        picture.info.clear()
        written = BytesIO()
        picture.save(written, "PNG")
    return Redrawn(PREVIEW_TYPE, 1, written.getvalue())


def _picture_of_page(content: bytes, page: int) -> bytes:
    with pikepdf.open(BytesIO(content)) as kept:
        if not 0 < page <= len(kept.pages):
            raise NotTaken(Refusal("upload.not_found"))
        return kept.pages[page - 1].Resources.XObject.Page.read_raw_bytes()
