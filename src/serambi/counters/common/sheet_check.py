"""Checking a sheet: what its line or its file proves, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.counters.common.dates import day_text, moment_text
from serambi.counters.common.sheet_pdf import carried_document
from serambi.records.queries.day_sheets import SheetRow, check_print_line
from serambi.records.queries.offices import office_profile
from serambi.rules.paper.sheet import digest_of, read_print_line
from serambi.rules.refusal import Refusal

LINE_BYTES = 1000


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """`refusal` says why it is none of ours, None when it is; then `said` tells which one, line by line."""

    refusal: Refusal | None
    said: tuple[str, ...] = ()
    answer: Mapping[str, Any] = field(default_factory=dict)


def check_sheet(content: bytes, *, office: str | None) -> CheckedSheet:
    """Check a PDF or JSON of a sheet, or its print line; `office` may know of its own prints only, None of any.

    Refusal codes: `sheet.unreadable`, `sheet.not_signed`, `sheet.altered` (the contents are not those that were
    signed), `sheet.not_known` (signed, but no print of that office on record).
    """
    document = carried_document(content)
    text = str(document["signed"]) if document else content[:LINE_BYTES].decode("utf-8", "replace")
    line = read_print_line(text)
    if line is None:
        return CheckedSheet(Refusal("sheet.unreadable"))
    found = check_print_line(line=line, office=office)
    if not found.is_signed:
        return CheckedSheet(Refusal("sheet.not_signed"))
    if document is not None and digest_of(document["sheet"]) != line.digest:
        return CheckedSheet(Refusal("sheet.altered"))
    if found.sheet is None:
        return CheckedSheet(Refusal("sheet.not_known"))
    is_whole = document is not None
    answer = {
        "office": line.office,
        "on": line.on.isoformat(),
        "number": line.number,
        "replaced_by": found.sheet.replaced_by,
        "people": found.sheet.people,
        "printed_at": found.sheet.printed_at.isoformat(),
        "by": found.sheet.by,
        "contents_checked": is_whole,
    }
    return CheckedSheet(None, _said(found.sheet, is_whole), answer)


def _said(sheet: SheetRow, is_whole: bool) -> tuple[str, ...]:
    profile = office_profile(code=sheet.office)
    assert profile is not None, sheet.office  # its print is on record
    facts = {"number": sheet.number, "office": profile.name, "day": day_text(sheet.on)}
    moment = moment_text(sheet.printed_at, profile.time_zone)
    printed = ngettext(
        "Dicetak %(moment)s oleh %(by)s, %(people)s orang.",
        "Dicetak %(moment)s oleh %(by)s, %(people)s orang.",
        sheet.people,
    )
    lines = [
        _("Asli: lembar %(number)s, %(office)s, %(day)s.") % facts,
        printed % {"moment": moment, "by": sheet.by, "people": sheet.people},
    ]
    if sheet.replaced_by is not None:
        lines.append(_("Sudah digantikan lembar %(number)s.") % {"number": sheet.replaced_by})
    if is_whole:
        lines.append(_("Isinya sama dengan yang ditandatangani."))
    else:
        lines.append(_("Baris pada kertas tidak ikut diperiksa: cocokkan kodenya dengan sistem."))
    return tuple(lines)
