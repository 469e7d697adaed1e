"""Prints the sheet of a day for work without network, and checks one that was printed."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from serambi.counters.cli import terminal
from serambi.counters.cli.orders import add_signer, signer
from serambi.counters.common.clock import now
from serambi.counters.common.sheet_check import check_sheet
from serambi.counters.common.sheet_pdf import MOST_BYTES, sheet_document, sheet_name, sheet_pdf
from serambi.procedures.print_day_sheet import PrintedSheet, print_day_sheet
from serambi.rules.refusal import Refused

READ_BY_OWNER = 0o600


class Command(BaseCommand):
    help = (
        "Print the signed sheet of a day and the next two working days: bookings, documents, lines to fill in, and "
        "ticket numbers that the hall will not hand out. With --verify, check a sheet instead."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", nargs="?", help="its code, such as serang")
        parser.add_argument("date", nargs="?", type=terminal.day, help="a day there, such as 2020-09-10")
        parser.add_argument("--out", type=Path, help="where the PDF goes; default: daysheet-OFFICE-DATE-NUMBER.pdf")
        parser.add_argument(
            "--json", action="store_true", help="print the signed contents as JSON; a PDF only with --out"
        )
        add_signer(parser)
        parser.add_argument("--verify", metavar="FILE", help="a sheet as PDF or JSON, or the line of its QR code")

    def handle(self, *args: Any, office: str | None, date: date | None, **options: Any) -> None:
        if options["verify"] is not None:
            self._verify(options["verify"], as_json=options["json"])
            return
        if office is None or date is None:
            raise CommandError("expected an office and a day, such as: serambi daysheet serang 2020-09-10")
        out: Path | None = options["out"]
        if out is not None and not out.parent.is_dir():
            raise CommandError(f"{out.parent} is no folder")
        printed = print_day_sheet(office=office, on=date, now=now(), by=signer(options["by"]))
        if options["json"]:
            self.stdout.write(terminal.as_json(sheet_document(printed)))
            if out is None:
                return
        with translation.override(terminal.language()):
            path = _write(printed, out or Path(sheet_name(printed)))
            if not options["json"]:
                self.stdout.write(_summary(printed, path))

    def _verify(self, named: str, *, as_json: bool) -> None:
        path = Path(named)
        if len(named.split()) == 1 and not path.is_file():
            raise CommandError(f"there is no file {named}; expected a sheet as PDF or JSON, or the line of its QR code")
        try:
            content = path.read_bytes() if path.is_file() else named.encode()
        except OSError as error:
            raise CommandError(f"{named} cannot be read: {error.strerror}") from error
        if len(content) > MOST_BYTES:
            raise CommandError(f"{named} is larger than any sheet")
        with translation.override(terminal.language()):
            checked = check_sheet(content, office=None)
        if checked.refusal is not None:
            raise Refused(checked.refusal)
        self.stdout.write(terminal.as_json(checked.answer) if as_json else "\n".join(checked.said))


def _write(printed: PrintedSheet, path: Path) -> Path:
    """The PDF holds names, so that nobody else on this machine may read it."""
    made = sheet_pdf(printed)
    try:
        path.touch(READ_BY_OWNER)
        path.chmod(READ_BY_OWNER)
        path.write_bytes(made)
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}") from error
    return path


def _summary(printed: PrintedSheet, path: Path) -> str:
    sheet = printed.sheet
    lines = [_("%(path)s: lembar %(number)s") % {"path": path, "number": sheet.number}]
    if sheet.replaces is not None:
        lines[0] += ", " + _("menggantikan lembar %(number)s") % {"number": sheet.replaces}
    for day in sheet.days:
        facts = {"day": day.on, "people": len(day.lines), "first": day.block.first, "last": day.block.until - 1}
        text = ngettext(
            "%(day)s: %(people)s orang, nomor %(first)s–%(last)s",
            "%(day)s: %(people)s orang, nomor %(first)s–%(last)s",
            len(day.lines),
        )
        lines.append(text % facts)
    return "\n".join([*lines, printed.line.text])
