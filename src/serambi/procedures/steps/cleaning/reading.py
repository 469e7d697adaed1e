"""What the process does with the file it was given."""

from serambi.procedures.steps.cleaning.pages import redraw_pages
from serambi.procedures.steps.cleaning.pictures import redraw_picture
from serambi.procedures.steps.cleaning.previews import draw_preview
from serambi.procedures.steps.cleaning.redrawn import NotTaken, Redrawn
from serambi.rules.refusal import Refusal
from serambi.rules.upload import MediaType, media_type_of


def clean(content: bytes) -> Redrawn | Refusal:
    """A JPEG, PNG or PDF drawn anew, or the refusal."""
    kind = media_type_of(content)
    if kind is None:
        return Refusal("upload.kind", "file")
    try:
        return redraw_pages(content) if kind is MediaType.PDF else redraw_picture(content, kind)
    except NotTaken as no:
        return no.refusal


def preview(content: bytes, *, page: int, longest: int) -> Redrawn | Refusal:
    """A page of a kept file as PNG, or the refusal."""
    try:
        return draw_preview(content, page=page, longest=longest)
    except NotTaken as no:
        return no.refusal
