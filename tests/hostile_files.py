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
from dataclasses import dataclass
from functools import cache

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw, PngImagePlugin

from serambi.rules.upload import MAX_FILE_BYTES

CANARY = b"KANARI-7341"
SCRIPT = b"<script>alert('" + CANARY + b"')</script>"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
MOVES_TO_HTML = b"<html><body>" + SCRIPT + b"</body></html>"
LATITUDE, LONGITUDE = (6.0, 7.0, 12.5), (106.0, 9.0, 30.25)

REFUSED, REDRAWN, EITHER = "refused", "redrawn", "either"


@dataclass(frozen=True)
class Hostile:
    """A file with a trick; `must` says what has to become of it, `file_name` what its sender calls it."""

    trick: str
    content: bytes
    must: str
    file_name: str = "foto.jpg"


def hostile_files() -> Iterator[Hostile]:
    """All of them; some take a moment to make."""
    yield from _of_another_kind()
    yield from _broken_pictures()
    yield from _large_pictures()
    yield from _pictures_that_tell()
    yield from _two_things_at_once()
    yield from _acting_pdfs()
    yield from _telling_pdfs()
    yield from _locked_pdfs()
    yield from _heavy_pdfs()
    yield from _broken_pdfs()
    yield from _names()
    yield from _sizes()


# Good files to hide things in


@cache
def good_picture() -> Image.Image:
    picture = Image.new("RGB", (320, 200), "white")
    drawing = ImageDraw.Draw(picture)
    drawing.rectangle((20, 20, 150, 150), fill="navy")
    drawing.ellipse((160, 30, 300, 170), fill="orange")
    return picture


def jpeg(picture: Image.Image | None = None, **options: object) -> bytes:
    return _saved(picture or good_picture(), "JPEG", **options)


def png(picture: Image.Image | None = None, **options: object) -> bytes:
    return _saved(picture or good_picture(), "PNG", **options)


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


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    picture.save(written, kind, **options)  # type: ignore[arg-type]
    return written.getvalue()


# Files of another kind


def _of_another_kind() -> Iterator[Hostile]:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    kinds = {
        "SVG with script": drawing,
        "SVG with XML head": b'<?xml version="1.0"?>' + drawing,
        "SVG compressed": gzip.compress(drawing),
        "HTML as .jpg": MOVES_TO_HTML,
        "HTML with doctype": b"<!doctype html>" + MOVES_TO_HTML,
        "HTML in UTF-16": MOVES_TO_HTML.decode().encode("utf-16"),
        "HTML after blanks": b" \n\t" * 100 + MOVES_TO_HTML,
        "XHTML": b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">' + SCRIPT + b"</html>",
        "MHTML": b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + MOVES_TO_HTML,
        "billion laughs": b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;&c;</a>',
        "EICAR": EICAR,
        "EICAR in ZIP": _zipped({"eicar.com": EICAR}),
        "ZIP bomb": _zipped({f"{number}.bin": bytes(10_000_000) for number in range(5)}),
        "ZIP in ZIP in ZIP": _zipped({"a.zip": _zipped({"b.zip": _zipped({"c": bytes(10_000_000)})})}),
        "gzip bomb": gzip.compress(bytes(50_000_000)),
        "bzip2 bomb": bz2.compress(bytes(50_000_000)),
        "xz bomb": lzma.compress(bytes(50_000_000)),
        "tar": _tarred(),
        "Word file with macro": _zipped({"[Content_Types].xml": b"<Types/>", "word/vbaProject.bin": CANARY}),
        "RTF": rb"{\rtf1\object\objdata}",
        "PostScript": b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file",
        "GIF": _saved(good_picture(), "GIF"),
        "GIF that is JavaScript": b"GIF89a/*" + bytes(50) + b"*/=1;alert(1)",
        "BMP": _saved(good_picture(), "BMP"),
        "TIFF": _saved(good_picture(), "TIFF"),
        "TIFF big endian": b"MM\x00\x2a" + bytes(64),
        "WebP": _saved(good_picture(), "WEBP"),
        "ICO": _saved(good_picture(), "ICO"),
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
        "PDF after HTML": MOVES_TO_HTML + pdf(),
        "PDF after GIF": _saved(good_picture(), "GIF") + pdf(),
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
        "JPEG head and HTML": b"\xff\xd8\xff\xe0" + MOVES_TO_HTML,
        "JPEG head and noise": b"\xff\xd8\xff" + bytes(range(256)) * 50,
        "JPEG without tables": b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x10\x00\x10\x03\x01\x22\x00\x02\x11\x01\x03\x11\x01\xff\xd9",
        "JPEG of no width": _with_jpeg_size(whole, 0, 0),
        "PNG of eight bytes": other[:8],
        "PNG with a wrong checksum": other[:29] + b"\x00\x00\x00\x00" + other[33:],
        "PNG without pixels": _png_of([(b"IHDR", _ihdr(10, 10))]),
        "PNG of no width": _png_of([(b"IHDR", _ihdr(0, 10)), (b"IDAT", zlib.compress(b""))]),
        "PNG chunk of 4 GB": other[:33] + b"\xff\xff\xff\xffIDAT" + other[41:],
        "PNG without its palette": _png_of([(b"IHDR", _ihdr(10, 10, 8, 3)), (b"IDAT", zlib.compress(bytes(110)))]),
        "PNG with pixels of noise": _png_of([(b"IHDR", _ihdr(10, 10)), (b"IDAT", bytes(range(256)))]),
        "PNG head and HTML": other[:8] + MOVES_TO_HTML,
    }
    yield from (Hostile(trick, content, EITHER) for trick, content in broken.items())


def _large_pictures() -> Iterator[Hostile]:
    bomb = zlib.compressobj(9)
    gigabyte = b"".join(bomb.compress(bytes(10_000_000)) for _ in range(100)) + bomb.flush()
    rows = zlib.compressobj(9)
    black = b"".join(rows.compress(bytes(30_000 // 8 + 1)) for _ in range(30_000)) + rows.flush()
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
        "two pictures in one (MPO)": _saved(
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
        "PNG with a second frame": _saved(
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
        "HTML": MOVES_TO_HTML,
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
    yield Hostile("PDF with ZIP inside", pdf(lambda made, page: _keep(made, "X", made.make_stream(archive))), REDRAWN)
    yield Hostile("PDF with HTML in a comment", _commented(SCRIPT), REDRAWN)


def _commented(said: bytes) -> bytes:
    return pdf().replace(b"\n", b"\n%" + said + b"\n", 1)


def _keep(made: pikepdf.Pdf, name: str, value: object) -> None:
    made.Root[f"/{name}"] = value


# PDFs that act


def _acting_pdfs() -> Iterator[Hostile]:
    script = Dictionary(S=Name.JavaScript, JS=String("app.alert('" + CANARY.decode() + "')"))
    actions = {
        "JavaScript": script,
        "Launch": Dictionary(S=Name.Launch, F=String("cmd.exe"), Win=Dictionary(F=String("cmd.exe"))),
        "URI": Dictionary(S=Name.URI, URI=String("https://example.org/" + CANARY.decode())),
        "GoToR": Dictionary(S=Name.GoToR, F=String("\\\\server\\share"), D=Array([0, Name.Fit])),
        "GoToE": Dictionary(S=Name.GoToE, T=Dictionary(R=Name.C, N=String("x.pdf"))),
        "SubmitForm": Dictionary(S=Name.SubmitForm, F=String("https://example.org")),
        "ImportData": Dictionary(S=Name.ImportData, F=String("/etc/passwd")),
        "Named": Dictionary(S=Name.Named, N=Name.Print),
        "Movie": Dictionary(S=Name.Movie, T=String("x")),
        "Rendition": Dictionary(S=Name.Rendition, JS=String("x()")),
        "SetOCGState": Dictionary(S=Name.SetOCGState, State=Array([])),
    }
    for name, action in actions.items():
        yield Hostile(
            f"PDF {name} when opened", pdf(lambda made, page, a=action: _keep(made, "OpenAction", a)), REDRAWN
        )
        yield Hostile(f"PDF {name} in a link", pdf(lambda made, page, a=action: _link(made, page, a)), REDRAWN)
    told = Dictionary(Names=Array([String("x"), script]))
    more: dict[str, Callable[[pikepdf.Pdf, pikepdf.Page], object]] = {
        "JavaScript by name": lambda made, page: _keep(made, "Names", Dictionary(JavaScript=told)),
        "JavaScript when closed": lambda made, page: _keep(made, "AA", Dictionary(WC=script)),
        "JavaScript of a page": lambda made, page: page.obj.__setitem__("/AA", Dictionary(O=script)),
        "JavaScript of a field": lambda made, page: _field(made, page, script),
        "JavaScript one after another": lambda made, page: _keep(
            made, "OpenAction", Dictionary(S=Name.Named, N=Name.Print, Next=script)
        ),
        "embedded file": _embed,
        "attached file": lambda made, page: _annotate(made, page, "FileAttachment", FS=_file(made)),
        "rich media": lambda made, page: _annotate(made, page, "RichMedia", RichMediaContent=Dictionary()),
        "3D": lambda made, page: _annotate(made, page, "3D"),
        "sound": lambda made, page: _annotate(made, page, "Sound", Sound=made.make_stream(CANARY)),
        "film": lambda made, page: _annotate(made, page, "Movie", Movie=Dictionary(F=String("x.avi"))),
        "screen": lambda made, page: _annotate(made, page, "Screen", A=script),
        "portfolio": lambda made, page: (_embed(made, page), _keep(made, "Collection", Dictionary(View=Name.D))),
    }
    yield from (Hostile(f"PDF {name}", pdf(change), REDRAWN) for name, change in more.items())
    hidden = pdf(lambda made, page: _keep(made, "OpenAction", script))
    yield Hostile("PDF JavaScript spelt /J#61vaScript", hidden.replace(b"/JavaScript", b"/J#61vaScript"), REDRAWN)
    packed = pdf(
        lambda made, page: _keep(made, "OpenAction", made.make_indirect(script)),
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    yield Hostile("PDF JavaScript in packed objects", packed, REDRAWN)
    added = (
        pdf()
        + b"\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(x)>>>>\nendobj\ntrailer<</Root 1 0 R>>"
    )
    yield Hostile("PDF JavaScript added at the end", added, EITHER)
    living = Dictionary(Fields=Array([]), XFA=String("<xdp:xdp/>"))
    yield Hostile("PDF XFA form", pdf(lambda made, page: _keep(made, "AcroForm", living)), REFUSED)


def _annotate(made: pikepdf.Pdf, page: pikepdf.Page, kind: str, **more: object) -> pikepdf.Object:
    note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([0, 0, 50, 50]), **more)
    page.obj["/Annots"] = Array([made.make_indirect(note)])
    return page.obj["/Annots"][0]


def _link(made: pikepdf.Pdf, page: pikepdf.Page, action: pikepdf.Object) -> None:
    _annotate(made, page, "Link", A=action)


def _field(made: pikepdf.Pdf, page: pikepdf.Page, script: pikepdf.Object) -> None:
    field = _annotate(made, page, "Widget", FT=Name.Tx, T=String("x"), V=String("isi"), AA=Dictionary(K=script))
    _keep(made, "AcroForm", Dictionary(Fields=Array([field]), CO=Array([field]), NeedAppearances=True))


def _file(made: pikepdf.Pdf) -> pikepdf.Object:
    held = made.make_stream(EICAR + CANARY)
    held.Type = Name.EmbeddedFile
    return made.make_indirect(Dictionary(Type=Name.Filespec, F=String("x.exe"), EF=Dictionary(F=held)))


def _embed(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
    listed = Dictionary(Names=Array([String("x.exe"), _file(made)]))
    _keep(made, "Names", Dictionary(EmbeddedFiles=listed))


# PDFs that tell, that are locked, heavy or broken


def _telling_pdfs() -> Iterator[Hostile]:
    place = b"<x:xmpmeta><exif:GPSLatitude>6,7.2S</exif:GPSLatitude>" + CANARY + b"</x:xmpmeta>"

    def described(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        told = made.make_stream(place)
        told.Type, told.Subtype = Name.Metadata, Name.XML
        _keep(made, "Metadata", told)
        page.obj["/Metadata"] = told

    def signed(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        made.docinfo["/Author"] = String("Ani " + CANARY.decode())

    def worked_on(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.obj["/PieceInfo"] = Dictionary(X=Dictionary(Private=String(CANARY.decode())))

    def pictured(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        _show(made, page, phone_photo(320, 240), 320, 240, Filter=Name.DCTDecode)

    def outside(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        far = made.make_stream(b"")
        far.F = Dictionary(Type=Name.Filespec, FS=Name.URL, F=String("https://example.org/" + CANARY.decode()))
        page.Contents = far

    def from_this_disk(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        near = made.make_stream(b"")
        near.F = String("/etc/passwd")
        page.Contents = near

    def layered(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        layer = made.make_indirect(Dictionary(Type=Name.OCG, Name=String(CANARY.decode())))
        _keep(made, "OCProperties", Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]))))

    changes = {
        "XMP with GPS": described,
        "author": signed,
        "notes of a program": worked_on,
        "photo with GPS inside": pictured,
        "content from the net": outside,
        "content from this disk": from_this_disk,
        "hidden layer": layered,
    }
    yield from (Hostile(f"PDF {name}", pdf(change), REDRAWN) for name, change in changes.items())


def _show(made: pikepdf.Pdf, page: pikepdf.Page, body: bytes, width: int, height: int, **more: object) -> None:
    picture = pikepdf.Stream(
        made, body, Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, BitsPerComponent=8, **more
    )
    if "/ColorSpace" not in picture:
        picture.ColorSpace = Name.DeviceRGB
    page.Resources = Dictionary(XObject=Dictionary(P=picture))
    page.Contents = made.make_stream(b"q 200 0 0 150 0 0 cm /P Do Q")


def _locked_pdfs() -> Iterator[Hostile]:
    for strength in (2, 3, 4, 6):
        for user in ("rahasia", ""):
            locked = pikepdf.Encryption(
                owner="pemilik", user=user, R=strength, aes=strength >= 4, metadata=strength >= 4
            )
            who = "to all" if user else "but for its owner's changes"
            yield Hostile(f"PDF locked {who}, R={strength}", pdf(encryption=locked), REFUSED)


def _heavy_pdfs() -> Iterator[Hostile]:
    once = zlib.compress(bytes(50_000_000), 9)
    rows = zlib.compressobj(9)
    huge = b"".join(rows.compress(bytes(30_000)) for _ in range(30_000)) + rows.flush()

    def content(body: bytes, filters: list[pikepdf.Object]) -> bytes:
        def change(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
            page.Contents = pikepdf.Stream(made, body, Filter=Array(filters))

        return pdf(change)

    def pictured(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        _show(made, page, huge, 30_000, 30_000, Filter=Name.FlateDecode, ColorSpace=Name.DeviceGray)

    def garbage(filter_name: pikepdf.Object) -> bytes:
        return pdf(lambda made, page: _show(made, page, bytes(range(256)) * 20, 500, 500, Filter=filter_name))

    def calling_itself(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        form = pikepdf.Stream(made, b"/F Do /F Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        form = made.make_indirect(form)
        form.Resources = Dictionary(XObject=Dictionary(F=form))
        page.Resources = Dictionary(XObject=Dictionary(F=form))
        page.Contents = made.make_stream(b"/F Do")

    def doubling(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        inner = made.make_indirect(
            pikepdf.Stream(made, b"0 0 9 9 re f " * 50, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        )
        for _ in range(12):
            outer = pikepdf.Stream(made, b"/F Do " * 10, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
            outer.Resources = Dictionary(XObject=Dictionary(F=inner))
            inner = made.make_indirect(outer)
        page.Resources = Dictionary(XObject=Dictionary(F=inner))
        page.Contents = made.make_stream(b"/F Do")

    flate = Name.FlateDecode
    yield Hostile("PDF whose content unpacks to 50 MB", content(once, [flate]), EITHER)
    yield Hostile("PDF packed three times", content(zlib.compress(zlib.compress(once)), [flate] * 3), EITHER)
    yield Hostile("PDF picture of 30,000 × 30,000", pdf(pictured), EITHER)
    yield Hostile("PDF form that draws itself", pdf(calling_itself), EITHER)
    yield Hostile("PDF forms that double", pdf(doubling), EITHER)
    yield Hostile("PDF with a broken JPEG 2000", garbage(Name.JPXDecode), EITHER)
    yield Hostile("PDF with a broken JBIG2", garbage(Name.JBIG2Decode), EITHER)
    yield Hostile("PDF with a broken fax", garbage(Name.CCITTFaxDecode), EITHER)
    yield Hostile("PDF with a broken JPEG", garbage(Name.DCTDecode), EITHER)
    yield Hostile("PDF of a million lines", pdf(lambda made, page: _draw(made, page, 1_000_000)), EITHER)
    yield Hostile("PDF of 31 pages", pdf(pages=31), REFUSED)
    yield Hostile("PDF of 2,000 pages", pdf(pages=2_000), REFUSED)
    yield Hostile("PDF of 100,000 objects", pdf(_fill), EITHER)
    for name, box in {"giant": [0, 0, 1e9, 1e9], "empty": [0, 0, 0, 0], "turned round": [300, 200, 0, 0]}.items():
        yield Hostile(
            f"PDF with a page that is {name}",
            pdf(lambda made, page, b=box: page.obj.__setitem__("/MediaBox", Array(b))),
            EITHER,
        )


def _draw(made: pikepdf.Pdf, page: pikepdf.Page, lines: int) -> None:
    page.Contents = made.make_stream(b"0 0 m 300 200 l S\n" * lines)


def _fill(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.obj["/X"] = Array([made.make_indirect(Dictionary(N=number)) for number in range(100_000)])


def _broken_pdfs() -> Iterator[Hostile]:
    whole = pdf()
    broken = {
        "PDF of five bytes": b"%PDF-",
        "PDF head and HTML": b"%PDF-1.7\n" + MOVES_TO_HTML,
        "PDF head and noise": b"%PDF-1.7\n" + bytes(range(256)) * 50,
        "PDF cut in half": whole[: len(whole) // 2],
        "PDF without pages": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>",
        "PDF whose pages go in a ring": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>",
        "PDF that claims a billion pages": whole.replace(b"/Count 1", b"/Count 999999999"),
        "PDF of 100,000 brackets": b"%PDF-1.4\n1 0 obj" + b"[" * 100_000 + b"endobj\ntrailer<</Root 1 0 R>>",
        "PDF of 100,000 nested pages": b"%PDF-1.4\n" + b"<<" * 100_000 + b"\ntrailer<</Root 1 0 R>>",
        "PDF whose table lies": whole.replace(b"0000000000", b"9999999999"),
        "PDF whose length lies": whole.replace(b"/Length 27", b"/Length 99999999"),
    }
    yield from (Hostile(trick, content, EITHER, "surat.pdf") for trick, content in broken.items())


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
