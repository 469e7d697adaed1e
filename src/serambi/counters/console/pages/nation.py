"""Every office on one page for the directorate, by province, with the sums of each and of the country."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.dates import span_words
from serambi.counters.common.nation_words import change_text, kept_text, overdue_text, share_text, state_text, use_text
from serambi.counters.common.words import number_text
from serambi.records.queries.nation import Nation, NationRow, Sums, nation
from serambi.rules.instrument import Mode

Lines = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class OfficeBox:
    """One office: `look` is stopped, limited or empty, `zone_class` a colour's name beside the zone in words."""

    code: str
    name: str
    look: str
    zone_class: str
    state: str
    zone: str
    lines: Lines


@dataclass(frozen=True, slots=True)
class Province:
    name: str
    lines: Lines
    offices: tuple[OfficeBox, ...]


@dataclass(frozen=True, slots=True)
class NationPage:
    month: str
    totals: Lines
    provinces: tuple[Province, ...]
    has_examples: bool


def nation_page(now: datetime) -> NationPage:
    found = nation(now=now)
    return NationPage(
        month=span_words(found.month),
        totals=_totals(found),
        provinces=_provinces(found.offices, found.provinces),
        has_examples=any(row.is_example for row in found.offices),
    )


def _provinces(rows: tuple[NationRow, ...], sums: Mapping[str, Sums]) -> tuple[Province, ...]:
    by_province = ((name, tuple(own)) for name, own in groupby(rows, key=lambda row: row.province))
    return tuple(
        Province(name, _lines(sums[name]) if len(own) > 1 else (), tuple(_box(row) for row in own))
        for name, own in by_province
    )


def _totals(found: Nation) -> Lines:
    rows, sums = found.offices, found.sums
    totals = [
        (_("Kantor"), number_text(len(rows))),
        (_("Ditutup hari ini"), number_text(sum(not row.is_open for row in rows))),
        (_("Hanya mendesak"), number_text(sum(row.is_open and row.mode is Mode.URGENT_ONLY for row in rows))),
        (_("Pemohon paspor"), number_text(sums.applied)),
        (_("Tahun sebelumnya"), number_text(sums.before)),
    ]
    if sums.use is not None:
        totals.append((_("Pemakaian kuota"), share_text(sums.use)))
    if sums.kept_share is not None:
        totals.append((_("Janji ditepati"), share_text(sums.kept_share)))
    return (*totals, (_("Lewat janji hari ini"), number_text(sums.overdue)))


def _box(row: NationRow) -> OfficeBox:
    return OfficeBox(
        code=row.code,
        name=row.name.removeprefix("Kantor Imigrasi "),
        look="stopped" if not row.is_open else "limited" if row.mode is Mode.URGENT_ONLY else "",
        zone_class=f"zone-{row.zone}" if row.zone else "",
        state=state_text(row),
        zone=words.word(words.ZONES, row.zone).split(" (")[0] if row.zone else _("belum dinilai"),
        lines=_lines(row.sums),
    )


def _lines(sums: Sums) -> Lines:
    return (
        (_("Kuota terpakai:"), use_text(sums)),
        (_("Perubahan:"), change_text(sums)),
        (_("Janji ditepati:"), f"{kept_text(sums)}{overdue_text(sums)}"),
    )
