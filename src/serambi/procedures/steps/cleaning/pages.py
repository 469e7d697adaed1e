"""PDFs: each page drawn as a picture, and the pictures bound into a new PDF that holds nothing else.

Why drawn and not tidied up: what could act in a PDF has no complete list, and fonts, JPEG 2000 and JBIG2 streams attack
the reader of the clerk who opens them. A drawn page cannot. See docs/adr/0010-uploads-are-drawn-anew.md.
"""

from io import BytesIO

import pikepdf
import pypdfium2  # type: ignore[import-untyped]
from PIL import Image
from pypdfium2 import raw

from serambi.procedures.steps.cleaning.pictures import as_jpeg
from serambi.procedures.steps.cleaning.redrawn import NotTaken, Redrawn
from serambi.rules.refusal import Refusal
from serambi.rules.upload import MAX_KEPT_BYTES, MediaType, page_scale, why_not_pages

PAGE_QUALITIES = (80, 60, 40, 25)
"""Of the JPEGs, best first: a grainy page is written coarser rather than refused."""

MOST_OBJECTS_LOOKED_AT = 20_000
MOST_LEVELS = 8
CAN_ACT = frozenset(
    {
        *("/JS", "/JavaScript", "/OpenAction", "/AA", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm"),
        *("/ImportData", "/EmbeddedFile", "/EmbeddedFiles", "/Filespec", "/RichMedia", "/3D", "/Movie", "/Sound"),
        *("/Screen", "/Rendition", "/AcroForm", "/XFA"),
    }
)


def redraw_pages(content: bytes) -> Redrawn:
    """Draw a PDF anew. Raises NotTaken; pikepdf.PdfError, PdfiumError or ValueError for a broken one."""
    left_out = _look_inside(content)
    source = pypdfium2.PdfDocument(content)
    if source.get_formtype() == raw.FORMTYPE_ACRO_FORM:
        source.init_forms()  # so that what was typed into a form is drawn; PDFium is built without scripts
    pages = len(source)
    refusal = why_not_pages(pages)
    if refusal is not None:
        raise NotTaken(refusal)
    return Redrawn(MediaType.PDF, pages, _bind(source, pages), left_out)


def _look_inside(content: bytes) -> tuple[str, ...]:
    """Refuse what cannot be drawn, and name what will be left out."""
    try:
        with pikepdf.open(BytesIO(content)) as source:
            if source.is_encrypted:
                raise NotTaken(Refusal("upload.encrypted", "file"))
            refusal = why_not_pages(len(source.pages))
            if refusal is not None:
                raise NotTaken(refusal)
            form = source.Root.get("/AcroForm")
            if isinstance(form, pikepdf.Dictionary) and "/XFA" in form:
                raise NotTaken(Refusal("upload.living_form", "file"))
            return _what_can_act(source)
    except pikepdf.PasswordError as error:
        raise NotTaken(Refusal("upload.encrypted", "file")) from error


def _what_can_act(source: pikepdf.Pdf) -> tuple[str, ...]:
    """The names of what could act, from the file's first objects: for the ledger, not for safety."""
    found: set[str] = set()
    for number, each in enumerate(source.objects):
        if number == MOST_OBJECTS_LOOKED_AT:
            break
        _gather(each, found, MOST_LEVELS)
    return tuple(sorted(found))


def _gather(part: object, found: set[str], levels: int) -> None:
    if levels == 0:
        return
    if isinstance(part, pikepdf.Stream):
        part = part.stream_dict
    if isinstance(part, pikepdf.Name):
        found.update({str(part)} & CAN_ACT)
    elif isinstance(part, pikepdf.Dictionary):
        found.update(set(part.keys()) & CAN_ACT)
        _gather_all([part[key] for key in part.keys()], found, levels)  # noqa: SIM118 - it iterates only so
    elif isinstance(part, pikepdf.Array):
        _gather_all(list(part), found, levels)


def _gather_all(parts: list[object], found: set[str], levels: int) -> None:
    for each in parts:
        if not (isinstance(each, pikepdf.Object) and each.is_indirect):
            _gather(each, found, levels - 1)


def _bind(source: pypdfium2.PdfDocument, pages: int) -> bytes:
    bound = pikepdf.new()
    for number in range(pages):
        page = source[number]
        width, height = page.get_size()
        scale = page_scale(width_points=width, height_points=height, pages=pages)
        drawn = page.render(scale=scale).to_pil()
        page.close()
        jpeg = _written(drawn, MAX_KEPT_BYTES // (pages + 1))
        _add_page(bound, jpeg, drawn.size, drawn.mode, (width, height))
    written = BytesIO()
    bound.save(written, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return written.getvalue()


def _written(drawn: Image.Image, most_bytes: int) -> bytes:
    """The page in the best quality that stays within its share of what a file may weigh."""
    for quality in PAGE_QUALITIES:
        jpeg = as_jpeg(drawn, quality)
        if len(jpeg) <= most_bytes:
            return jpeg
    raise NotTaken(Refusal("upload.too_heavy", "file"))


def _add_page(bound: pikepdf.Pdf, jpeg: bytes, pixels: tuple[int, int], mode: str, points: tuple[float, float]) -> None:
    picture = pikepdf.Stream(
        bound,
        jpeg,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=pixels[0],
        Height=pixels[1],
        ColorSpace=pikepdf.Name.DeviceGray if mode == "L" else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = bound.add_blank_page(page_size=points)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Page=picture))
    page.Contents = pikepdf.Stream(bound, f"q {points[0]:.2f} 0 0 {points[1]:.2f} 0 0 cm /Page Do Q".encode())
