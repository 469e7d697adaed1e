"""Hostile PDFs: those that act, tell, are locked, heavy or broken."""

import zlib
from collections.abc import Callable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.innocent_files import CANARY, EICAR, EITHER, HTML, REDRAWN, REFUSED, Hostile, packed_zeros, pdf, phone_photo


def pdf_families() -> dict[str, Callable[[], Iterator[Hostile]]]:
    """Each kind of trick with what makes its files."""
    return {
        "acting PDFs": _acting_pdfs,
        "telling PDFs": _telling_pdfs,
        "locked PDFs": _locked_pdfs,
        "heavy PDFs": _heavy_pdfs,
        "broken PDFs": _broken_pdfs,
    }


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
        yield Hostile(f"PDF {name} when opened", pdf(lambda made, page, a=action: keep(made, "OpenAction", a)), REDRAWN)
        yield Hostile(f"PDF {name} in a link", pdf(lambda made, page, a=action: _link(made, page, a)), REDRAWN)
    told = Dictionary(Names=Array([String("x"), script]))
    more: dict[str, Callable[[pikepdf.Pdf, pikepdf.Page], object]] = {
        "JavaScript by name": lambda made, page: keep(made, "Names", Dictionary(JavaScript=told)),
        "JavaScript when closed": lambda made, page: keep(made, "AA", Dictionary(WC=script)),
        "JavaScript of a page": lambda made, page: page.obj.__setitem__("/AA", Dictionary(O=script)),
        "JavaScript of a field": lambda made, page: _field(made, page, script),
        "JavaScript one after another": lambda made, page: keep(
            made, "OpenAction", Dictionary(S=Name.Named, N=Name.Print, Next=script)
        ),
        "embedded file": _embed,
        "attached file": lambda made, page: _annotate(made, page, "FileAttachment", FS=_file(made)),
        "rich media": lambda made, page: _annotate(made, page, "RichMedia", RichMediaContent=Dictionary()),
        "3D": lambda made, page: _annotate(made, page, "3D"),
        "sound": lambda made, page: _annotate(made, page, "Sound", Sound=made.make_stream(CANARY)),
        "film": lambda made, page: _annotate(made, page, "Movie", Movie=Dictionary(F=String("x.avi"))),
        "screen": lambda made, page: _annotate(made, page, "Screen", A=script),
        "portfolio": lambda made, page: (_embed(made, page), keep(made, "Collection", Dictionary(View=Name.D))),
    }
    yield from (Hostile(f"PDF {name}", pdf(change), REDRAWN) for name, change in more.items())
    hidden = pdf(lambda made, page: keep(made, "OpenAction", script))
    yield Hostile("PDF JavaScript spelt /J#61vaScript", hidden.replace(b"/JavaScript", b"/J#61vaScript"), REDRAWN)
    packed = pdf(
        lambda made, page: keep(made, "OpenAction", made.make_indirect(script)),
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
    yield Hostile("PDF JavaScript in packed objects", packed, REDRAWN)
    added = (
        pdf()
        + b"\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(x)>>>>\nendobj\ntrailer<</Root 1 0 R>>"
    )
    yield Hostile("PDF JavaScript added at the end", added, EITHER)
    living = Dictionary(Fields=Array([]), XFA=String("<xdp:xdp/>"))
    yield Hostile("PDF XFA form", pdf(lambda made, page: keep(made, "AcroForm", living)), REFUSED)


def _annotate(made: pikepdf.Pdf, page: pikepdf.Page, kind: str, **more: object) -> pikepdf.Object:
    note = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([0, 0, 50, 50]), **more)
    page.obj["/Annots"] = Array([made.make_indirect(note)])
    return page.obj["/Annots"][0]


def _link(made: pikepdf.Pdf, page: pikepdf.Page, action: pikepdf.Object) -> None:
    _annotate(made, page, "Link", A=action)


def _field(made: pikepdf.Pdf, page: pikepdf.Page, script: pikepdf.Object) -> None:
    field = _annotate(made, page, "Widget", FT=Name.Tx, T=String("x"), V=String("isi"), AA=Dictionary(K=script))
    keep(made, "AcroForm", Dictionary(Fields=Array([field]), CO=Array([field]), NeedAppearances=True))


def _file(made: pikepdf.Pdf) -> pikepdf.Object:
    held = made.make_stream(EICAR + CANARY)
    held.Type = Name.EmbeddedFile
    return made.make_indirect(Dictionary(Type=Name.Filespec, F=String("x.exe"), EF=Dictionary(F=held)))


def _embed(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
    listed = Dictionary(Names=Array([String("x.exe"), _file(made)]))
    keep(made, "Names", Dictionary(EmbeddedFiles=listed))


# PDFs that tell, that are locked, heavy or broken


def _telling_pdfs() -> Iterator[Hostile]:
    place = b"<x:xmpmeta><exif:GPSLatitude>6,7.2S</exif:GPSLatitude>" + CANARY + b"</x:xmpmeta>"

    def described(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        told = made.make_stream(place)
        told.Type, told.Subtype = Name.Metadata, Name.XML
        keep(made, "Metadata", told)
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
        keep(made, "OCProperties", Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]))))

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
    once = packed_zeros(50_000_000)
    huge = packed_zeros(30_000 * 30_000)

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
        "PDF head and HTML": b"%PDF-1.7\n" + HTML,
        "PDF head and noise": b"%PDF-1.7\n" + bytes(range(256)) * 50,
        "PDF cut in half": whole[: len(whole) // 2],
        "PDF without pages": _bare(b"[]/Count 0"),
        "PDF whose pages go in a ring": _bare(b"[2 0 R]/Count 1"),
        "PDF that claims a billion pages": whole.replace(b"/Count 1", b"/Count 999999999"),
        "PDF of 100,000 brackets": b"%PDF-1.4\n1 0 obj" + b"[" * 100_000 + b"endobj\ntrailer<</Root 1 0 R>>",
        "PDF of 100,000 nested pages": b"%PDF-1.4\n" + b"<<" * 100_000 + b"\ntrailer<</Root 1 0 R>>",
        "PDF whose table lies": whole.replace(b"0000000000", b"9999999999"),
        "PDF whose length lies": whole.replace(b"/Length 27", b"/Length 99999999"),
    }
    yield from (Hostile(trick, content, EITHER, "surat.pdf") for trick, content in broken.items())


def _bare(kids: bytes) -> bytes:
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids"
        + kids
        + b">>endobj\ntrailer<</Root 1 0 R>>"
    )


def keep(made: pikepdf.Pdf, name: str, value: object) -> None:
    """Put something into the catalogue of a PDF."""
    made.Root[f"/{name}"] = value
