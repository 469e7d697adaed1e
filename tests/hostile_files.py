"""Hostile uploads, made by script (reliability T8c): each must be refused, or be drawn anew without its trick.

`CANARY` is hidden wherever a trick has room for text; a kept file must not hold it.
"""

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator

from PIL import Image, PngImagePlugin

from serambi.rules.upload import MAX_FILE_BYTES
from tests.hostile_pdfs import keep, pdf_families
from tests.innocent_files import (
    CANARY,
    EICAR,
    EITHER,
    HTML,
    REDRAWN,
    REFUSED,
    SCRIPT,
    Hostile,
    exif_with_place,
    good_picture,
    jpeg,
    packed_zeros,
    pdf,
    phone_photo,
    png,
    saved,
)


def hostile_files() -> Iterator[Hostile]:
    """All of them; some take a moment to make."""
    for family in families().values():
        yield from family()


def families() -> dict[str, Callable[[], Iterator[Hostile]]]:
    """Each kind of trick with what makes its files."""
    return {
        "another kind": _of_another_kind,
        "broken pictures": _broken_pictures,
        "large pictures": _large_pictures,
        "pictures that tell": _pictures_that_tell,
        "two things at once": _two_things_at_once,
        **pdf_families(),
        "names": _names,
        "sizes": _sizes,
    }


# Files of another kind


def _of_another_kind() -> Iterator[Hostile]:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    kinds = {
        "SVG with script": drawing,
        "SVG with XML head": b'<?xml version="1.0"?>' + drawing,
        "SVG compressed": gzip.compress(drawing),
        "HTML as .jpg": HTML,
        "HTML with doctype": b"<!doctype html>" + HTML,
        "HTML in UTF-16": HTML.decode().encode("utf-16"),
        "HTML after blanks": b" \n\t" * 100 + HTML,
        "XHTML": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>",
        "MHTML": b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + HTML,
        "billion laughs": b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;&c;</a>',
        "EICAR": EICAR,
        "EICAR in ZIP": _zipped({"eicar.com": EICAR}),
        "ZIP bomb": _zipped({f"{number}.bin": bytes(10_000_000) for number in range(5)}),
        "ZIP in ZIP in ZIP": _zipped({"a.zip": _zipped({"b.zip": _zipped({"c": bytes(10_000_000)})})}),
        "gzip bomb": gzip.compress(bytes(5_000_000)),
        "bzip2 bomb": bz2.compress(bytes(5_000_000)),
        "xz bomb": lzma.compress(bytes(5_000_000)),
        "tar": _tarred(),
        "Word file with macro": _zipped({"[Content_Types].xml": b"<Types/>", "word/vbaProject.bin": CANARY}),
        "RTF": rb"{\rtf1\object\objdata}",
        "PostScript": b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file",
        "GIF": saved(good_picture(), "GIF"),
        "GIF that is JavaScript": b"GIF89a/*" + bytes(50) + b"*/=1;alert(1)",
        "BMP": saved(good_picture(), "BMP"),
        "TIFF": saved(good_picture(), "TIFF"),
        "TIFF big endian": b"MM\x00\x2a" + bytes(64),
        "WebP": saved(good_picture(), "WEBP"),
        "ICO": saved(good_picture(), "ICO"),
        "JPEG 2000": b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(64),
        "HEIC": b"\x00\x00\x00\x18ftypheic" + bytes(64),
        "AVIF": b"\x00\x00\x00\x18ftypavif" + bytes(64),
        "Photoshop": b"8BPS\x00\x01" + bytes(64),
        "MP4": b"\x00\x00\x00\x18ftypisom" + bytes(64),
        "MNG": b"\x8aMNG\r\n\x1a\n" + bytes(64),
        "Windows program": b"MZ" + bytes(200),
        "Linux program": b"\x7fELF" + bytes(200),
        "Java class": b"\xca\xfe\xba\xbe" + bytes(64),
        "Flash": b"CWS\x08" + bytes(64),
        "shell script": b"#!/bin/sh\nrm -rf /\n",
        "PHP": b"<?php system($_GET['c']); ?>",
        "pickle": b"\x80\x04cos\nsystem\n(S'id'\ntR.",
        "RAR": b"Rar!\x1a\x07\x00" + bytes(64),
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(64),
        "spreadsheet formula": b"=cmd|'/c calc'!A0,1\n",
        "only blanks": b" " * 500,
        "one byte": b"\xff",
        "PDF after HTML": HTML + pdf(),
        "PDF after GIF": saved(good_picture(), "GIF") + pdf(),
        "PDF at byte 1000": b"\n" * 1000 + pdf(),
        "PDF after byte order mark": b"\xef\xbb\xbf" + pdf(),
        "JPEG after blank": b" " + jpeg(),
    }
    yield from (Hostile(trick, content, REFUSED) for trick, content in kinds.items())


def _zipped(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def _tarred() -> bytes:
    written = io.BytesIO()
    with tarfile.open(fileobj=written, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("../../etc/cron.d/x"))
    return written.getvalue()


# Pictures that are broken, or claim to be huge


def _broken_pictures() -> Iterator[Hostile]:
    whole, other = jpeg(quality=95), png()
    for percent in (5, 30, 60, 90):
        yield Hostile(f"JPEG cut at {percent} %", whole[: len(whole) * percent // 100], REFUSED)
        yield Hostile(f"PNG cut at {percent} %", other[: len(other) * percent // 100], REFUSED)
    broken = {
        "JPEG of three bytes": b"\xff\xd8\xff",
        "JPEG head and HTML": b"\xff\xd8\xff\xe0" + HTML,
        "JPEG head and noise": b"\xff\xd8\xff" + bytes(range(256)) * 50,
        "JPEG without tables": _with_jpeg_size(jpeg(), 16, 16)[:180] + b"\xff\xd9",
        "JPEG of no width": _with_jpeg_size(whole, 0, 0),
        "PNG of eight bytes": other[:8],
        "PNG with a wrong checksum": other[:29] + b"\x00\x00\x00\x00" + other[33:],
        "PNG without pixels": _png_of([(b"IHDR", _ihdr(10, 10))]),
        "PNG of no width": _png_of([(b"IHDR", _ihdr(0, 10)), (b"IDAT", zlib.compress(b""))]),
        "PNG chunk of 4 GB": other[:33] + b"\xff\xff\xff\xffIDAT" + other[41:],
        "PNG without its palette": _png_of([(b"IHDR", _ihdr(10, 10, 8, 3)), (b"IDAT", zlib.compress(bytes(110)))]),
        "PNG with pixels of noise": _png_of([(b"IHDR", _ihdr(10, 10)), (b"IDAT", bytes(range(256)))]),
        "PNG head and HTML": other[:8] + HTML,
    }
    yield from (Hostile(trick, content, EITHER) for trick, content in broken.items())


def _large_pictures() -> Iterator[Hostile]:
    gigabyte, black = packed_zeros(10**9), packed_zeros(30_000 * (30_000 // 8 + 1))
    small = [(b"IHDR", _ihdr(10, 10)), (b"IDAT", zlib.compress(bytes(310)))]
    large = {
        "PNG of 30,000 × 30,000": _png_of([(b"IHDR", _ihdr(30_000, 30_000, 1, 0)), (b"IDAT", black)]),
        "PNG that says 30,000 × 30,000": _png_of([(b"IHDR", _ihdr(30_000, 30_000)), small[1]]),
        "PNG of 2 billion × 2 billion": _png_of([(b"IHDR", _ihdr(2**31 - 1, 2**31 - 1)), small[1]]),
        "PNG of 100,000 × 1": png(Image.new("L", (100_000, 1))),
        "PNG of 1 × 100,000": png(Image.new("L", (1, 100_000))),
        "PNG of 41 megapixels": png(Image.new("1", (8200, 5000))),
        "JPEG that says 65,500 × 65,500": _with_jpeg_size(jpeg(), 65_500, 65_500),
        "JPEG of 41 megapixels": jpeg(Image.new("L", (8200, 5000)), quality=30),
    }
    yield from (Hostile(trick, content, REFUSED) for trick, content in large.items())
    hidden = {
        "PNG whose pixels unpack to 1 GB": _png_of([small[0], (b"IDAT", gigabyte)]),
        "PNG whose text unpacks to 1 GB": _png_of([small[0], (b"zTXt", b"k\0\0" + gigabyte), small[1]]),
        "PNG whose other text unpacks to 1 GB": _png_of([small[0], (b"iTXt", b"k\0\1\0\0\0" + gigabyte), small[1]]),
        "PNG whose profile unpacks to 1 GB": _png_of([small[0], (b"iCCP", b"p\0\0" + gigabyte), small[1]]),
        "PNG of 50,000 texts": _png_of([small[0], *[(b"tEXt", b"k\0" + CANARY)] * 50_000, small[1]]),
        "PNG of 40 megapixels": png(Image.new("RGBA", (8000, 5000), (9, 9, 9, 99))),
        "JPEG of 40 megapixels": jpeg(Image.new("RGB", (8000, 5000)), quality=30),
        "progressive JPEG of 5,000 scans": _many_scans(5_000),
    }
    yield from (Hostile(trick, content, EITHER) for trick, content in hidden.items())


def _ihdr(width: int, height: int, depth: int = 8, colour: int = 2) -> bytes:
    return struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)


def _png_of(chunks: list[tuple[bytes, bytes]]) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*each) for each in [*chunks, (b"IEND", b"")])


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _with_jpeg_size(content: bytes, width: int, height: int) -> bytes:
    at = content.index(b"\xff\xc0") + 5
    return content[:at] + struct.pack(">HH", height, width) + content[at + 4 :]


def _many_scans(count: int) -> bytes:
    """The last scan of a progressive picture, again and again."""
    content = jpeg(Image.new("L", (3000, 3000)), progressive=True)
    last = content.rindex(b"\xff\xda")
    return content[:last] + content[last:-2] * count + b"\xff\xd9"


# Pictures that tell where they were taken, or more


def _pictures_that_tell() -> Iterator[Hostile]:
    whole = jpeg()
    place = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><exif:GPSLatitude>6,7.2S</exif:GPSLatitude>' + CANARY + b"</x:xmpmeta>"
    )
    tells = {
        "EXIF with GPS": jpeg(exif=exif_with_place()),
        **{f"EXIF with GPS, turned {way}": jpeg(exif=exif_with_place(way)) for way in (2, 3, 4, 5, 6, 7, 8)},
        "EXIF that does not end": _with_segment(whole, 0xE1, exif_with_place()[:40]),
        "EXIF that points to itself": _with_segment(
            whole, 0xE1, b"Exif\0\0II*\0\x08\0\0\0\x01\0\x69\x87\x04\0\1\0\0\0\x08\0\0\0"
        ),
        "EXIF with a small copy": _with_segment(whole, 0xE1, exif_with_place() + jpeg(good_picture().resize((80, 50)))),
        "XMP with GPS": _with_segment(whole, 0xE1, b"http://ns.adobe.com/xap/1.0/\0" + place),
        "extended XMP": _with_segment(whole, 0xE1, b"http://ns.adobe.com/xmp/extension/\0" + bytes(40) + place),
        "IPTC with a town": _with_segment(
            whole, 0xED, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0b\x1c\x02Z\0\6Serang" + CANARY
        ),
        "comment with script": jpeg(comment=SCRIPT),
        "colour profile": jpeg(icc_profile=CANARY * 50),
        "JFXX small copy": _with_segment(whole, 0xE0, b"JFXX\0\x10" + jpeg(good_picture().resize((40, 25)))),
        "unknown notes": _with_segment(whole, 0xEC, b"Ducky\0" + CANARY),
        "two pictures in one (MPO)": saved(
            good_picture(), "MPO", save_all=True, append_images=[good_picture().rotate(180)]
        ),
        "CMYK": jpeg(good_picture().convert("CMYK")),
        "PNG eXIf": png(exif=exif_with_place(6)),
        "PNG tEXt": png(pnginfo=_texts("GPSLatitude", compressed=False)),
        "PNG zTXt": png(pnginfo=_texts("Raw profile type exif", compressed=True)),
        "PNG iTXt": _png_with(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + place),
        "PNG colour profile": png(icc_profile=CANARY * 50),
        "PNG time": _png_with(b"tIME", b"\x07\xe4\x09\x0a\x07\x1e\x00"),
        "PNG own chunk": _png_with(b"prVt", CANARY),
        "PNG with a second frame": saved(
            good_picture(), "PNG", save_all=True, append_images=[Image.new("RGB", (320, 200))]
        ),
        "PNG see-through": png(Image.new("RGBA", (50, 50), (255, 0, 0, 0))),
        "PNG palette": png(good_picture().convert("P")),
        "PNG 16 bits": png(Image.new("I;16", (50, 50), 40_000)),
    }
    yield from (Hostile(trick, content, REDRAWN) for trick, content in tells.items())


def _with_segment(content: bytes, marker: int, body: bytes) -> bytes:
    return content[:2] + bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body + content[2:]


def _png_with(kind: bytes, body: bytes) -> bytes:
    whole = png()
    return whole[:33] + _chunk(kind, body) + whole[33:]


def _texts(name: str, *, compressed: bool) -> PngImagePlugin.PngInfo:
    texts = PngImagePlugin.PngInfo()
    texts.add_text(name, "6,7.2S " + CANARY.decode(), zip=compressed)
    return texts


# Files that are two things at once


def _two_things_at_once() -> Iterator[Hostile]:
    archive = _zipped({"Main.class": CANARY})
    after = {
        "HTML": HTML,
        "ZIP": archive,
        "EICAR": EICAR,
        "PHP": b"<?php " + CANARY,
        "PDF": pdf(),
        "JPEG": jpeg(),
    }
    for name, second in after.items():
        yield Hostile(f"JPEG+{name}", jpeg() + second, REDRAWN)
        yield Hostile(f"PNG+{name}", png() + second, REDRAWN)
        yield Hostile(f"PDF+{name}", pdf() + second, EITHER if name == "PDF" else REDRAWN)
    yield Hostile("JPEG with ZIP in a comment", jpeg(comment=archive), REDRAWN)
    yield Hostile("JPEG with PHP in a comment", jpeg(comment=b"<?php " + CANARY), REDRAWN)
    yield Hostile("JPEG that is JavaScript", _with_segment(jpeg(), 0xE0, b"/*JFIF" + CANARY + b"*/"), EITHER)
    yield Hostile("PNG with HTML in a text", png(pnginfo=_texts("x", compressed=False)) + SCRIPT, REDRAWN)
    yield Hostile("PDF with ZIP inside", pdf(lambda made, page: keep(made, "X", made.make_stream(archive))), REDRAWN)
    yield Hostile("PDF with HTML in a comment", _commented(SCRIPT), REDRAWN)


def _commented(said: bytes) -> bytes:
    return pdf().replace(b"\n", b"\n%" + said + b"\n", 1)


# Names and sizes


def _names() -> Iterator[Hostile]:
    names = {
        "up the folders": "../../../etc/passwd",
        "up the folders, Windows": "..\\..\\windows\\win.ini",
        "absolute": "/etc/cron.d/x.jpg",
        "NUL": "foto.php\x00.jpg",
        "NUL, written": "foto.php%00.jpg",
        "right to left": "foto\u202egpj.exe",
        "5,000 letters": "a" * 5_000 + ".jpg",
        "nothing": "",
        "dots": "..",
        "device": "CON.jpg",
        "settings of a server": ".htaccess",
        "two endings": "foto.jpg.php",
        "new lines": "foto.jpg\r\nSet-Cookie: a=b",
        "quotes": "\"';--foto.jpg",
        "script": "<script>alert(1)</script>.jpg",
        "command": "; rm -rf ~ #.jpg",
        "option": "-rf.jpg",
        "zero width": "fo\u200bto.jpg",
        "emoji": "\U0001f600.jpg",
        "half a sign": "foto\ud800.jpg",
    }
    yield from (Hostile(f"name: {trick}", phone_photo(320, 240), REDRAWN, name) for trick, name in names.items())


def _sizes() -> Iterator[Hostile]:
    yield Hostile("nothing at all", b"", REFUSED)
    yield Hostile("one byte over the cap", jpeg() + bytes(MAX_FILE_BYTES + 1 - len(jpeg())), REFUSED)
