"""Pictures: decoded to the last row and written anew as JPEG, upright, with nothing but their pixels."""

from io import BytesIO

from PIL import Image, ImageOps

from serambi.procedures.steps.cleaning.redrawn import NotTaken, Redrawn
from serambi.rules.upload import MediaType, times_smaller, why_not_picture

KEPT_QUALITY = 85
FORMATS = {MediaType.JPEG: ("JPEG",), MediaType.PNG: ("PNG",)}
DEEP_GREY = ("I", "I;16", "I;16B", "F")
GREY = ("1", "L", *DEEP_GREY)
GREY_STEPS = 257
"""16 bits of grey to 8: 65535 / 255."""

BAND_ROWS = 64


def redraw_picture(content: bytes, kind: MediaType) -> Redrawn:
    """Draw a JPEG or PNG anew. Raises NotTaken, and OSError, ValueError or SyntaxError for a broken one.

    The size stands in the header: what is too large is refused before a single row is decoded.
    """
    with Image.open(BytesIO(content), formats=FORMATS[kind]) as picture:
        refusal = why_not_picture(width=picture.width, height=picture.height)
        if refusal is not None:
            raise NotTaken(refusal)
        divisor = times_smaller(width=picture.width, height=picture.height)
        # A JPEG can be decoded at half or a quarter of its size, which saves most of the memory.
        picture.draft(None, (picture.width // divisor, picture.height // divisor))
        picture.load()
        drawn = _on_paper(picture)
    ImageOps.exif_transpose(drawn, in_place=True)
    return Redrawn(MediaType.JPEG, 1, as_jpeg(drawn, KEPT_QUALITY))


def as_jpeg(picture: Image.Image, quality: int) -> bytes:
    """The pixels alone: comments, profiles, and whatever else a picture carries are dropped before it is written."""
    picture.info.clear()
    written = BytesIO()
    picture.save(written, "JPEG", quality=quality, exif=b"", icc_profile=None, xmp=b"", comment=b"")
    return written.getvalue()


def _on_paper(picture: Image.Image) -> Image.Image:
    """In grey or colour on white paper and no larger than needed; the notes that say which side is up stay on it.

    Band by band: a picture of 40 megapixels takes 160 MB already, and a second one beside it would not fit.
    """
    divisor = times_smaller(width=picture.width, height=picture.height)
    mode = "L" if picture.mode in GREY else "RGB"
    paper = Image.new(mode, (-(-picture.width // divisor), -(-picture.height // divisor)), "white")
    rows = divisor * BAND_ROWS
    for top in range(0, picture.height, rows):
        band = _flat(picture.crop((0, top, picture.width, min(top + rows, picture.height))))
        paper.paste(band if divisor == 1 else band.reduce(divisor), (0, top // divisor))
    paper.info = picture.info
    return paper


def _flat(band: Image.Image) -> Image.Image:
    if band.mode in DEEP_GREY:
        return band.convert("I").point(lambda value: value / GREY_STEPS).convert("L")
    if band.mode in GREY or not band.has_transparency_data:
        return band.convert("L" if band.mode in GREY else "RGB")
    seen = band.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen.convert("RGB"), mask=seen.getchannel("A"))
    return paper
