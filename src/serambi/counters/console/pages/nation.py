"""Every office on one page for the directorate, by province, with the sums on top."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby

from django.utils.translation import gettext as _

from serambi.counters.common import words
from serambi.counters.common.dates import span_words
from serambi.counters.common.words import number_text, percent_text, signed_percent_text
from serambi.records.queries.nation import NationRow, nation
from serambi.rules.instrument import Mode

HUNDRED, WHOLE, TENTH = 100, Decimal("0.01"), Decimal("0.1")


@dataclass(frozen=True, slots=True)
class OfficeBox:
    """One office: `look` is stopped, limited or empty, `zone_class` a colour's name beside the zone in words."""

    code: str
    name: str
    look: str
    zone_class: str
    state: str
    zone: str
    use: str
    decline: str


@dataclass(frozen=True, slots=True)
class Province:
    name: str
    offices: tuple[OfficeBox, ...]


@dataclass(frozen=True, slots=True)
class NationPage:
    month: str
    totals: tuple[tuple[str, str], ...]
    provinces: tuple[Province, ...]
    has_examples: bool


def nation_page(now: datetime) -> NationPage:
    found = nation(now=now)
    by_province = groupby(found.offices, key=lambda row: row.province)
    return NationPage(
        month=span_words(found.month),
        totals=_totals(found.offices),
        provinces=tuple(Province(name, tuple(_box(row) for row in rows)) for name, rows in by_province),
        has_examples=any(row.is_example for row in found.offices),
    )


def _totals(rows: tuple[NationRow, ...]) -> tuple[tuple[str, str], ...]:
    applied, quota = sum(row.applied for row in rows), sum(row.quota for row in rows)
    before = sum(row.before for row in rows)
    totals = [
        (_("Kantor"), number_text(len(rows))),
        (_("Ditutup hari ini"), number_text(sum(not row.is_open for row in rows))),
        (_("Hanya mendesak"), number_text(sum(row.is_open and row.mode is Mode.URGENT_ONLY for row in rows))),
        (_("Pemohon paspor"), number_text(applied)),
        (_("Tahun sebelumnya"), number_text(before)),
    ]
    if quota:
        totals.append((_("Pemakaian kuota"), _share(Decimal(applied) / quota)))
    return tuple(totals)


def _box(row: NationRow) -> OfficeBox:
    return OfficeBox(
        code=row.code,
        name=row.name.removeprefix("Kantor Imigrasi "),
        look="stopped" if not row.is_open else "limited" if row.mode is Mode.URGENT_ONLY else "",
        zone_class=f"zone-{row.zone}" if row.zone else "",
        state=_state(row),
        zone=words.word(words.ZONES, row.zone).split(" (")[0] if row.zone else _("belum dinilai"),
        use=_("tidak ada kuota") if row.use is None else _used(row, row.use),
        decline=_decline(row),
    )


def _state(row: NationRow) -> str:
    if not row.is_open:
        return _("ditutup")
    if not row.is_working_day:
        return _("hari libur")
    return _("hanya mendesak") if row.mode is Mode.URGENT_ONLY else _("buka")


def _used(row: NationRow, use: Decimal) -> str:
    facts = {"use": _share(use), "applied": number_text(row.applied), "quota": number_text(row.quota)}
    return _("%(use)s (%(applied)s dari %(quota)s)") % facts


def _decline(row: NationRow) -> str:
    if row.change is None:
        return _("tidak ada dasar")
    change = signed_percent_text((row.change * HUNDRED).quantize(TENTH))
    return _("%(change)s dari %(before)s") % {"change": change, "before": number_text(row.before)}


def _share(share: Decimal) -> str:
    return percent_text(share.quantize(WHOLE))
