"""Shows what each slot of an office's day can take, and what binds it."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from rich.table import Table

from serambi.counters.cli import terminal
from serambi.counters.common import words
from serambi.counters.common.answers import capacity_answer, why_off_text
from serambi.counters.common.clock import now
from serambi.counters.common.dates import clock_text, day_text
from serambi.counters.common.reasons import bound_sentence
from serambi.records.queries.office_day import DayPlacesRow, places_of_day
from serambi.rules.capacity import Bound, SlotCapacity
from serambi.rules.refusal import Refusal, Refused

SENTENCE_COLUMNS = 120
"""A terminal narrower than this has room for the four bounds alone."""


class Command(BaseCommand):
    help = "Show the capacity of an office on a day: every bound of every slot, and which one decides."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", help="its code, such as serang")
        parser.add_argument("date", type=terminal.day, help="a day there, such as 2020-09-10")
        parser.add_argument("--json", action="store_true", help="print the answer of the API")

    def handle(self, *args: Any, office: str, date: date, **options: Any) -> None:
        row = places_of_day(office=office, on=date, now=now())
        if row is None:
            raise Refused(Refusal("office.unknown", "office", {"office": office}))
        if options["json"]:
            self.stdout.write(terminal.as_json(capacity_answer(row)))
            return
        paper = terminal.paper(self.stdout)
        with translation.override(terminal.language()):
            paper.print(_table(row, with_sentences=paper.width >= SENTENCE_COLUMNS))
            if row.profile.means.is_example:
                paper.print(_("Loket, pegawai, dan kursi adalah contoh, bukan angka kantor itu sendiri."))


def _table(row: DayPlacesRow, *, with_sentences: bool) -> Table:
    """A table of the slots; where there is room, with the sentence of the bound that decides."""
    capacity, profile = row.capacity, row.profile
    places = _("%(places)s tempat") % {"places": capacity.places}
    why = places if row.why_none is None else why_off_text(row.why_none)
    known = terminal.as_known_text(row.known_at, profile.time_zone)
    title = f"{profile.name} · {day_text(capacity.on)} · {why} · {known}"
    table = Table(title=title, title_justify="left", caption=_("* yang menentukan"), caption_justify="left")
    for heading in (_("Pukul"), _("Layanan"), _("Tempat"), _("Terisi"), *words.BOUNDS.values()):
        table.add_column(str(heading), overflow="fold")
    if with_sentences:
        table.add_column(_("Yang menentukan"), overflow="fold")
    for slot in capacity.slots:
        bounds = [_bound(slot, bound) for bound in words.BOUNDS]
        sentence = [bound_sentence(slot.binding, slot.bounds[slot.binding])] if with_sentences else []
        group = words.word(words.SERVICE_GROUPS, slot.group)
        taken = str(row.taken_in(slot))
        table.add_row(clock_text(slot.start_at), group, str(slot.places), taken, *bounds, *sentence)
    return table


def _bound(slot: SlotCapacity, bound: Bound) -> str:
    """The places that a bound allows, with the sign of the one that decides."""
    return f"{slot.bounds[bound].places}{' *' if bound is slot.binding else ''}"
