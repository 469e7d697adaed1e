"""Papers for people to take home, as PDF: set by Typst with the fonts in its wheel, nothing fetched."""

import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import typst
from django.http import HttpResponse

TEMPLATE = Path(__file__).with_name("templates") / "console" / "slip.typ"


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with lines; each line is a text and, below it and smaller, where it comes from."""

    heading: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A paper in one language; `rows` are pairs of label and value."""

    lang: str
    office: str
    title: str
    rows: tuple[tuple[str, str], ...] = ()
    sections: tuple[Section, ...] = ()
    paragraphs: tuple[str, ...] = ()


def pdf_answer(parts: tuple[Part, ...], *, footer: str, name: str) -> HttpResponse:
    """The paper, the first language first, shown in the browser under a file name; nobody keeps a copy on the way."""
    headers = {"Content-Disposition": f'inline; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(pdf_of(parts, footer), content_type="application/pdf", headers=headers)


def pdf_of(parts: tuple[Part, ...], footer: str) -> bytes:
    slip = json.dumps({"parts": [asdict(part) for part in parts], "footer": footer}, ensure_ascii=False)
    made = typst.compile(_template(), sys_inputs={"slip": slip}, ignore_system_fonts=True)
    assert isinstance(made, bytes)  # one document, no output file
    return made


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()
