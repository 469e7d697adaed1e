"""Good files, and the parts of hostile ones: what tests of uploads send, and hide things in."""

import io
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pikepdf
from PIL import Image, ImageDraw

CANARY = b"KANARI-7341"
SCRIPT = b"<script>alert('" + CANARY + b"')</script>"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
HTML = b"<html><body>" + SCRIPT + b"</body></html>"
LATITUDE, LONGITUDE = (6.0, 7.0, 12.5), (106.0, 9.0, 30.25)

REFUSED, REDRAWN, EITHER = "refused", "redrawn", "either"


@dataclass(frozen=True)
class Hostile:
    """A file with a trick; `must` says what has to become of it, `file_name` what its sender calls it."""

    trick: str
    content: bytes
    must: str
    file_name: str = "foto.jpg"


@cache
def good_picture() -> Image.Image:
    picture = Image.new("RGB", (320, 200), "white")
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((20, 20, 150, 150), fill="navy")
    drawing.ellipse((160, 30, 300, 170), fill="orange")
    return picture


def jpeg(picture: Image.Image | None = None, **options: object) -> bytes:
    return saved(picture or good_picture(), "JPEG", **options)


def png(picture: Image.Image | None = None, **options: object) -> bytes:
    return saved(picture or good_picture(), "PNG", **options)


def pdf(change: Callable[[pikepdf.Pdf, pikepdf.Page], object] | None = None, pages: int = 1, **saving: object) -> bytes:
    """A PDF of pages with a picture drawn in lines; `change` adds the trick."""
    made = pikepdf.new()
    for _ in range(pages):
        page = made.add_blank_page(page_size=(300, 200))
        page.Contents = made.make_stream(b"0 0 1 rg 30 30 100 100 re f")
    if change is not None:
        change(made, made.pages[0])
    written = io.BytesIO()
    made.save(written, **saving)  # type: ignore[arg-type]
    return written.getvalue()


def phone_photo(width: int = 1600, height: int = 1200) -> bytes:
    """What a telephone sends: lying on its side, with the place where it was taken and a small copy of itself."""
    picture = good_picture().resize((width, height))
    return jpeg(picture, quality=90, exif=exif_with_place(orientation=6))


def exif_with_place(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Telepon " + CANARY.decode()
    place = exif.get_ifd(0x8825)
    place.update({1: "S", 2: LATITUDE, 3: "E", 4: LONGITUDE})
    return exif.tobytes()


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **options)  # type: ignore[arg-type]
    return written.getvalue()


def packed_zeros(count: int) -> bytes:
    """A zlib stream that unpacks to so many zeros, made in no time: one packed piece again and again."""
    piece = 2**20
    packing = zlib.compressobj(9, wbits=-15)
    one = packing.compress(bytes(piece)) + packing.flush(zlib.Z_FULL_FLUSH)
    rest = zlib.compressobj(9, wbits=-15)
    end = rest.compress(bytes(count % piece)) + rest.flush()
    checksum = (count % 65521) << 16 | 1
    return b"\x78\xda" + one * (count // piece) + end + checksum.to_bytes(4, "big")
