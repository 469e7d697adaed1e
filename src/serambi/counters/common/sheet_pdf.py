"""The day sheet as PDF: set by Typst, with the contents it is signed over inside, so that the file can be checked."""

import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import pikepdf
import segno
import typst
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.dates import day_text, moment_text, time_text
from serambi.procedures.print_day_sheet import PrintedSheet
from serambi.records.queries.catalogue import all_purposes, all_services
from serambi.records.queries.offices import office_profile
from serambi.rules.catalogue import Service
from serambi.rules.paper.sheet import SheetDay, SheetLine, contents_of
from serambi.rules.queueing import PRIORITY_KINDS

TEMPLATE = Path(__file__).with_name("templates") / "common" / "daysheet.typ"
CONTENTS_NAME = "daysheet.json"
MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One line to be filled in; `papers` is the letter of its documents, so many there are to tick."""

    number: str
    time: str
    name: str
    code: str
    identity: str
    service: str
    papers: str
    documents: int
    marks: tuple[str, ...]


def sheet_document(printed: PrintedSheet) -> dict[str, Any]:
    """The contents of a sheet with the line that signs them: what --json prints and the PDF carries."""
    return {"sheet": contents_of(printed.sheet), "signed": printed.line.text}


def sheet_name(printed: PrintedSheet) -> str:
    sheet = printed.sheet
    return f"daysheet-{sheet.office}-{sheet.on}-{sheet.number}.pdf"


def sheet_pdf(printed: PrintedSheet) -> bytes:
    """The sheet in the language of the reader. Nothing is written to a disk on the way."""
    made = typst.compile(
        _template(), sys_inputs={"sheet": json.dumps(_words_of(printed), ensure_ascii=False)}, ignore_system_fonts=True
    )
    assert isinstance(made, bytes)  # one document, no output file
    with pikepdf.open(io.BytesIO(made)) as pdf, io.BytesIO() as out:
        carried = json.dumps(sheet_document(printed), ensure_ascii=False).encode()
        pdf.attachments[CONTENTS_NAME] = pikepdf.AttachedFileSpec(pdf, carried, mime_type="application/json")
        pdf.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def carried_document(content: bytes) -> Mapping[str, Any] | None:
    """The document that a PDF of ours carries, or the JSON of one; None when this is neither."""
    try:
        if content.startswith(b"%PDF"):
            with pikepdf.open(io.BytesIO(content)) as pdf:
                content = pdf.attachments[CONTENTS_NAME].get_file().read_bytes()
        found = json.loads(content)
    except (pikepdf.PdfError, KeyError, ValueError):
        return None
    is_ours = isinstance(found, dict) and isinstance(found.get("sheet"), dict) and isinstance(found.get("signed"), str)
    return found if is_ours else None


def _words_of(printed: PrintedSheet) -> dict[str, Any]:
    sheet = printed.sheet
    profile = office_profile(code=sheet.office)
    assert profile is not None, sheet.office  # it has just been printed
    name = _("Lembar %(number)s") % {"number": sheet.number}
    if sheet.replaces is not None:
        name += " · " + _("menggantikan lembar %(number)s") % {"number": sheet.replaces}
    printed_at = _("dicetak %(moment)s oleh %(by)s") % {
        "moment": moment_text(sheet.printed_at, profile.time_zone),
        "by": sheet.by,
    }
    services = {service.code: service for service in all_services()}
    purposes = {purpose.code: words.in_language(purpose.name) for purpose in all_purposes()}
    return {
        "lang": (get_language() or "id")[:2],
        "title": f"{profile.name} {sheet.on} · {name}",
        "name": name,
        "office": f"{profile.name} · {name} · {printed_at}",
        "line": printed.line.text,
        "qr": segno.make(printed.line.text.upper(), error="m", micro=False).svg_inline(border=2),
        "heads": _heads(),
        "outcomes": [_("selesai"), _("kurang"), _("tidak hadir")],
        "papers_title": _("Dokumen yang harus dibawa"),
        "days": [_day(day, profile.time_zone, services, purposes) for day in sheet.days],
    }


def _heads() -> list[str]:
    return [
        _("Nomor"),
        _("Jam"),
        _("Nama, kode, identitas"),
        _("Layanan dan dokumen"),
        _("Jam datang"),
        _("Pend."),
        _("Suhu"),
        _("Berkas: loket, panggil–selesai"),
        _("Foto: loket, panggil–selesai"),
        _("Bayar: loket, panggil–selesai"),
        _("Berkas diterima"),
        _("Hasil"),
        _("Jam keluar"),
    ]


def _day(day: SheetDay, zone: str, services: Mapping[str, Service], purposes: Mapping[str, str]) -> dict[str, Any]:
    papers = {
        (each.service, each.purpose): {
            "letter": _letter(place),
            "title": f"{_service(services, each.service)}, {purposes.get(each.purpose, each.purpose)}",
            "documents": list(_documents(services.get(each.service), each.documents)),
        }
        for place, each in enumerate(day.papers)
    }
    return {
        "title": day_text(day.on),
        "notes": _notes(day),
        "nobody": _("Belum ada yang terjadwal pada hari ini."),
        "lines": [asdict(_row(line, zone, services, papers)) for line in day.lines],
        "papers": list(papers.values()),
        "walk_in_title": _("%(day)s: tanpa jadwal") % {"day": day_text(day.on)},
        "walk_in_note": _walk_in_note(day),
        "blank": [asdict(Row(f"__-{number}", "", "", "", "", "", "", 0, ())) for number in day.free_numbers],
    }


def _notes(day: SheetDay) -> list[str]:
    held = {"first": day.block.first, "last": day.block.until - 1}
    people = ngettext(
        "%(people)s orang terjadwal. Nomor %(first)s–%(last)s hanya untuk kertas: sistem tidak memberikannya.",
        "%(people)s orang terjadwal. Nomor %(first)s–%(last)s hanya untuk kertas: sistem tidak memberikannya.",
        len(day.lines),
    )
    notes = [
        people % ({"people": len(day.lines)} | held),
        _("Paling banyak %(limit)s orang di dalam.") % {"limit": day.hall_limit},
    ]
    if day.max_temperature_c:
        notes[1] += " " + _("Batas suhu %(limit)s °C.") % {"limit": words.number_text(Decimal(day.max_temperature_c))}
    notes.append(
        _("B terjadwal · P prioritas · W datang langsung · RENTAN: didahulukan · MENDESAK: tidak bisa menunggu.")
    )
    return notes


def _walk_in_note(day: SheetDay) -> str:
    """Which letter for whom; who else may come without a booking is what the orders of the day say."""
    priority = [str(word) for kind, word in words.WALK_IN.items() if kind in PRIORITY_KINDS]
    allowed = set(words.WALK_IN if day.walk_in is None else day.walk_in) - PRIORITY_KINDS
    others = [str(word) for kind, word in words.WALK_IN.items() if kind in allowed]
    text = _("Tulis huruf di depan nomor: P untuk %(priority)s; W untuk %(others)s. Tulis alasan dan layanannya.")
    return text % {"priority": words.listed(priority), "others": words.listed(others) or "–"}


def _row(line: SheetLine, zone: str, services: Mapping[str, Service], papers: Mapping[tuple[str, str], Any]) -> Row:
    asked = papers.get((line.service, line.purpose), {"letter": "", "documents": ()})
    marks = [_("RENTAN")] if line.is_vulnerable else []
    marks += [_("MENDESAK")] if line.urgency else []
    marks += [_("SUDAH DI DALAM")] if line.ticket else []
    return Row(
        number=line.ticket or f"B-{line.number}",
        time=time_text(line.start_at, zone).split()[0],
        name=line.name,
        code=line.code,
        identity=line.identity,
        service=_service(services, line.service),
        papers=asked["letter"],
        documents=len(asked["documents"]),
        marks=tuple(marks),
    )


def _service(services: Mapping[str, Service], code: str) -> str:
    return words.in_language(services[code].name) if code in services else code


def _documents(service: Service | None, codes: Iterable[str]) -> Iterable[str]:
    documents = {document.code: document for document in service.documents} if service else {}
    for code in codes:
        document = documents.get(code)
        if document is None or document.is_made_here:
            continue
        condition = f" ({words.in_language(document.condition)})" if document.condition else ""
        yield words.in_language(document.name) + condition


def _letter(place: int) -> str:
    """A to Z, then AA, AB, …"""
    letter = ascii_uppercase[place % len(ascii_uppercase)]
    return letter if place < len(ascii_uppercase) else _letter(place // len(ascii_uppercase) - 1) + letter


@cache
def _template() -> bytes:
    return TEMPLATE.read_bytes()
